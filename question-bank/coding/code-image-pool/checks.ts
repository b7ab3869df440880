import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isNumbers, isRecord, mean, shown } from "../_lib/mod.ts";

/** Images are the numbers from 1 on, in the order in which they are made. */
interface Plan {
  readonly capacity: number;
  /** Sizes of the batches. */
  readonly batches: readonly number[];
  /** Of the numbers that the pool gets. */
  readonly seed: number;
  /** How often all of it is done, with the same numbers. */
  readonly runs: number;
  /** Whether batches and stored images are read after every query, not in the end only. */
  readonly isWatched: boolean;
}

interface Query {
  readonly batch: readonly number[];
  readonly returned: readonly number[];
  /** Stored afterwards. */
  readonly items: readonly number[];
}

const probe: CodingCheck["probe"] = ({ candidate, inputs }) => {
  const { capacity, batches, seed, runs, isWatched } = inputs as unknown as Plan;
  const numbers = (list: unknown) =>
    Array.isArray(list) ? list.map((item) => typeof item === "number" ? item : null) : null;
  return Array.from({ length: runs }, () => {
    let state = seed;
    // mulberry32
    const random = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
    const pool = new candidate.ImagePool(capacity, random);
    const first = numbers(pool.items);
    let image = 0;
    const queries = batches.map((size) => {
      const batch = Array.from({ length: size }, () => ++image);
      const returned = numbers(pool.query(batch));
      return isWatched ? { batch: numbers(batch), returned, items: numbers(pool.items) } : returned;
    });
    return { first, queries, items: numbers(pool.items) };
  });
};

const inWords = ({ capacity, batches }: Plan) =>
  `capacity ${capacity}, ${
    batches.every((size) => size === 1)
      ? `${batches.length} batches of one image`
      : `batches of ${shown(batches.slice(0, 6))} images`
  }`;

const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b);
const isSame = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((item, i) => item === b[i]);

/** Holds every query against the rules; the judgement of the first that breaks one. */
function judgeRun(output: Json | undefined, plan: Plan): Judgement {
  const input = inWords(plan);
  const fail = (message: string) => ({ passed: false, message, input });
  const queries = isRecord(output) && Array.isArray(output.queries) ? output.queries as unknown as Query[] : undefined;
  if (queries?.length !== plan.batches.length) return fail("Expected a list for every query, got none.");
  if (!isNumbers(isRecord(output) ? output.first : undefined, 0)) {
    return fail("Expected a new pool to be empty, got one that is not.");
  }
  let before: readonly number[] = [];
  let image = 0;
  for (const [index, { batch, returned, items }] of queries.entries()) {
    const size = plan.batches[index]!;
    const made = Array.from({ length: size }, (_, i) => image + i + 1);
    image += size;
    const place = `query ${index + 1}, of ${shown(made)} with ${shown(before)} stored,`;
    if (!isNumbers(returned, size)) {
      return fail(`Expected ${place} to return ${size} of the images, got ${shown(returned)}.`);
    }
    if (!isNumbers(batch) || !isSame(batch, made)) {
      return fail(`Expected ${place} to leave its batch alone, got it as ${shown(batch)}.`);
    }
    if (!isNumbers(items)) return fail(`Expected items to be the stored images after ${place} got ${shown(items)}.`);
    const space = Math.max(0, plan.capacity - before.length);
    const through = made.slice(0, plan.capacity === 0 ? size : space);
    if (!isSame(returned.slice(0, through.length), through)) {
      return fail(
        `Expected ${place} to return ${shown(through)}${through.length < size ? " first" : ""}, got ${
          shown(returned)
        }.`,
      );
    }
    const stored = Math.min(plan.capacity, before.length + size);
    if (items.length !== stored) {
      return fail(`Expected ${stored} images to be stored after ${place} got ${items.length}: ${shown(items)}.`);
    }
    // Those that pass through a pool that fills are in both; of all others exactly one place remains.
    const there = sorted([...before, ...made, ...(plan.capacity === 0 ? [] : through)]);
    const then = sorted([...items, ...returned]);
    if (!isSame(there, then)) {
      const lost = there.find((item) => count(then, item) < count(there, item));
      const twice = then.find((item) => count(then, item) > count(there, item));
      const happened = lost === undefined
        ? `${shown(twice)} is there once too often`
        : twice === undefined
        ? `${shown(lost)} is lost`
        : `${shown(lost)} is lost and ${shown(twice)} is there twice`;
      return fail(
        `Expected returned and stored images to be those of before, got ${shown(returned)} and ${
          shown(items)
        } from ${place} so that ${happened}.`,
      );
    }
    before = items;
  }
  return {
    passed: true,
    message: `Expected every image to be returned or stored, got that in ${queries.length} queries.`,
    input,
  };
}

function count(list: readonly number[], item: number): number {
  return list.filter((other) => other === item).length;
}

interface LongRun {
  readonly returned: readonly number[];
  readonly items: readonly number[];
}

function longRun(output: Json): LongRun | undefined {
  const [run] = Array.isArray(output) ? output : [];
  if (!isRecord(run) || !Array.isArray(run.queries) || !isNumbers(run.items)) return undefined;
  const returned = run.queries.flatMap((list) => isNumbers(list, 1) ? list : []);
  return returned.length === run.queries.length ? { returned, items: run.items } : undefined;
}

const unreadable: Judgement = { passed: false, message: "Expected each query of one image to return one, got others." };

