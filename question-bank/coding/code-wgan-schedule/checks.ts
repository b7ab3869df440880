import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isNumber, isRecord, shown } from "../_lib/mod.ts";

interface Schedule {
  readonly criticSteps: number;
  readonly iterations: number;
  readonly clipLimit: number;
}

type Call = "critic" | "clip" | "generator";

const probe: CodingCheck["probe"] = ({ candidate, inputs }) => {
  const schedule = inputs as unknown as Schedule;
  const callsMax = 2000;
  const calls: string[] = [];
  const limits: (number | null)[] = [];
  const record = (call: string) => {
    // Ends a loop that does not end by itself.
    if (calls.length === callsMax) throw new Error(`There were more than ${callsMax} calls`);
    calls.push(call);
  };
  candidate.runWganSchedule({
    ...schedule,
    criticStep: () => record("critic"),
    generatorStep: () => record("generator"),
    clipWeights(limit: unknown) {
      record("clip");
      limits.push(typeof limit === "number" ? limit : null);
    },
  });
  return { calls, limits };
};

const times = <T>(count: number, list: readonly T[]): T[] => Array.from({ length: count }, () => list).flat();

function traceOf({ criticSteps, iterations }: Schedule): Call[] {
  return times(iterations, [...times<Call>(criticSteps, ["critic", "clip"]), "generator"]);
}

/** What usual mistakes call. */
function suspicions({ criticSteps: n, iterations }: Schedule): { says: string; calls: Call[] }[] {
  const critics = times<Call>(n, ["critic"]);
  const pairs = times<Call>(n, ["critic", "clip"]);
  const every = (iteration: readonly Call[]) => times(iterations, iteration);
  const counted = (isGenerator: (iteration: number) => boolean) =>
    Array.from(
      { length: iterations },
      (_, i): Call[] => ["critic", "clip", ...(isGenerator(i) ? ["generator" as const] : [])],
    )
      .flat();
  return [
    {
      says: "there the generator learns after every single step of the critic",
      calls: every(["critic", "clip", "generator"]),
    },
    {
      says: "there the generator learns after every single step of the critic",
      calls: every(times<Call>(n, ["critic", "clip", "generator"])),
    },
    { says: "there iterations counts the critic's steps", calls: counted((i) => (i + 1) % n === 0) },
    { says: "there iterations counts the critic's steps", calls: counted((i) => i % n === 0) },
    {
      says: "there the critic is clipped once, after all of its steps",
      calls: every([...critics, "clip", "generator"]),
    },
    {
      says: "there the generator learns from a critic that was not clipped",
      calls: every([...critics, "generator", "clip"]),
    },
    { says: "there nothing is clipped", calls: every([...critics, "generator"]) },
    { says: "there the generator goes first", calls: every(["generator", ...pairs]) },
    {
      says: "there the generator makes the many steps",
      calls: every(["critic", "clip", ...times<Call>(n, ["generator"])]),
    },
    {
      says: "there the generator makes the many steps",
      calls: every([...times<Call>(n, ["generator"]), "critic", "clip"]),
    },
    {
      says: "there the critic is clipped before its step",
      calls: every([...times<Call>(n, ["clip", "critic"]), "generator"]),
    },
    { says: "there is one iteration only", calls: [...pairs, "generator"] },
    {
      says: "there all critic steps come before all generator steps",
      calls: [...every(pairs), ...every(["generator"])],
    },
  ];
}

/** Runs of calls, as a candidate reads them: "(critic, clip) ×5, generator". */
function inWords(calls: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < calls.length && parts.length < 7;) {
    const repeats = (length: number) => {
      let count = 1;
      while (calls.slice(at, at + length).every((call, i) => calls[at + count * length + i] === call)) count++;
      return count;
    };
    const length = repeats(1) === 1 && repeats(2) > 1 ? 2 : 1;
    const count = repeats(length);
    const group = calls.slice(at, at + length).join(", ");
    parts.push(count === 1 ? group : `${length > 1 ? `(${group})` : group} ×${count}`);
    at += count * length;
    if (parts.length === 7 && at < calls.length) parts.push("…");
  }
  return parts.length === 0 ? "no call" : parts.join(", ");
}

const given = ({ criticSteps, iterations, clipLimit }: Schedule) =>
  `criticSteps ${criticSteps}, iterations ${iterations}, clipLimit ${shown(clipLimit)}`;

function judgeTrace(output: Json, schedule: Schedule): Judgement {
  const calls = isRecord(output) && Array.isArray(output.calls) ? output.calls as Call[] : [];
  const expected = traceOf(schedule);
  const isSame = (other: readonly Call[]) => calls.join() === other.join();
  const passed = isSame(expected);
  const suspicion = passed ? undefined : suspicions(schedule).find((each) => isSame(each.calls));
  const message = `Expected ${inWords(expected)}; got ${inWords(calls)}${suspicion ? `: ${suspicion.says}` : ""}.`;
  return { passed, message, input: given(schedule) };
}

function judgeLimits(output: Json, schedule: Schedule): Judgement {
  const limits: readonly Json[] = isRecord(output) && Array.isArray(output.limits) ? output.limits : [];
  const { clipLimit } = schedule;
  const other = limits.findIndex((limit) => limit !== clipLimit);
  const found = limits.length === 0
    ? "it was never called"
    : other < 0
    ? `got it ${limits.length} times`
    : `got ${isNumber(limits[other]) ? limits[other] : "no number"}`;
  return {
    passed: limits.length > 0 && other < 0,
    message: `Expected clipWeights to be given ${clipLimit}, ${found}.`,
    input: given(schedule),
  };
}

function check(
  draw: (random: Random) => Schedule,
  ...judges: readonly ((output: Json, schedule: Schedule) => Judgement)[]
): CodingCheck {
  return {
    draw: (random) => ({ ...draw(random) }),
    probe,
    judge(output, inputs) {
      const judgements = judges.map((judge) => judge(output, inputs as unknown as Schedule));
      return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
    },
  };
}

const between = (random: Random, from: number, to: number) => from + Math.floor(random.uniform() * (to - from + 1));

export const checks: Record<string, CodingCheck> = {
  "five-to-one": check(() => ({ criticSteps: 5, iterations: 3, clipLimit: 0.01 }), judgeTrace),
  "one-to-one": check(() => ({ criticSteps: 1, iterations: 2, clipLimit: 0.01 }), judgeTrace),
  "limit": check(() => ({ criticSteps: 2, iterations: 2, clipLimit: 0.25 }), judgeLimits),
  "fresh-schedule": check(
    (random) => ({
      criticSteps: between(random, 2, 8),
      iterations: between(random, 2, 9),
      clipLimit: 0.001 + random.uniform(),
    }),
    judgeTrace,
    judgeLimits,
  ),
};
