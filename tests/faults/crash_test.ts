import assert from "node:assert/strict";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { Session } from "../../interview/mod.ts";
import { sessionSchema } from "../../routes/schemas.ts";
import { honest } from "../fake_llm/behaviours.ts";
import { startFakeLlm } from "../fake_llm/server.ts";
import { startServer } from "../support/server_process.ts";

const crashes = 10;
const turnsPerCrash = 4;
const modelMsMax = 60;

// A model that takes its time keeps the way from the reply to the grade open. A delay before the kill spreads the crashes over the way from the reply to the grade; nothing is asserted about it.
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const text =
  "The generator maps many latent vectors to only a few kinds of samples, so whole modes of the data are missing.";

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

Deno.test("kill -9 between a turn's 202 and its grade: every turn is there once and graded once", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "viva-crash-" });
  const path = join(folder, "viva.db");
  const slowly = async () => await delay(Math.random() * modelMsMax);
  await using model = startFakeLlm(async (request, count) => (await slowly(), honest(request, count)));
  const env = { DATABASE_URL: `file:${path}`, OPENAI_BASE_URL: model.baseUrl, GRADER_MODEL: "fake" };
  const client = createClient({ url: `file:${path}` });
  const count = async (sql: string) => Number((await client.execute(sql)).rows[0]?.n);
  let interrupted = 0;
  const accepted: { readonly session: string; readonly turn: string; readonly key: string }[] = [];
  try {
    for (let crash = 0; crash < crashes; crash++) {
      await t.step(`crash ${crash + 1}`, async () => {
        await using server = await startServer(env);
        const sessions: Session[] = [];
        for (let n = 0; n < turnsPerCrash; n++) {
          const reply = await post(`${server.url}/v1/sessions`, { mode: "practice", questionIds: ["mode-collapse"] });
          sessions.push(sessionSchema.parse(await reply.json()));
        }
        const replies = sessions.map(async ({ id }) => {
          const key = crypto.randomUUID();
          const reply = await post(
            `${server.url}/v1/sessions/${id}/turns`,
            { type: "answer", answer: { kind: "free-text", text } },
            { "Idempotency-Key": key },
          );
          assert.equal(reply.status, 202);
          accepted.push({ session: id, turn: (await reply.json()).turnId, key });
        });
        await Promise.any(replies);
        await delay(Math.random() * modelMsMax);
        const settled = Promise.allSettled(replies);
        await server.kill();
        await settled;
        interrupted += await count("SELECT count(*) AS n FROM jobs WHERE state <> 'done'");
      });
    }

    await using server = await startServer(env);
    for (const { session, turn, key } of accepted) {
      // The candidate's client, which never saw the outcome, sends the same turn again.
      const again = await post(
        `${server.url}/v1/sessions/${session}/turns`,
        { type: "answer", answer: { kind: "free-text", text } },
        { "Idempotency-Key": key },
      );
      assert.equal(again.status, 202);
      assert.equal((await again.json()).turnId, turn);
      for (;;) {
        const reply = await fetch(`${server.url}/v1/sessions/${session}`);
        const { state, transcript } = sessionSchema.parse(await reply.json());
        if (state === "grading") {
          await delay(20);
          continue;
        }
        assert.deepEqual(transcript.filter(({ kind }) => kind === "answer").map(({ id, text }) => ({ id, text })), [
          { id: turn, text },
        ]);
        assert.equal(transcript.filter(({ kind }) => kind === "feedback").length, 1);
        break;
      }
    }
    assert.equal(await server.stop(), 0);

    const turns = await count("SELECT count(*) AS n FROM turns");
    assert.ok(accepted.length >= crashes && turns >= accepted.length);
    assert.ok(interrupted > 0, "expected some turns to have been without a grade at a crash");
    // Also the turns whose 202 never arrived: those on disk are graded, each once.
    assert.equal(await count("SELECT count(*) AS n FROM grades"), turns);
    assert.equal(await count("SELECT count(DISTINCT turn_id) AS n FROM grades"), turns);
    assert.equal(await count("SELECT count(*) AS n FROM jobs WHERE state <> 'done'"), 0);
  } finally {
    client.close();
    await Deno.remove(folder, { recursive: true });
  }
});
