import type { CodingCheck, Random } from "../../mod.ts";
import { mean, median, normals, numbersCheck, shown } from "../_lib/mod.ts";

type Scores = readonly number[];
type Args = [members: Scores, others: Scores];

const rate = (scores: Scores, threshold: number) => scores.filter((score) => score >= threshold).length / scores.length;
const advantageAt = (threshold: number, [members, others]: Args) => rate(members, threshold) - rate(others, threshold);
const advantage = (...args: Args) =>
  Math.max(...[...args[0], ...args[1], Infinity].map((threshold) => advantageAt(threshold, args)));

const mistake = (says: string, of: (...args: Args) => number) => ({
  says,
  expect: (...args: Args) => ({ result: of(...args) }),
});

const mistakes = [
  mistake(
    "both directions of the attack were tried",
    (members, others) => Math.max(advantage(members, others), advantage(members.map((x) => -x), others.map((x) => -x))),
  ),
  mistake("the scores of non-members were taken for those of members", (members, others) => advantage(others, members)),
  mistake("that is the difference of the means", (members, others) => mean(members) - mean(others)),
  mistake("that is one threshold alone, the median", (...args) => advantageAt(median(args.flat()), args)),
  mistake("that is one threshold alone, the mean", (...args) => advantageAt(mean(args.flat()), args)),
  mistake("that is the best accuracy", (members, others) => (1 + advantage(members, others)) / 2),
  mistake("a score at the threshold was counted as below it", (members, others) => {
    const above = (scores: Scores, threshold: number) => scores.filter((x) => x > threshold).length / scores.length;
    return Math.max(...[...members, ...others].map((t) => above(members, t) - above(others, t)));
  }),
  mistake("that is the largest TPR", () => 1),
];

function check(
  draw: (random: Random) => readonly [Args, ...Args[]],
  { tolerance = 1e-4, input }: { readonly tolerance?: number | undefined; readonly input?: string } = {},
): CodingCheck {
  return numbersCheck<Args>({
    name: "membershipAdvantage",
    draw,
    expect: (members, others) => ({ result: advantage(members, others) }),
    tolerance,
    mistakes,
    what: "the advantage",
    ...(input === undefined ? {} : { input }),
  });
}

const shownCheck = (args: Args, tolerance?: number) =>
  check(() => [args], { tolerance, input: `members ${shown(args[0])}, non-members ${shown(args[1])}` });

/** Normal scores on a grid of halves, with many ties. */
const tied = (random: Random, count: number, mean: number) =>
  normals(random, count, { mean }).map((score) => Math.round(2 * score) / 2);

export const checks: Record<string, CodingCheck> = {
  "identical": shownCheck([[0.3, 2, -1, 2], [2, -1, 2, 0.3]], 1e-9),
  "separable": shownCheck([[7, 9, 8.5], [6, -2, 0, 3]]),
  "few-exposed": shownCheck([[9, 0, 1, 2], [0, 1, 2]]),
  "order-only": shownCheck([[100, 200, 3], [1, 2, 3]]),
  "lower-scores": shownCheck([[-3, -5], [2, 1, 4]], 1e-9),
  "arguments-kept": {
    draw: () => [[3, -1, 2, 2], [2, 5, 0]],
    probe: ({ candidate, inputs }) => {
      const [members, others] = inputs as unknown as number[][];
      candidate.membershipAdvantage(members, others);
      return [members!, others!];
    },
    judge(output, inputs) {
      const passed = JSON.stringify(output) === JSON.stringify(inputs);
      return { passed, message: `Expected the lists ${shown(inputs)} after the call, got ${shown(output)}.` };
    },
  },
  "fresh-scores": check((random) => [
    [tied(random, 13, 0.6), tied(random, 9, 0)],
    [normals(random, 8), normals(random, 12)],
    [[...normals(random, 7), 9, 8], normals(random, 10, { mean: 1 })],
  ]),
};
