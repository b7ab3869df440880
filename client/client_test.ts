import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { transformSync } from "amaro";
import { originOf } from "../tools/client_types.ts";
import { bankOf, freeText, multipleChoice } from "../tests/support/questions.ts";
import { createTestApp } from "../tests/support/services.ts";
import { createVivaClient, VivaError } from "./mod.ts";

const read = (...path: string[]) => readFile(join(import.meta.dirname!, ...path), "utf8");

Deno.test("schema.ts is made from docs/openapi.json", async () => {
  const [first] = (await read("schema.ts")).split("\n");
  assert.equal(
    first,
    originOf(await read("..", "docs", "openapi.json")),
    "run `deno task openapi` and commit the result",
  );
});

Deno.test("the quick start of the README runs in at most 20 lines and prints the scores", async () => {
  const bank = bankOf(
    multipleChoice({ id: "mcq-cgan-definition", title: "cGAN" }),
    freeText({ id: "mode-collapse", title: "Mode collapse" }),
  );
  await using app = await createTestApp({ bank });
  const [, source] = /```ts\n([\s\S]*?)```/.exec(await read("README.md")) ?? [];
  assert.ok(source && source.trim().split("\n").filter((line) => line.trim()).length <= 20);
  const body = transformSync(source.replace(/^import .*\n/gm, ""), { mode: "strip-only" }).code;
  const run = new Function("createVivaClient", "console", `return (async () => {${body}})()`);
  const lines: string[] = [];
  const connect = (options: Parameters<typeof createVivaClient>[0]) =>
    createVivaClient({ ...options, fetch: async (request) => await app.app.request(request) });
  await run(connect, { log: (line: string) => lines.push(line) });
  assert.deepEqual(lines, ["cGAN: 0", "Mode collapse: 0"]);
});

Deno.test("a refusal throws the problem that the server told", async () => {
  await using app = await createTestApp({ bank: bankOf(multipleChoice()) });
  const viva = createVivaClient({
    baseUrl: "http://127.0.0.1",
    fetch: async (request) => await app.app.request(request),
  });
  await assert.rejects(viva.GET("/v1/questions/{id}", { params: { path: { id: "none" } } }), (error) => {
    assert.ok(error instanceof VivaError);
    assert.equal(error.problem.status, 404);
    assert.match(error.message, /Cannot find question "none"/);
    return true;
  });
});

Deno.test("two POSTs are two requests unless they share an idempotency key", async () => {
  await using app = await createTestApp({ bank: bankOf(multipleChoice()) });
  const viva = createVivaClient({
    baseUrl: "http://127.0.0.1",
    fetch: async (request) => await app.app.request(request),
  });
  const send = async (header?: { "idempotency-key": string }) => {
    const { data } = await viva.POST("/v1/grade", {
      ...(header && { params: { header } }),
      body: { questionId: "mcq-one", answer: { kind: "multiple-choice", choices: ["b"] } },
    });
    return data!.id;
  };
  const [first, second] = [await send(), await send()];
  assert.notEqual(first, second);
  const key = { "idempotency-key": "one" };
  assert.equal(await send(key), await send(key));
});
