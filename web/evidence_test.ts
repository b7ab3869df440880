import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evidence, Grade } from "../grader/mod.ts";
import { markEvidence } from "./evidence.ts";

/** A grade with this evidence for one met criterion, and this for one misconception. */
function gradeWith(evidence: readonly Evidence[], wrong: readonly Evidence[] = []): Grade {
  return {
    id: "g",
    gradedAt: "2026-01-01T00:00:00Z",
    durationMs: 1,
    questionId: "q",
    questionVersion: "v",
    kind: "free-text",
    status: "graded",
    score: 1,
    outcome: "correct",
    criteria: [{ id: "c", description: "", weight: 1, verdict: "met", evidence, reason: "" }],
    misconceptions: [{ id: "m", description: "", evidence: wrong }],
    feedback: "",
    confidence: 1,
    grader: { name: "offline", version: "1" },
  };
}

Deno.test("markEvidence() marks a quote at its place", () => {
  assert.deepEqual(markEvidence("a b a", [gradeWith([{ quote: "a", start: 4, end: 5 }])]), [
    { text: "a b ", mark: null },
    { text: "a", mark: "evidence" },
  ]);
});

Deno.test("markEvidence() finds a quote whose place counts another answer before it", () => {
  assert.deepEqual(markEvidence("and heavy", [gradeWith([{ quote: "heavy", start: 15, end: 20 }])]), [
    { text: "and ", mark: null },
    { text: "heavy", mark: "evidence" },
  ]);
});

Deno.test("markEvidence() leaves out a quote that the text does not have", () => {
  assert.deepEqual(markEvidence("light", [gradeWith([{ quote: "heavy", start: 0, end: 5 }])]), [
    { text: "light", mark: null },
  ]);
});

Deno.test("markEvidence() tells what supports a point from what is wrong", () => {
  const marks = markEvidence("right wrong", [
    gradeWith([{ quote: "right", start: 0, end: 5 }], [{ quote: "wrong", start: 6, end: 11 }]),
  ]);
  assert.deepEqual(marks.map(({ mark }) => mark), ["evidence", null, "misconception"]);
});

Deno.test("markEvidence() gives the text back whole, whatever is quoted", () => {
  const spans = fc.array(fc.record({ quote: fc.string(), start: fc.nat(40), end: fc.nat(40) }));
  fc.assert(fc.property(fc.string(), spans, spans, (text, evidence, wrong) => {
    assert.equal(markEvidence(text, [gradeWith(evidence, wrong)]).map((piece) => piece.text).join(""), text);
  }));
});
