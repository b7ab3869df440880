import assert from "node:assert/strict";
import { reportCsv } from "./report_text.ts";
import type { Report } from "./types.ts";

Deno.test("reportCsv() lets no cell begin a formula", () => {
  const report: Report = {
    sessionId: "=cmd()",
    mode: "practice",
    finished: true,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: null,
    score: null,
    summary: "",
    topics: [],
    strengths: [],
    gaps: [],
    reading: [],
    items: [{
      questionId: "+1",
      kind: "free-text",
      topic: "losses",
      difficulty: "easy",
      title: "",
      status: "skipped",
      score: 0,
      hintsUsed: 0,
      followUp: "none",
      answer: null,
      grade: null,
      modelAnswer: null,
      references: [],
    }],
  };
  const [, row] = reportCsv(report).split("\r\n");
  assert.match(row!, /^"'=cmd\(\)","'\+1",/);
});
