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

/** The sum of the leaves that a row falls into: a logit. */
export function predictTrees({ bias, trees }: Trees, features: ArrayLike<number>): number {
  let sum = bias;
  for (const { feature, threshold, left, right, value } of trees) {
    let node = 0;
    for (let own = feature[node]!; own >= 0; own = feature[node]!) {
      node = (features[own] ?? 0) <= threshold[node]! ? left[node]! : right[node]!;
    }
    sum += value[node]!;
  }
  return sum;
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
