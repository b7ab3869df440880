import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isRecord, judgeNumbers, judgeScalar, mean, normals, seeded, shown, uniforms } from "../_lib/mod.ts";

/** A generator: each entry becomes gain · entry + shift. */
interface Affine {
  readonly gain: number;
  readonly shift: number;
}

interface Case {
  readonly g: Affine;
  readonly f: Affine;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Columns of both. */
  readonly width: number;
  /** Cycle and identity; those that are absent are left out of the call. */
  readonly weights?: readonly number[];
  readonly isDifferentiated?: boolean;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const cases = inputs as unknown as Case[];
  return cases.map(({ g, f, x, y, width, weights = [], isDifferentiated }) => {
    const parameters = [g.gain, g.shift, f.gain, f.shift].map((value) => tf.variable(tf.scalar(value)));
    const [gainG, shiftG, gainF, shiftF] = parameters;
    const ofX = tf.tensor2d(x, [x.length / width, width]);
    const ofY = tf.tensor2d(y, [y.length / width, width]);
    const losses = () =>
      candidate.cycleAndIdentityLosses(
        (images: { mul(by: unknown): { add(by: unknown): unknown } }) => images.mul(gainG).add(shiftG),
        (images: { mul(by: unknown): { add(by: unknown): unknown } }) => images.mul(gainF).add(shiftF),
        ofX,
        ofY,
        ...weights,
      );
    const read = (loss: { shape: number[]; dataSync(): Float32Array }) => ({
      shape: loss.shape,
      value: loss.dataSync()[0]!,
    });
    const { cycle, identity } = losses();
    const slopes = (part: string): number[] => {
      const { grads } = tf.variableGrads(() => losses()[part], parameters);
      return parameters.map((parameter) => grads[parameter.name].dataSync()[0]);
    };
    const result = {
      cycle: read(cycle),
      identity: read(identity),
      cycleGradient: isDifferentiated ? slopes("cycle") : null,
      identityGradient: isDifferentiated ? slopes("identity") : null,
    };
    for (const parameter of parameters) parameter.dispose();
    return result;
  });
};

// float64 and plain loops: independent of what is examined.
const through = ({ gain, shift }: Affine) => (value: number) => gain * value + shift;

