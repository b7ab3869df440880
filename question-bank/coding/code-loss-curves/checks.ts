import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { firstFailure, isRecord, judgeNumbers, mean, shown, uniforms } from "../_lib/mod.ts";

/** JSON has no NaN and no infinity. */
type Value = number | "NaN" | "Infinity";

interface Run {
  readonly generator: readonly Value[];
  readonly discriminator: readonly Value[];
  readonly smoothing: number;
}

const probe: CodingCheck["probe"] = ({ candidate, inputs }) => {
  const runs = inputs as unknown as Run[];
  return runs.map(({ generator, discriminator, smoothing }) => {
    const series = [generator.map(Number), discriminator.map(Number)];
    const [ofGenerator, ofDiscriminator] = series.map((values) => [...values]);
    const result = candidate.summarizeLosses(ofGenerator, ofDiscriminator, { smoothing });
    const isKept = [ofGenerator, ofDiscriminator].every((values, k) => values!.join() === series[k]!.join());
    return {
      generator: result.generator,
      discriminator: result.discriminator,
      steps: result.steps,
      flags: result.flags,
      isKept,
    };
  });
};

// Plain loops: independent of what is examined.
const guess = Math.LN2;

function averages(values: readonly number[], smoothing: number, start = values[0]!): number[] {
  const result: number[] = [];
  for (const value of values) result.push(smoothing * (result.at(-1) ?? start) + (1 - smoothing) * value);
  return result;
}

/** Of series of finite values. */
function flagsOf(g: number, d: number): string[] {
  return [
    ...(d < 0.05 ? ["discriminator-won"] : []),
    ...(g < 0.05 && d > 2 * guess ? ["generator-exploits"] : []),
    ...(Math.abs(d - 2 * guess) < 0.15 && Math.abs(g - guess) < 0.15 ? ["near-equilibrium"] : []),
  ];
}

const isFinite = (run: Run) => [...run.generator, ...run.discriminator].every((value) => typeof value === "number");
const last = (values: readonly number[]) => mean(values.slice(-Math.max(1, Math.floor(values.length / 5))));

function expectedFlags(run: Run): string[] {
  if (!isFinite(run)) return ["diverged"];
  return flagsOf(last(run.generator as number[]), last(run.discriminator as number[]));
}

const inWords = ({ generator, discriminator, smoothing }: Run) =>
  `generator ${shown(generator)}, discriminator ${shown(discriminator)}, ${generator.length} steps, smoothing ${
    shown(smoothing)
  }`;

function judgeFlags(got: Json | undefined, run: Run): Judgement {
  const expected = expectedFlags(run);
  const flags: readonly Json[] | undefined = isRecord(got) && Array.isArray(got.flags) ? got.flags : undefined;
  const isSame = (other: readonly string[]) =>
    flags !== undefined && flags.toSorted().join() === other.toSorted().join();
  const named = (list: readonly Json[]) => list.length === 0 ? "no flag" : list.map(String).join(", ");
  const suspicions = isFinite(run) ? suspectedFlags(run) : [];
  const suspicion = isSame(expected)
    ? undefined
    : suspicions.find((each) => each.flags.length > 0 && isSame(each.flags));
  return {
    passed: isSame(expected),
    message: `Expected ${named(expected)}, got ${flags === undefined ? "no list" : named(flags)}${
      suspicion ? `: ${suspicion.says}` : ""
    }.`,
    input: inWords(run),
  };
}

function suspectedFlags({ generator, discriminator, smoothing }: Run): { says: string; flags: string[] }[] {
  const [g, d] = [generator as number[], discriminator as number[]];
  const smooth = (values: number[]) => averages(values, smoothing);
  return [
    { says: "those are the flags of the exchanged curves", flags: flagsOf(last(d), last(g)) },
    { says: "those are the flags of the whole run", flags: flagsOf(mean(g), mean(d)) },
    { says: "those are the flags of the smoothed curves", flags: flagsOf(last(smooth(g)), last(smooth(d))) },
    { says: "those are the flags of the first fifth", flags: flagsOf(last(g.toReversed()), last(d.toReversed())) },
  ];
}

