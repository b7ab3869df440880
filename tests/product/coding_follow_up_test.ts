import assert from "node:assert/strict";
import { createSandbox } from "../../grader/sandbox/mod.ts";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { type CodingQuestion, loadBank } from "../../question-bank/mod.ts";
import { reportSchema, sessionSchema } from "../../routes/schemas.ts";
import { createTestApp } from "../support/services.ts";

const bank = await loadBank();
const question = bank.get("code-stable-bce") as CodingQuestion;
const sandbox = await createSandbox({ directory: await buildSandbox() });
await sandbox.close();
const missing = sandbox.tier === "none" ? ` (skipped: ${sandbox.reason})` : "";

Deno.test({
  name: `code that fails a check can be mended and run once more${missing}`,
  ignore: missing !== "",
  async fn() {
    const sandbox = await createSandbox({ directory: await buildSandbox() });
    try {
      await using app = await createTestApp({ bank, grading: { sandbox } });
      const run = async (mode: string, ...sources: readonly string[]) => {
        const started = await app.request("POST", "/v1/sessions", { mode, questionIds: [question.id] });
        let session = sessionSchema.parse(await started.json());
        for (const source of sources) {
          const answer = { kind: "coding", language: "typescript", source };
          const path = `/v1/sessions/${session.id}/turns`;
          const reply = await app.request("POST", path, { type: "answer", answer }, { Prefer: "wait=30" });
          session = sessionSchema.parse(await reply.json());
        }
        const report = await app.request("GET", `/v1/sessions/${session.id}/report`);
        return { session, report: reportSchema.parse(await report.json()) };
      };
      const broken = "export const x = ;";
      const mended = await run("practice", broken, question.reference);
      assert.deepEqual([mended.session.state, mended.report.score, mended.report.items[0]?.followUp], [
        "finished",
        1,
        "won",
      ]);

      const worse = await run(
        "practice",
        question.wrong.find(({ name }) => name.includes("clipped_s"))!.source,
        broken,
      );
      assert.deepEqual([worse.session.state, worse.report.score], ["finished", 0.6]);

      const mock = await run("mock", broken);
      assert.deepEqual([mock.session.state, mock.report.score], ["finished", 0]);
    } finally {
      await sandbox.close();
    }
  },
});
