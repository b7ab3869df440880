import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, at, callCheck, normalTensor, tensorBy, type TensorData } from "../_lib/mod.ts";

type Sample = (
  phi: TensorData,
  v: TensorData,
  e: TensorData,
  place: { readonly b: number; readonly y: number },
) => number;

const over = (count: number, term: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => term(index)).reduce((sum, value) => sum + value, 0);

const unconditional: Sample = (phi, v, _e, { b }) => over(phi.shape[1]!, (d) => at(phi, b, d) * at(v, d, 0));
const projection: Sample = (phi, _v, e, { b, y }) => over(phi.shape[1]!, (d) => at(phi, b, d) * at(e, y, d));

// float64 and plain loops: independent of what is examined.
function logits(...terms: readonly Sample[]) {
  return ([features, weights, classEmbeddings, labels]: readonly Argument[]) => {
    const [phi, v, e, y] = [features, weights, classEmbeddings, labels] as TensorData[];
    const result = tensorBy(
      [phi!.shape[0]!, 1],
      (b) => over(terms.length, (index) => terms[index]!(phi!, v!, e!, { b: b!, y: at(y!, b!) })),
    );
    return { result };
  };
}

const classes = (e: TensorData) => e.shape[0]!;

const mistakes = [
  { says: "there the label is ignored", expect: logits(unconditional) },
  { says: "there the unconditional term is missing", expect: logits(projection) },
  {
    says: "there the embedding is added without the features, which cannot tell whether they fit together",
    expect: logits(unconditional, (_phi, _v, e, { y }) => over(e.shape[1]!, (d) => at(e, y, d))),
  },
  {
    says: "there the embeddings of all classes are added up",
    expect: logits(unconditional, (phi, v, e, { b }) => over(classes(e), (y) => projection(phi, v, e, { b, y }))),
  },
  {
    says: "there the inner product is a mean over the features, not a sum",
    expect: logits(unconditional, (phi, v, e, place) => projection(phi, v, e, place) / phi.shape[1]!),
  },
  {
    says: "there the labels are used as positions in the batch",
    expect: logits(unconditional, (phi, v, e, { b }) => projection(phi, v, e, { b, y: b % classes(e) })),
  },
];

function check(draw: (random: Random) => readonly Argument[], gradientBy: readonly number[] = []): CodingCheck {
  const expect = logits(unconditional, projection);
  return callCheck({ name: "projectionLogits", draw, expect, tolerance: 1e-3, mistakes, gradientBy });
}

const labels = (...values: number[]): TensorData => ({ shape: [values.length], values, dtype: "int32" });
const zeros = (...shape: number[]) => tensorBy(shape, () => 0);

const four = (random: Random) => [
  normalTensor(random, [4, 6]),
  normalTensor(random, [6, 1]),
  normalTensor(random, [3, 6]),
  labels(0, 2, 1, 2),
];

export const checks: Record<string, CodingCheck> = {
  "example": check(() => [
    { shape: [2, 2], values: [1, 2, 3, 4] },
    { shape: [2, 1], values: [0.5, -1] },
    { shape: [3, 2], values: [10, 20, 7, 7, 30, 40] },
    labels(2, 0),
  ]),
  "batch": check(four),
  "unconditional": check((random) => four(random).with(2, zeros(3, 6))),
  "one-class-only": check((random) => four(random).with(1, zeros(6, 1))),
  // The class in the middle is not in the batch.
  "embedding-gradient": check((random) => four(random).with(3, labels(0, 2, 0, 2)), [2]),
  "gradient": check(four, [0, 1]),
  "fresh-batch": check((random) => [
    normalTensor(random, [7, 5]),
    normalTensor(random, [5, 1]),
    normalTensor(random, [6, 5]),
    labels(...Array.from({ length: 7 }, () => Math.floor(6 * random.uniform()))),
  ]),
};