function judgeHalf(output: Json, plan: Plan): Judgement {
  const run = longRun(output);
  if (!run) return unreadable;
  const late = run.returned.map((image, index) => image <= index ? 1 : 0).slice(plan.capacity);
  const share = mean(late);
  return {
    passed: Math.abs(share - 0.5) <= 0.05,
    message: `Expected half of the images from a full pool to be old, got a share of ${shown(share)}.`,
    input: inWords(plan),
  };
}

function judgeRenewed(output: Json, plan: Plan): Judgement {
  const run = longRun(output);
  if (!run) return unreadable;
  const oldest = Math.min(...run.items);
  return {
    passed: run.items.length === plan.capacity && oldest > plan.batches.length / 2,
    message:
      `Expected ${plan.capacity} stored images from the second half, got ${run.items.length} from number ${oldest} on.`,
    input: inWords(plan),
  };
}

/**
 * How long images were stored, in exchanges. Uniform choice gives each a chance of 1/capacity to leave at every exchange, so that the
 * time is geometric, whatever the order of `items`: its mean alone does not tell, for it is the capacity with every choice.
 */
function judgeUniform(output: Json, plan: Plan): Judgement {
  const run = longRun(output);
  if (!run) return unreadable;
  const exchangeOf = new Map<number, number>();
  let exchanges = 0;
  const ages: number[] = [];
  run.returned.forEach((image, index) => {
    const made = index + 1;
    if (made <= plan.capacity) exchangeOf.set(made, 0);
    else if (image !== made) {
      const since = exchangeOf.get(image);
      if (since !== undefined) ages.push(exchanges - since);
      exchangeOf.delete(image);
      exchangeOf.set(made, ++exchanges);
    }
  });
  const stay = 1 - 1 / plan.capacity;
  const within = (limit: number) => ages.filter((age) => age < limit).length / Math.max(1, ages.length);
  const limits = [1, plan.capacity, 3 * plan.capacity];
  const got = limits.map(within);
  const expected = limits.map((limit) => 1 - stay ** limit);
  const suspicion = ages.length === 0
    ? ""
    : got[0]! < 0.1
    ? ": hardly any image leaves soon, as if the oldest one went first"
    : got[0]! > expected[0]! + 0.05
    ? ": some places are chosen too often"
    : "";
  return {
    passed: ages.length > 0 && got.every((share, i) => Math.abs(share - expected[i]!) <= 0.05),
    message: `Expected shares ${shown(expected)} of the images to leave within ${shown(limits)} exchanges, got ${
      shown(got)
    } of ${ages.length}${suspicion}.`,
    input: inWords(plan),
  };
}

/** In a full pool, batches of which some images are new and some old; with one coin for all there would be none. */
function judgeMixed(output: Json | undefined, plan: Plan): Judgement {
  const queries = isRecord(output) ? output.queries as unknown as Query[] : [];
  const full = queries.filter(({ batch, returned }) =>
    batch.length > 2 && Math.min(...batch) > plan.capacity + returned.length
  );
  const mixed = full.filter(({ batch, returned }) => {
    const kept = batch.filter((image, i) => image === returned[i]).length;
    return kept > 0 && kept < batch.length;
  });
  return {
    passed: mixed.length > full.length / 3,
    message:
      `Expected most batches to return some new images and some old ones, got that for ${mixed.length} of ${full.length}.`,
    input: inWords(plan),
  };
}

function judgeTwice(output: Json, plan: Plan): Judgement {
  const [first, second] = Array.isArray(output) ? output : [];
  const run = judgeRun(first, plan);
  if (!run.passed) return run;
  const isEqual = JSON.stringify(first) === JSON.stringify(second);
  if (isEqual) return judgeMixed(first, plan);
  return { ...run, passed: false, message: "Expected equal random numbers to give equal images, got others." };
}

function check(draw: (random: Random) => Partial<Plan>, judge: (output: Json, plan: Plan) => Judgement): CodingCheck {
  return {
    draw: (random) => ({ runs: 1, isWatched: false, ...draw(random) }),
    probe,
    judge: (output, inputs) => judge(output, inputs as unknown as Plan),
  };
}

const judgeFirst = (output: Json, plan: Plan) => judgeRun(Array.isArray(output) ? output[0] : undefined, plan);
const seedOf = (random: Random) => Math.floor(random.uniform() * 2 ** 32);
const ones = (count: number) => Array<number>(count).fill(1);
const watched = { seed: 1, isWatched: true };

export const checks: Record<string, CodingCheck> = {
  "fills": check(() => ({ capacity: 5, batches: [3, 4], ...watched }), judgeFirst),
  "exchange": check(() => ({ capacity: 5, batches: ones(200), ...watched }), judgeFirst),
  "half": check(() => ({ capacity: 10, batches: ones(2010), seed: 2 }), judgeHalf),
  "capacity-zero": check(() => ({ capacity: 0, batches: [3, 1, 2], ...watched }), judgeFirst),
  "uniform": check(() => ({ capacity: 4, batches: ones(6000), seed: 3 }), judgeUniform),
  "renewed": check((random) => ({ capacity: 10, batches: ones(2000), seed: seedOf(random) }), judgeRenewed),
  "batches": check(
    (random) => ({
      capacity: 7,
      batches: Array(60).fill([4, 1, 3]).flat(),
      seed: seedOf(random),
      runs: 2,
      isWatched: true,
    }),
    judgeTwice,
  ),
};
