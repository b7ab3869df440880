import assert from "node:assert/strict";
import { type Grade, grade } from "../grader/mod.ts";
import type { EntryKind, Session, TranscriptEntry } from "../interview/mod.ts";
import { choosesMany, publicView } from "../question-bank/mod.ts";
import { literalGrader } from "../tests/support/literal_grader.ts";
import { freeText, multipleChoice } from "../tests/support/questions.ts";
import { exchangesOf, hintsTaken, optionReasons, withoutHeardList, withoutOptionList } from "./exchanges.ts";

const ports = {
  rubric: literalGrader,
  sandbox: { tier: "none", reason: "not needed", run: () => Promise.reject(new Error("Cannot run code here")) },
  random: () => ({ uniform: () => 0.5, normal: () => 0 }),
} as const;

function entry(kind: EntryKind, more: Partial<TranscriptEntry> = {}): TranscriptEntry {
  return { id: crypto.randomUUID(), at: "2026-01-01T00:00:00Z", role: "interviewer", kind, text: "…", ...more };
}

function session(transcript: readonly TranscriptEntry[]): Session {
  return {
    id: "s",
    mode: "practice",
    state: "awaiting-answer",
    position: 2,
    length: 3,
    seed: 1,
    createdAt: "2026-01-01T00:00:00Z",
    question: publicView(freeText()),
    transcript,
  };
}

Deno.test("exchangesOf() keeps a question with its answers and follow-up together, and every entry once", () => {
  const transcript = [
    entry("greeting"),
    entry("question", { questionId: "mcq-one" }),
    entry("answer", { questionId: "mcq-one", role: "candidate" }),
    entry("feedback", { questionId: "mcq-one" }),
    entry("question", { questionId: "ft-one" }),
    entry("hint", { questionId: "ft-one" }),
    entry("answer", { questionId: "ft-one", role: "candidate" }),
    entry("feedback", { questionId: "ft-one" }),
    entry("follow-up", { questionId: "ft-one" }),
    entry("hint", { questionId: "ft-one" }),
  ];
  const taken = session(transcript);
  const exchanges = exchangesOf(taken, [], new Map([["mcq-one", publicView(multipleChoice())]]));
  assert.deepEqual(exchanges.flatMap(({ entries, more }) => [...entries, ...more]), transcript);
  assert.deepEqual(
    exchanges.map((
      { kind, position, question, more, current },
    ) => [kind, position, question?.id, more.length, current]),
    [["opening", 0, undefined, 0, false], ["question", 1, "mcq-one", 0, false], ["question", 2, "ft-one", 2, true]],
  );
  assert.equal(hintsTaken(taken, "ft-one"), 2);
});

Deno.test("choosesMany() goes by the words of the prompt", () => {
  assert.equal(choosesMany(publicView(multipleChoice())), false);
  assert.equal(choosesMany(publicView(multipleChoice({ prompt: "Which? Select all that apply." }))), true);
});

Deno.test("optionReasons() reads the reason of every option from what the grader by key says", async () => {
  const question = multipleChoice();
  const { feedback } = await grade(question, { kind: "multiple-choice", choices: ["a"] }, ports);
  assert.deepEqual([...optionReasons(feedback)], question.options.map(({ id, why }) => [id, why]));
  assert.equal(withoutOptionList(feedback), feedback.split("\n\n")[0]);
});

Deno.test("withoutHeardList() leaves the rest of what a rubric grader says", async () => {
  const { feedback } = await grade(freeText(), { kind: "free-text", text: "It is light, and that is it." }, ports);
  assert.match(feedback, /The light point\./);
  const rest = withoutHeardList(feedback);
  assert.doesNotMatch(rest, /The light point\./);
  assert.match(rest, /What about the heavy one\?/);
  assert.equal(withoutHeardList("Nothing of the kind."), "Nothing of the kind.");
});

Deno.test("exchangesOf() tells the score with hints: each takes a tenth of what is earned after it", async () => {
  const question = freeText();
  const graded = async (id: string, text: string) => ({
    ...await grade(question, { kind: "free-text", text }, ports),
    id,
    gradedAt: "2026-01-01T00:00:00Z",
    durationMs: 1,
  });
  const grades = [await graded("g1", "light"), await graded("g2", "light and heavy")];
  const transcript = [
    entry("question", { questionId: question.id }),
    entry("hint"),
    entry("answer", { role: "candidate", gradeId: "g1" }),
    entry("hint"),
    entry("answer", { role: "candidate", gradeId: "g2" }),
  ];
  const afterHints = (end: number, from = 0) =>
    exchangesOf(session(transcript.slice(from, end)), grades, new Map())[0]?.scoreAfterHints;
  assert.equal(afterHints(2), null, "not graded yet");
  assert.ok(Math.abs(afterHints(4)! - 0.25 * 0.9) < 1e-12);
  assert.ok(Math.abs(afterHints(5)! - (0.25 * 0.9 + 0.75 * 0.8)) < 1e-12);
  assert.equal(afterHints(3, 2), null, "no hint was taken");
});

Deno.test("exchangesOf() lays a grade that was made anew beside its own question only", async () => {
  const drafted = await grade(freeText(), { kind: "free-text", text: "light" }, ports);
  const first: Grade = { ...drafted, id: "g1", gradedAt: "2026-01-01T00:00:00Z", durationMs: 1 };
  const anew: Grade = { ...first, id: "g2", supersedes: "g1" };
  const transcript = [
    entry("question", { questionId: "ft-one" }),
    entry("feedback", { questionId: "ft-one", gradeId: "g1" }),
    entry("question", { questionId: "mcq-one" }),
    entry("notice", { questionId: "ft-one", gradeId: "g2" }),
  ];
  const exchanges = exchangesOf(session(transcript), [first, anew], new Map());
  assert.deepEqual(exchanges.map(({ grade }) => grade?.id), ["g1", undefined]);
  assert.deepEqual(exchanges.map(({ replaced }) => [...replaced]), [["g1"], ["g1"]]);
});

Deno.test("exchangesOf() keeps the grade that counts: the later one unless it is worse", async () => {
  const [better, worse] = await Promise.all(["light and heavy", "light"].map(async (text) => ({
    ...await grade(freeText(), { kind: "free-text", text }, ports),
    id: text,
    gradedAt: "2026-01-01T00:00:00Z",
    durationMs: 1,
  })));
  const counts = (...told: Grade[]) =>
    exchangesOf(session(told.map(({ id }) => entry("feedback", { gradeId: id }))), told, new Map())[0]?.grade;
  assert.equal(counts(worse!, better!), better);
  assert.equal(counts(better!, worse!), better);
});
