import { predictTrees, type Tree, type Trees } from "../../grader/free_text/offline/trees.ts";
import { seeded } from "../eval/bootstrap.ts";
import type { Example, Sign } from "./fit_logistic.ts";
import { round4 } from "./round4.ts";

/** Options of {@link fitTrees}. */
export interface TreeOptions {
  /** One per feature: a feature that is +1 never lowers the prediction, one that is -1 never raises it. */
  readonly signs: readonly Sign[];
  readonly trees: number;
  readonly leaves: number;
  /** How far each tree goes towards what is left over. */
  readonly rate: number;
  /** Rows that a leaf holds at least. */
  readonly rowsMin: number;
  /** Strength of the ridge penalty on the leaves' values. */
  readonly ridge: number;
  /** Shares of the rows and of the features that a tree sees. */
  readonly rowShare: number;
  readonly featureShare: number;
}

const binsMax = 48;

/**
 * Gradient-boosted trees for the logistic loss: Newton steps, leaf-wise growth on histograms (Friedman 2001; Ke et al. 2017), with
 * monotone features (bounds handed down from each split). Deterministic: rows and features are drawn from a fixed seed.
 */
export function fitTrees(examples: readonly Example[], options: TreeOptions): Trees {
  const { signs, rate, rowShare, featureShare } = options;
  const size = signs.length;
  const random = seeded(7);
  const bins = binsOf(examples, size);
  const total = examples.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const mean = examples.reduce((sum, { weight, target }) => sum + weight * target, 0) / total;
  const bias = Math.log((mean + 1e-6) / (1 - mean + 1e-6));
  const logits = new Float64Array(examples.length).fill(bias);
  const gradient = new Float64Array(examples.length);
  const curvature = new Float64Array(examples.length);
  const trees: Tree[] = [];
  for (let n = 0; n < options.trees; n++) {
    examples.forEach(({ target, weight }, i) => {
      const p = 1 / (1 + Math.exp(-(logits[i] ?? 0)));
      gradient[i] = weight * (p - target);
      curvature[i] = weight * p * (1 - p);
    });
    const rows = examples.flatMap((_, i) => random() < rowShare ? [i] : []);
    const features = signs.flatMap((_, j) => random() < featureShare ? [j] : []);
    const tree = grow({ bins, gradient, curvature, options, features }, rows);
    if (!tree) continue;
    const scaled: Tree = { ...tree, value: tree.value.map((value) => round4(value * rate)) };
    trees.push(scaled);
    const one: Trees = { bias: 0, trees: [scaled] };
    examples.forEach(({ features }, i) => logits[i] = (logits[i] ?? 0) + predictTrees(one, features));
  }
  return { bias: round4(bias), trees };
}

interface Bins {
  /** `of[feature][row]`: number of the bin. */
  readonly of: readonly Uint8Array[];
  /** `edges[feature][bin]`: values up to it belong to the bin. */
  readonly edges: readonly (readonly number[])[];
}

function binsOf(examples: readonly Example[], size: number): Bins {
  const of: Uint8Array[] = [];
  const edges: number[][] = [];
  for (let j = 0; j < size; j++) {
    const sorted = Float64Array.from(examples, ({ features }) => features[j] ?? 0).sort();
    const cuts = new Set<number>();
    for (let k = 1; k < binsMax; k++) {
      cuts.add(roundUp(sorted[Math.min(sorted.length - 1, Math.floor(k / binsMax * sorted.length))] ?? 0));
    }
    const own = [...cuts].sort((a, b) => a - b);
    edges.push(own);
    of.push(Uint8Array.from(examples, ({ features }) => {
      const value = features[j] ?? 0;
      let bin = 0;
      while (bin < own.length && value > (own[bin] ?? Infinity)) bin++;
      return bin;
    }));
  }
  return { of, edges };
}

// Rounded thresholds, so that the stored ones divide the rows as these do.
function roundUp(value: number): number {
  return Math.ceil(value * 1e4) / 1e4 || 0;
}

interface Problem {
  readonly bins: Bins;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly options: TreeOptions;
  readonly features: readonly number[];
}

interface Leaf {
  readonly node: number;
  readonly rows: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly split: Split | undefined;
}

