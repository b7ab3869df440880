import assert from "node:assert/strict";
import fc from "fast-check";
import { type Observation, reviewsOf } from "./reviews.ts";

const look = (change: Partial<Observation> = {}): Observation => ({
  questionId: "mode-collapse",
  criterionId: "low-diversity",
  description: "The generator makes a few kinds of samples.",
  verdict: "met",
  hinted: false,
  at: "2027-01-01T10:00:00.000Z",
  ...change,
});

const daysUntilDue = (history: readonly Observation[]) => {
  const [review] = reviewsOf(history);
  return (Date.parse(review!.dueAt) - Date.parse(review!.lastReviewedAt)) / 86_400_000;
};

Deno.test("a criterion that was met comes back later than one met with a hint, and that later than one that was missed", () => {
  const [good, hard, again] = [look(), look({ hinted: true }), look({ verdict: "not-met" })].map((one) =>
    daysUntilDue([one])
  );
  assert.ok(good! > hard! && hard! >= again! && again! >= 1, `${good} ${hard} ${again}`);
});

Deno.test("every success on time lengthens the interval, and a failure after it shortens it and counts as a lapse", () => {
  const first = look();
  const second = look({ at: reviewsOf([first])[0]!.dueAt });
  const third = look({ at: reviewsOf([first, second])[0]!.dueAt });
  const intervals = [[first], [first, second], [first, second, third]].map(daysUntilDue);
  assert.ok(intervals[0]! < intervals[1]! && intervals[1]! < intervals[2]!, intervals.join(" "));
  const failed = [first, second, look({ ...third, verdict: "not-met" })];
  assert.ok(daysUntilDue(failed) < intervals[1]!);
  assert.equal(reviewsOf(failed)[0]!.lapses, 1);
});

Deno.test("reviewsOf() does not depend on the order of its input and lists the longest due first", () => {
  const observation = fc.record({
    criterionId: fc.constantFrom("a", "b", "c"),
    verdict: fc.constantFrom("met" as const, "not-met" as const),
    hinted: fc.boolean(),
    day: fc.nat(400),
  }).map(({ day, ...rest }) => look({ ...rest, at: new Date(Date.UTC(2027, 0, 1 + day)).toISOString() }));
  fc.assert(fc.property(
    fc.uniqueArray(observation, { selector: ({ at, criterionId }) => `${at} ${criterionId}`, maxLength: 12 }),
    (history) => {
      const reviews = reviewsOf(history);
      assert.deepEqual(reviewsOf(history.toReversed()), reviews);
      assert.deepEqual(reviews.map(({ dueAt }) => dueAt), reviews.map(({ dueAt }) => dueAt).toSorted());
      for (const { dueAt, lastReviewedAt } of reviews) assert.ok(dueAt > lastReviewedAt);
    },
  ));
});
