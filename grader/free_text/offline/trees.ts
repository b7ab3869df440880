/** A binary decision tree in columns: node 0 is the root; a node whose feature is -1 is a leaf. */
export interface Tree {
  readonly feature: readonly number[];
  /** Values up to it go left, larger ones right. */
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
}

/** A sum of trees over one start value. */
export interface Trees {
  readonly bias: number;
  readonly trees: readonly Tree[];
}

/**
 * The sum of the leaves that a row falls into: a logit.
 *
 * @throws {RangeError} when a tree has more than 32 leaves.
 */
export function predictTrees(trees: Trees, features: ArrayLike<number>): number {
  const { columns, threshold, tree, leavesLeft, value, leaves, open } = scorerOf(trees);
  open.fill(-1);
  for (const { feature, from, to } of columns) {
    const own = features[feature] ?? 0;
    // Thresholds ascend: the first one that the value does not exceed ends them.
    for (let i = from; i < to && !(own <= threshold[i]!); i++) open[tree[i]!]! &= leavesLeft[i]!;
  }
  let sum = trees.bias;
  for (let k = 0; k < open.length; k++) {
    const first = open[k]! & -open[k]!;
    sum += value[k * leaves + 31 - Math.clz32(first)]!;
  }
  return sum;
}

// The bits of a word.
const leavesMax = 32;

/**
 * All conditions of all trees by feature, as QuickScorer reads them (Lucchese et al. 2015): each condition that sends a row right rules
 * the leaves on its left out, and the first leaf left of a tree is the row's. No node is followed, so no branch is guessed wrong.
 */
interface Scorer {
  /** Where each feature's conditions stand in `threshold`, `tree` and `leavesLeft`. */
  readonly columns: readonly { readonly feature: number; readonly from: number; readonly to: number }[];
  readonly threshold: Float64Array;
  readonly tree: Int32Array;
  /** One bit per leaf: 0 for those that a row to the right cannot reach. */
  readonly leavesLeft: Int32Array;
  /** Values of the leaves, room for `leaves` of them in each tree. */
  readonly value: Float64Array;
  readonly leaves: number;
  /** For each tree, the leaves that a row may still reach. */
  readonly open: Int32Array;
}

const scorers = new WeakMap<Trees, Scorer>();

function scorerOf(trees: Trees): Scorer {
  const known = scorers.get(trees);
  if (known) return known;
  const scorer = newScorer(trees);
  scorers.set(trees, scorer);
  return scorer;
}

function newScorer({ trees }: Trees): Scorer {
  const conditions: { feature: number; threshold: number; tree: number; leavesLeft: number }[] = [];
  const leaves = Math.max(0, ...trees.map(({ feature }) => (feature.length + 1) / 2));
  if (leaves > leavesMax) throw new RangeError(`Cannot use a tree of ${leaves} leaves: expected at most ${leavesMax}`);
  const value = new Float64Array(trees.length * leaves);
  trees.forEach((own, tree) => {
    let seen = 0;
    const visit = (node: number) => {
      const feature = own.feature[node]!;
      if (feature < 0) {
        value[tree * leaves + seen++] = own.value[node]!;
        return;
      }
      const from = seen;
      visit(own.left[node]!);
      let leavesLeft = -1;
      for (let leaf = from; leaf < seen; leaf++) leavesLeft &= ~(1 << leaf);
      conditions.push({ feature, threshold: own.threshold[node]!, tree, leavesLeft });
      visit(own.right[node]!);
    };
    visit(0);
  });
  conditions.sort((a, b) => a.feature - b.feature || a.threshold - b.threshold);
  const columns: { feature: number; from: number; to: number }[] = [];
  conditions.forEach(({ feature }, i) => {
    const last = columns.at(-1);
    if (last?.feature === feature) last.to = i + 1;
    else columns.push({ feature, from: i, to: i + 1 });
  });
  return {
    columns,
    threshold: Float64Array.from(conditions, ({ threshold }) => threshold),
    tree: Int32Array.from(conditions, ({ tree }) => tree),
    leavesLeft: Int32Array.from(conditions, ({ leavesLeft }) => leavesLeft),
    value,
    leaves,
    open: new Int32Array(trees.length),
  };
}

/** A tree as it is stored, in preorder: "recall<0.25 =-0.1 =0.3" goes left, to -0.1, up to a recall of 0.25. */
export function formatTree({ feature, threshold, left, right, value }: Tree, names: readonly string[]): string {
  const words: string[] = [];
  const visit = (node: number) => {
    const own = feature[node]!;
    if (own < 0) {
      words.push(`=${value[node]}`);
      return;
    }
    words.push(`${names[own]}<${threshold[node]}`);
    visit(left[node]!);
    visit(right[node]!);
  };
  visit(0);
  return words.join(" ");
}

/**
 * The opposite of {@link formatTree}.
 *
 * @throws {RangeError} when the text is no tree over these features.
 */
export function parseTree(text: string, names: readonly string[]): Tree {
  const tree = {
    feature: new Array<number>(),
    threshold: new Array<number>(),
    left: new Array<number>(),
    right: new Array<number>(),
    value: new Array<number>(),
  };
  const words = text.split(" ");
  let next = 0;
  const read = (): number => {
    const [, name = "", number] = /^([\w.]*)[<=](-?[\d.]+(?:e-?\d+)?)$/.exec(words[next++] ?? "") ?? [];
    const feature = name === "" ? -1 : names.indexOf(name);
    if (number === undefined || (feature < 0 && name !== "")) {
      throw new RangeError(`Cannot read tree "${text}": word ${next} is unknown, expected feature<number or =number`);
    }
    const node = tree.feature.push(feature) - 1;
    tree.threshold.push(feature < 0 ? 0 : Number(number));
    tree.value.push(feature < 0 ? Number(number) : 0);
    tree.left.push(0);
    tree.right.push(0);
    if (feature >= 0) {
      tree.left[node] = read();
      tree.right[node] = read();
    }
    return node;
  };
  read();
  return tree;
}
