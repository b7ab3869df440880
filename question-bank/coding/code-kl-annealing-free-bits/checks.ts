import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, callCheck, numbersCheck, type Parts, type TensorData, uniforms } from "../_lib/mod.ts";

type Step = [step: number, warmupSteps: number, maxWeight?: number];

const weight = (step: number, warmupSteps: number, maxWeight = 1) => maxWeight * Math.min(1, step / warmupSteps);
const ramp = (says: string, of: (...args: Required<Step>) => number) => ({
  says,
  expect: (...[step, warmupSteps, maxWeight = 1]: Step) => ({ result: of(step, warmupSteps, maxWeight) }),
});

const weights = (draw: (random: Random) => readonly [Step, ...Step[]], input?: string): CodingCheck =>
  numbersCheck<Step>({
    name: "klWeight",
    draw,
    expect: (...args) => ({ result: weight(...args) }),
    tolerance: 1e-4,
    what: "the weight",
    mistakes: [
      ramp("it goes on growing after the warm-up", (step, warmup, max) => max * step / warmup),
      ramp("it falls instead of rising", (step, warmup, max) => max - weight(step, warmup, max)),
      ramp("the maximum was left out", (step, warmup) => weight(step, warmup)),
      ramp("it stops at 1, not at the maximum", (step, warmup, max) => Math.min(1, max * step / warmup)),
      ramp("the ramp ends at the maximum too early", (step, warmup, max) => Math.min(max, step / warmup)),
      ramp("that is a switch, not a ramp", (step, warmup, max) => step < warmup ? 0 : max),
    ],
    ...(input === undefined ? {} : { input }),
  });

// float64 and plain loops: independent of what is examined.
type Table = (columns: number[][], minimum: number) => number;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]) => sum(values) / values.length;
const by = (of: Table) => (args: readonly Argument[]): Parts => {
  const [{ shape: [, dimensions = 0], values }, minimum] = args as unknown as [TensorData, number];
  const columns = Array.from({ length: dimensions }, (_, j) => values.filter((_, i) => i % dimensions === j));
  return { result: { shape: [], values: [of(columns, minimum)] } };
};

function bits(
  draw: (random: Random) => [TensorData, number],
  { gradientBy = [], input }: { readonly gradientBy?: readonly number[]; readonly input?: string } = {},
): CodingCheck {
  return callCheck({
    name: "freeBitsKl",
    draw,
    expect: by((columns, minimum) => sum(columns.map((column) => Math.max(average(column), minimum)))),
    tolerance: 1e-4,
    gradientBy,
    mistakes: [
      {
        says: "the minimum was applied to every sample before the mean",
        expect: by((columns, minimum) =>
          sum(columns.map((column) => average(column.map((x) => Math.max(x, minimum)))))
        ),
      },
      {
        says: "that is the smaller of the two, not the larger",
        expect: by((columns, minimum) => sum(columns.map((column) => Math.min(average(column), minimum)))),
      },
      {
        says: "the minimum was applied to the total",
        expect: by((columns, minimum) => Math.max(sum(columns.map(average)), minimum)),
      },
      {
        says: "the minimum was subtracted",
        expect: by((columns, minimum) => sum(columns.map((column) => Math.max(average(column) - minimum, 0)))),
      },
      { says: "the minimum was not applied", expect: by((columns) => sum(columns.map(average))) },
      {
        says: "that is the mean over dimensions, not the sum",
        expect: by((columns, minimum) => average(columns.map((column) => Math.max(average(column), minimum)))),
      },
      {
        says: "samples were summed, not averaged",
        expect: by((columns, minimum) => sum(columns.map((column) => Math.max(sum(column), minimum)))),
      },
    ],
    ...(input === undefined ? {} : { input }),
  });
}

const table: TensorData = { shape: [2, 2], values: [0.1, 2, 0.3, 0].map(Math.fround) };
const input = "divergences [[0.1, 2], [0.3, 0]], minimum 0.5";

/** Divergences [B, Z] whose means keep away from the minimum, on both sides of it. */
function divergences(random: Random, batch: number, dimensions: number, minimum: number): TensorData {
  const size = (j: number) => j % 2 === 0 ? 0.3 * minimum : 3 * minimum;
  const values = uniforms(random, batch * dimensions, { from: 0.5, to: 1.5 });
  return { shape: [batch, dimensions], values: values.map((x, i) => Math.fround(x * size(i % dimensions))) };
}

export const checks: Record<string, CodingCheck> = {
  "warm-up": weights(
    () => [[0, 100], [50, 100], [100, 100], [1_000_000, 100]],
    "steps 0, 50, 100 and 1,000,000 with 100 steps of warm-up",
  ),
  "max-weight": weights(() => [[50, 100, 4], [1_000_000, 100, 4]], "steps 50 and 1,000,000 with 100 steps of warm-up"),
  "free-bits": bits(() => [table, 0.5], { input }),
  "gradient": bits(() => [table, 0.5], { gradientBy: [0], input }),
  "fresh-steps": weights((random) => {
    const step = () => Math.floor(1000 * random.uniform());
    return [[step(), 2000], [step(), 1500, 3 * random.uniform()], [2000 + step(), 1999, 3 * random.uniform()]];
  }),
  "fresh-divergences": bits((random) => {
    const [minimum = 0] = uniforms(random, 1, { from: 0.2, to: 1 });
    return [divergences(random, 4, 5, minimum), minimum];
  }, { gradientBy: [0] }),
};