interface Term {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const l1 = ({ from, to }: Term) => mean(from.map((value, i) => Math.abs(value - to[i]!)));
const l2 = ({ from, to }: Term) => mean(from.map((value, i) => (value - to[i]!) ** 2));

function termsOf({ g, f, x, y }: Case) {
  const [G, F] = [through(g), through(f)];
  return {
    cycleX: { from: x.map(G).map(F), to: x },
    cycleY: { from: y.map(F).map(G), to: y },
    wrongCycleX: { from: x.map(F).map(G), to: x },
    wrongCycleY: { from: y.map(G).map(F), to: y },
    translationX: { from: x.map(G), to: x },
    translationY: { from: y.map(F), to: y },
    identityY: { from: y.map(G), to: y },
    identityX: { from: x.map(F), to: x },
    pairedX: { from: x.map(G), to: y },
    pairedY: { from: y.map(F), to: x },
  };
}

const defaults = [10, 5] as const;
const weightsOf = ({ weights = [] }: Case) => defaults.map((usual, i) => weights[i] ?? usual) as [number, number];

function expectedOf(each: Case) {
  const terms = termsOf(each);
  const [cycleWeight, identityWeight] = weightsOf(each);
  return {
    cycle: cycleWeight * (l1(terms.cycleX) + l1(terms.cycleY)),
    identity: identityWeight * (l1(terms.identityY) + l1(terms.identityX)),
  };
}

function suspicions(each: Case) {
  const terms = termsOf(each);
  const [cycleWeight, identityWeight] = weightsOf(each);
  const { cycle, identity } = expectedOf(each);
  const sizes = [each.x.length, each.y.length] as const;
  const both = (first: Term, second: Term, of = l1) => of(first) + of(second);
  const paired = each.x.length === each.y.length ? both(terms.pairedX, terms.pairedY) : NaN;
  const common = (
    [first, second]: readonly [Term, Term],
    { weight, other, usual }: { readonly weight: number; readonly other: number; readonly usual: number },
  ) => [
    { says: "there the weight is missing", value: both(first, second) },
    { says: "that has the default weight, not the given one", value: usual * both(first, second) },
    { says: "that squares the differences", value: weight * both(first, second, l2) },
    { says: "that is one of the two directions only", value: weight * l1(first) },
    { says: "that is one of the two directions only", value: weight * l1(second) },
    { says: "that is the mean of the two directions, not their sum", value: weight * both(first, second) / 2 },
    { says: "that has the other loss's weight", value: other * both(first, second) },
    { says: "those are sums over entries, not means", value: weight * (l1(first) * sizes[0] + l1(second) * sizes[1]) },
    { says: "that compares samples of the two domains pair by pair", value: weight * paired },
  ];
  return {
    cycle: [
      {
        says: "that compares a translation with its source",
        value: cycleWeight * both(terms.translationX, terms.translationY),
      },
      {
        says: "there the round trips start through the wrong generator",
        value: cycleWeight * both(terms.wrongCycleX, terms.wrongCycleY),
      },
      { says: "there the identity loss is added", value: cycle + identity },
      ...common([terms.cycleX, terms.cycleY], { weight: cycleWeight, other: identityWeight, usual: defaults[0] }),
    ],
    identity: [
      {
        says: "there the generators get samples of the wrong domain",
        value: identityWeight * both(terms.translationX, terms.translationY),
      },
      ...common([terms.identityX, terms.identityY], { weight: identityWeight, other: cycleWeight, usual: defaults[1] }),
    ],
  };
}

/** By gain and shift of G, then of F. */
function gradientsOf(each: Case) {
  const { g, f, x, y } = each;
  const [cycleWeight, identityWeight] = weightsOf(each);
  const [G, F] = [through(g), through(f)];
  const slope = (values: readonly number[], result: (v: number) => number, by: (v: number) => number[]) => {
    const parts = values.map((v) => by(v).map((part) => Math.sign(result(v) - v) * part));
    return [0, 1, 2, 3].map((k) => mean(parts.map((part) => part[k]!)));
  };
  const sum = (weight: number, a: number[], b: number[]) => a.map((value, k) => weight * (value + b[k]!));
  const forwardTrip = slope(x, (v) => F(G(v)), (v) => [f.gain * v, f.gain, G(v), 1]);
  const backwardTrip = slope(y, (v) => G(F(v)), (v) => [F(v), 1, g.gain * v, g.gain]);
  return {
    cycle: sum(cycleWeight, forwardTrip, backwardTrip),
    identity: sum(identityWeight, slope(y, G, (v) => [v, 1, 0, 0]), slope(x, F, (v) => [0, 0, v, 1])),
  };
}

const formula = (name: string, { gain, shift }: Affine) =>
  `${name} = ${gain === 1 ? "" : `${shown(gain)}·`}input${
    shift === 0 ? "" : ` ${shift < 0 ? "−" : "+"} ${shown(Math.abs(shift))}`
  }`;

const inWords = ({ g, f, x, y, width, weights }: Case) =>
  `${formula("G", g)}, ${formula("F", f)}, x [${x.length / width}, ${width}] ${shown(x)}, y [${
    y.length / width
  }, ${width}] ${shown(y)}, ${
    weights === undefined ? "weights left out" : `weights ${weights[0]} and ${weights[1] ?? "left out"}`
  }`;

const tolerance = 1e-3;

function judgeCase(output: Json | undefined, each: Case): Judgement {
  const got = isRecord(output) ? output : {};
  const expected = expectedOf(each);
  const gradients = gradientsOf(each);
  const suspected = suspicions(each);
  const judgements = (["cycle", "identity"] as const).flatMap((part) => {
    const options = { tolerance, input: inWords(each) };
    return [
      judgeScalar(got[part], expected[part], { ...options, what: part, suspicions: suspected[part] }),
      ...(each.isDifferentiated
        ? [judgeNumbers(got[`${part}Gradient`], gradients[part], {
          ...options,
          what: `the gradient of ${part} by gain and shift of G and of F`,
        })]
        : []),
    ];
  });
  return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
}

function check(draw: (random: Random) => readonly Case[]): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const cases = inputs as unknown as Case[];
      const results = Array.isArray(output) ? output : [];
      const judgements = cases.map((each, index) => judgeCase(results[index], each));
      return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
    },
  };
}

function batches(random: Random, [ofX, ofY, width]: readonly [number, number, number]) {
  return { x: normals(random, ofX * width), y: normals(random, ofY * width, { mean: 2 }), width };
}

const shifts = { g: { gain: 1, shift: 2 }, f: { gain: 1, shift: -0.5 } };
const gains = { g: { gain: 3, shift: 0 }, f: { gain: 0.5, shift: 0 } };

export const checks: Record<string, CodingCheck> = {
  "shifts": check(() => [{ ...shifts, ...batches(seeded(1), [4, 4, 3]) }]),
  "inverse-pair": check(() => [{
    g: { gain: 2, shift: 0 },
    f: { gain: 0.5, shift: 0 },
    ...batches(seeded(2), [6, 6, 4]),
  }]),
  "weights": check(() => [
    { ...shifts, ...batches(seeded(3), [4, 4, 3]), weights: [1, 0] },
    { ...shifts, ...batches(seeded(3), [4, 4, 3]), weights: [0, 2] },
    { ...shifts, ...batches(seeded(3), [4, 4, 3]), weights: [3] },
  ]),
  "gains": check(() => [{ ...gains, ...batches(seeded(4), [3, 5, 4]) }]),
  "gradient": check(() => [{
    g: { gain: 2, shift: -1 },
    f: { gain: 1.5, shift: 2 },
    ...batches(seeded(5), [3, 5, 4]),
    isDifferentiated: true,
  }]),
  "fresh-generators": check((random) => {
    const affine = () => {
      const [gain = 1, shift = 0] = [...uniforms(random, 1, { from: 0.4, to: 1.8 }), ...normals(random, 1)];
      return { gain, shift };
    };
    const [cycleWeight = 1, identityWeight = 1] = uniforms(random, 2, { from: 1, to: 12 });
    return [{
      g: affine(),
      f: affine(),
      ...batches(random, [6, 4, 5]),
      weights: [cycleWeight, identityWeight],
      isDifferentiated: true,
    }];
  }),
};