function judgeCurves(got: Json | undefined, run: Run): [Judgement, ...Judgement[]] {
  const found = isRecord(got) ? got : {};
  const { smoothing } = run;
  const raw = { generator: run.generator as number[], discriminator: run.discriminator as number[] };
  const curve = (name: "generator" | "discriminator", other: "generator" | "discriminator") => {
    const values = raw[name];
    return judgeNumbers(found[name], averages(values, smoothing), {
      tolerance: 1e-4,
      what: `the ${name}'s curve`,
      input: inWords(run),
      suspicions: [
        { says: "there the average begins at 0", value: averages(values, smoothing, 0) },
        { says: "there smoothing is the factor of the new value", value: averages(values, 1 - smoothing) },
        { says: "that is the other network's curve", value: averages(raw[other], smoothing) },
        { says: "that is not smoothed", value: values },
        { says: "there the last steps are missing", value: averages(values, smoothing).slice(0, -1) },
        { says: "there the first step is missing", value: averages(values, smoothing).slice(1) },
      ],
    });
  };
  const steps = judgeNumbers(found.steps, values(run.generator.length, (step) => step), {
    tolerance: 0,
    what: "the steps",
    input: inWords(run),
    suspicions: [{ says: "they begin with 0", value: values(run.generator.length, (step) => step + 1) }],
  });
  const kept = {
    passed: found.isKept === true,
    message: "Expected the given lists to stay as they are, got them changed.",
  };
  return [curve("generator", "discriminator"), curve("discriminator", "generator"), steps, kept];
}

function values<T>(count: number, of: (step: number) => T): T[] {
  return Array.from({ length: count }, (_, step) => of(step));
}

function check(
  draw: (random: Random) => readonly Run[],
  judge: (got: Json | undefined, run: Run) => readonly [Judgement, ...Judgement[]],
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const runs = inputs as unknown as Run[];
      const results = Array.isArray(output) ? output : [];
      return firstFailure(runs.flatMap((run, index) => judge(results[index], run)) as [Judgement, ...Judgement[]]);
    },
  };
}

const flagsOnly = (got: Json | undefined, run: Run): [Judgement] => [judgeFlags(got, run)];
const everything = (
  got: Json | undefined,
  run: Run,
): [Judgement, ...Judgement[]] => [...judgeCurves(got, run), judgeFlags(got, run)];

const constant = (g: Value, d: Value, count = 50): Run => ({
  generator: values(count, () => g),
  discriminator: values(count, () => d),
  smoothing: 0.9,
});

/** A long time like this, then a fifth like that. */
const turning = ([g, d]: readonly [number, number], [lastG, lastD]: readonly [number, number]): Run => ({
  generator: [...values(40, () => g), ...values(10, () => lastG)],
  discriminator: [...values(40, () => d), ...values(10, () => lastD)],
  smoothing: 0.95,
});

const healthy = constant(1.4, 0.9);

export const checks: Record<string, CodingCheck> = {
  "averages": check(() => [{ generator: [1, 0, 2], discriminator: [4, 2, 2], smoothing: 0.75 }], judgeCurves),
  "discriminator-won": check(() => [constant(6.5, 0.01), healthy], flagsOnly),
  "near-equilibrium": check(() => [constant(0.69, 1.386), healthy], flagsOnly),
  "generator-exploits": check(() => [constant(0.01, 3.2), constant(0.01, 0.9), constant(0.8, 3.2)], flagsOnly),
  "last-fifth": check(() => [turning([0.69, 1.386], [5, 0.02]), turning([5, 0.02], [0.69, 1.386])], flagsOnly),
  "diverged": check(() => [
    { ...healthy, generator: healthy.generator.with(-1, "NaN") },
    { ...healthy, discriminator: healthy.discriminator.with(7, "NaN") },
    { ...healthy, discriminator: healthy.discriminator.with(-1, "Infinity") },
    healthy,
  ], flagsOnly),
  "fresh-series": check((random) => {
    const [smoothing = 0.9, g = 1, d = 1] = [
      ...uniforms(random, 1, { from: 0.6, to: 0.95 }),
      ...uniforms(random, 1, { from: 0.5, to: 0.9 }),
      ...uniforms(random, 1, { from: 1.2, to: 1.6 }),
    ];
    const noisy = (level: number) => uniforms(random, 25, { from: 0.9 * level, to: 1.1 * level });
    return [
      { generator: uniforms(random, 25, { to: 5 }), discriminator: uniforms(random, 25, { to: 3 }), smoothing },
      { generator: noisy(g), discriminator: noisy(d), smoothing },
      { generator: noisy(5 * g), discriminator: noisy(0.02 * d), smoothing },
      { generator: noisy(0.02 * g), discriminator: noisy(2 * d), smoothing },
    ];
  }, everything),
};
