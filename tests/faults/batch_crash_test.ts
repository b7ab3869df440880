import assert from "node:assert/strict";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { batchSchema } from "../../routes/schemas.ts";
import { honest } from "../fake_llm/behaviours.ts";
import { startFakeLlm } from "../fake_llm/server.ts";
import { startServer } from "../support/server_process.ts";

const answers = 2_000;
const crashes = 3;
const modelMsMax = 8;

// A model that takes its time keeps the batch going while the server is killed; nothing is asserted about it.
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const sentences = [
  "The generator maps many latent vectors to only a few kinds of samples, so whole modes of the data are missing.",
  "The discriminator has become so strong that its gradient tells the generator nothing any more.",
  "I do not know much about it, but the samples look alike whatever the noise is.",
];
const body = Array.from({ length: answers }, (_, n) =>
  JSON.stringify(
    n % 2 === 0
      ? {
        id: `row-${n + 1}`,
        questionId: "mode-collapse",
        answer: { kind: "free-text", text: `${sentences[n % sentences.length]} Take ${n}.` },
      }
      : { id: `row-${n + 1}`, questionId: "mcq-cgan-definition", answer: { kind: "multiple-choice", choices: ["a"] } },
  )).join("\n");

Deno.test("kill -9 while a batch is graded: it ends complete, each answer graded once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-batch-" });
  const path = join(folder, "viva.db");
  await using model = startFakeLlm(async (request, n) => (await delay(Math.random() * modelMsMax), honest(request, n)));
  const env = { DATABASE_URL: `file:${path}`, OPENAI_BASE_URL: model.baseUrl, GRADER_MODEL: "fake" };
  const client = createClient({ url: `file:${path}` });
  const count = async (sql: string) => Number((await client.execute(sql)).rows[0]?.n);
  const batchOf = async (url: string, id: string) =>
    batchSchema.parse(await (await fetch(`${url}/v1/batches/${id}`)).json());
  const send = async (url: string) =>
    batchSchema.parse(
      await (await fetch(`${url}/v1/batches`, {
        method: "POST",
        headers: { "Content-Type": "application/jsonl", "Idempotency-Key": "the-batch" },
        body,
      })).json(),
    );
  try {
    let id = "";
    const gradedAtCrash: number[] = [];
    for (let crash = 0; crash < crashes; crash++) {
      await using server = await startServer(env);
      id ||= (await send(server.url)).id;
      const target = (answers * crash) / (crashes + 1);
      for (;;) {
        const { state, graded } = await batchOf(server.url, id);
        if (state !== "grading" || graded >= target) break;
        await delay(5);
      }
      await server.kill();
      gradedAtCrash.push(await count("SELECT count(*) AS n FROM grades"));
      assert.equal(await count("SELECT count(*) AS n FROM jobs"), answers);
    }
    assert.ok(gradedAtCrash.filter((graded) => graded < answers).length > 1, `${gradedAtCrash}`);

    await using server = await startServer(env);
    // Its sender never heard of the servers' ends and sends it again: it is the same batch.
    assert.equal((await send(server.url)).id, id);
    while ((await batchOf(server.url, id)).state === "grading") await delay(20);
    const { state, total, graded, faults } = await batchOf(server.url, id);
    assert.deepEqual({ state, total, graded, faults }, { state: "done", total: answers, graded: answers, faults: 0 });
    const lines = (await (await fetch(`${server.url}/v1/batches/${id}/results`)).text()).trimEnd().split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines.map((line) => line.id), Array.from({ length: answers }, (_, n) => `row-${n + 1}`));
    assert.ok(lines.every((line) => line.grade.status !== "ungradable"));
    assert.equal(await server.stop(), 0);
    assert.equal(await count("SELECT count(*) AS n FROM grades"), answers);
    assert.equal(await count("SELECT count(DISTINCT job_id) AS n FROM grades"), answers);
    assert.equal(await count("SELECT count(*) AS n FROM batches"), 1);
  } finally {
    client.close();
    await Deno.remove(folder, { recursive: true });
  }
});
