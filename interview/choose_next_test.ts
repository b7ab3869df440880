import assert from "node:assert/strict";
import fc from "fast-check";
import { bankOf, coding, freeText, multipleChoice } from "../tests/support/questions.ts";
import { difficulties, type Difficulty } from "../question-bank/mod.ts";
import { type Asked, chooseNext } from "./choose_next.ts";

const bank = bankOf(...difficulties.flatMap((difficulty) =>
  [1, 2, 3].flatMap((n) => [
    freeText({ id: `ft-${difficulty}-${n}`, difficulty }),
    multipleChoice({ id: `mcq-${difficulty}-${n}`, difficulty }),
  ])
));

/** Difficulties of an interview whose answers all have one outcome. */
function ladder(outcome: Asked["outcome"], seed: number): readonly Difficulty[] {
  const asked: Asked[] = [];
  for (let count = 0; count < 4; count++) {
    const question = chooseNext({ mode: "mock", kinds: ["free-text"] }, asked, { bank, mode: "mock", seed });
    asked.push({ question: question!, outcome });
  }
  return asked.map(({ question }) => question.difficulty);
}

Deno.test("chooseNext() climbs after correct answers and steps down after incorrect ones", () => {
  assert.deepEqual(ladder("correct", 1), ["medium", "hard", "hard", "hard"]);
  assert.deepEqual(ladder("incorrect", 1), ["medium", "easy", "easy", "easy"]);
});

Deno.test("chooseNext() mixes kinds: of ten questions six are answered in words, two in code, two by choosing", () => {
  const three = bankOf(...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [
    freeText({ id: `ft-${n}` }),
    multipleChoice({ id: `mcq-${n}` }),
    coding({ id: `code-${n}` }),
  ]));
  for (let seed = 0; seed < 10; seed++) {
    const asked: Asked[] = [];
    for (let count = 0; count < 10; count++) {
      const question = chooseNext({ mode: "mock" }, asked, { bank: three, mode: "mock", seed })!;
      asked.push({ question, outcome: "correct" });
    }
    const count = (kind: string) => asked.filter(({ question }) => question.kind === kind).length;
    assert.deepEqual([count("free-text"), count("coding"), count("multiple-choice")], [6, 2, 2]);
    assert.ok(new Set(asked.slice(0, 5).map(({ question }) => question.kind)).size === 3, "short interviews mix too");
  }
});

Deno.test("chooseNext() asks each fitting question once, whatever the seed", () => {
  fc.assert(fc.property(fc.nat(), fc.constantFrom("practice" as const, "mock" as const), (seed, mode) => {
    const asked: Asked[] = [];
    for (let next; (next = chooseNext({ mode }, asked, { bank, mode, seed }));) {
      asked.push({ question: next, outcome: "partial" });
    }
    assert.equal(new Set(asked.map(({ question }) => question.id)).size, bank.questions.length);
    assert.equal(asked.length, bank.questions.length);
  }));
});

Deno.test("chooseNext() starts with different questions for different seeds", () => {
  const firsts = Array.from(
    { length: 20 },
    (_, seed) => chooseNext({ mode: "practice" }, [], { bank, mode: "practice", seed })?.id,
  );
  assert.ok(new Set(firsts).size > 2);
});
