/**
 * Milliseconds that the offline grader takes for each labelled answer of the bank: `deno task bench:grader`.
 *
 * @module
 */
import { gradeFreeText } from "../grader/free_text/mod.ts";
import { offlineRubricGrader } from "../grader/mod.ts";
import { loadBank } from "../question-bank/mod.ts";

const rounds = 5;
const bank = await loadBank();
const start = performance.now();
const rubric = offlineRubricGrader(bank);
const setUp = performance.now() - start;

const prepared: number[] = [];
const answers: { id: string; words: number; ms: number[] }[] = [];
for (let round = 0; round <= rounds; round++) {
  let n = 0;
  for (const question of bank.questions) {
    if (question.kind !== "free-text") continue;
    if (round === 0) {
      // Each question is prepared once, before the first answer to it.
      const start = performance.now();
      await rubric.judge(question, "Nothing.");
      prepared.push(performance.now() - start);
    }
    for (const [i, { text }] of question.examples.entries()) {
      const answer = answers[n++] ??
        answers[answers.push({ id: `${question.id}#${i + 1}`, words: text.split(/\s+/).length, ms: [] }) - 1]!;
      const start = performance.now();
      await gradeFreeText(question, { kind: "free-text", text }, { rubric });
      // The first round warms up.
      if (round > 0) answer.ms.push(performance.now() - start);
    }
  }
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const quantile = (values: readonly number[], q: number) =>
  (sorted(values)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? NaN).toFixed(1);
const row = (name: string, values: readonly number[]) =>
  console.log(
    `| ${name} | ${values.length} | ${quantile(values, 0.5)} | ${quantile(values, 0.95)} | ${quantile(values, 1)} |`,
  );
const medians = answers.map(({ ms }) => sorted(ms)[Math.floor(ms.length / 2)] ?? NaN);
const longest = answers.reduce((a, b) => a.words >= b.words ? a : b);
console.log("| what | n | median ms | p95 ms | worst ms |\n| --- | --- | --- | --- | --- |");
row(`answers (median of ${rounds} rounds each)`, medians);
row("answers of 80 words and more", medians.filter((_, i) => answers[i]!.words >= 80));
row("every single grading", answers.flatMap(({ ms }) => ms));
row("a question, prepared once", prepared);
console.log(`\nset-up for the bank ${setUp.toFixed(0)} ms; longest answer ${longest.id}, ${longest.words} words`);