interface Split {
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  readonly left: number;
  readonly right: number;
}

function grow(problem: Problem, rows: readonly number[]): Tree | undefined {
  const { bins, options: { leaves, signs } } = problem;
  const tree = { feature: [-1], threshold: [0], left: [0], right: [0], value: [0] };
  let open: Leaf[] = [{
    node: 0,
    rows,
    low: -Infinity,
    high: Infinity,
    split: bestSplit(problem, rows, -Infinity, Infinity),
  }];
  for (let n = 1; n < leaves; n++) {
    const best = open.reduce<Leaf | undefined>(
      (found, leaf) => leaf.split && leaf.split.gain > (found?.split?.gain ?? 0) ? leaf : found,
      undefined,
    );
    const split = best?.split;
    if (!best || !split) break;
    const { feature, bin } = split;
    const column = bins.of[feature] ?? new Uint8Array();
    const sign = signs[feature] ?? 0;
    const middle = (split.left + split.right) / 2;
    const children = [split.left, split.right].map((value, side): Leaf => {
      const own = best.rows.filter((row) => ((column[row] ?? 0) > bin ? 1 : 0) === side);
      const below = (sign > 0) === (side === 0);
      const low = sign !== 0 && !below ? Math.max(best.low, middle) : best.low;
      const high = sign !== 0 && below ? Math.min(best.high, middle) : best.high;
      tree.feature.push(-1);
      tree.threshold.push(0);
      tree.left.push(0);
      tree.right.push(0);
      tree.value.push(value);
      return { node: tree.value.length - 1, rows: own, low, high, split: bestSplit(problem, own, low, high) };
    });
    tree.feature[best.node] = feature;
    tree.threshold[best.node] = bins.edges[feature]?.[bin] ?? 0;
    tree.left[best.node] = children[0]?.node ?? 0;
    tree.right[best.node] = children[1]?.node ?? 0;
    tree.value[best.node] = 0;
    open = [...open.filter((leaf) => leaf !== best), ...children];
  }
  return tree.feature.length > 1 ? tree : undefined;
}

function bestSplit(
  { bins, gradient, curvature, options: { signs, rowsMin, ridge }, features }: Problem,
  rows: readonly number[],
  low: number,
  high: number,
): Split | undefined {
  if (rows.length < 2 * rowsMin) return undefined;
  let allG = 0, allH = 0;
  for (const row of rows) {
    allG += gradient[row] ?? 0;
    allH += curvature[row] ?? 0;
  }
  const value = (g: number, h: number) => Math.min(high, Math.max(low, -g / (h + ridge)));
  const loss = (g: number, h: number, v: number) => g * v + 0.5 * (h + ridge) * v * v;
  const before = loss(allG, allH, value(allG, allH));
  let best: Split | undefined;
  for (const feature of features) {
    const column = bins.of[feature];
    const cuts = bins.edges[feature]?.length ?? 0;
    if (!column || cuts === 0) continue;
    const g = new Float64Array(cuts + 1), h = new Float64Array(cuts + 1), n = new Uint32Array(cuts + 1);
    for (const row of rows) {
      const bin = column[row] ?? 0;
      g[bin] = (g[bin] ?? 0) + (gradient[row] ?? 0);
      h[bin] = (h[bin] ?? 0) + (curvature[row] ?? 0);
      n[bin] = (n[bin] ?? 0) + 1;
    }
    let leftG = 0, leftH = 0, leftN = 0;
    for (let bin = 0; bin < cuts; bin++) {
      leftG += g[bin] ?? 0;
      leftH += h[bin] ?? 0;
      leftN += n[bin] ?? 0;
      if (leftN < rowsMin || rows.length - leftN < rowsMin) continue;
      const left = value(leftG, leftH), right = value(allG - leftG, allH - leftH);
      if ((right - left) * (signs[feature] ?? 0) < 0) continue;
      const gain = before - loss(leftG, leftH, left) - loss(allG - leftG, allH - leftH, right);
      if (gain > 1e-9 && gain > (best?.gain ?? 0)) best = { gain, feature, bin, left, right };
    }
  }
  return best;
}
