import assert from "node:assert/strict";
import { createDeliverer } from "./deliverer.ts";
import type { DueDelivery, WebhookStore } from "./ports.ts";

const message: DueDelivery = {
  id: "msg_1",
  event: "grade.created",
  subjectId: "grade_1",
  at: "2027-01-01T00:00:00.000Z",
  attempts: 0,
  webhookId: "webhook_1",
  url: "https://example.com/hook",
  secret: `whsec_${btoa("0123456789abcdef0123456789abcdef")}`,
};

/** A store with one message, that gives it out while it waits. */
function storeOf(first: DueDelivery) {
  let waiting: (DueDelivery & { readonly nextAt: string }) | null = { ...first, nextAt: first.at };
  const disabled: string[] = [];
  const unused = () => Promise.reject(new Error("Cannot be called here"));
  const store: WebhookStore = {
    add: unused,
    list: unused,
    remove: unused,
    due: (now) => Promise.resolve(waiting && waiting.nextAt <= now ? [waiting] : []),
    settle: () => Promise.resolve(void (waiting = null)),
    retry: (_, { nextAt }) =>
      Promise.resolve(void (waiting = waiting && { ...waiting, nextAt, attempts: waiting.attempts + 1 })),
    disable: (id) => {
      disabled.push(id);
      waiting = null;
      return Promise.resolve();
    },
  };
  return { store, disabled, next: () => waiting?.nextAt ?? null };
}

Deno.test("a receiver that never takes a message gets it ten times over three days with one id, then is given up", async () => {
  const { store, disabled, next } = storeOf(message);
  let now = new Date(message.at);
  const sent: { readonly id: string; readonly time: string; readonly signature: string }[] = [];
  const reasons: string[] = [];
  const deliverer = createDeliverer({
    store,
    clock: { now: () => now },
    post: (_url, { headers }) => {
      sent.push({
        id: headers["webhook-id"]!,
        time: headers["webhook-timestamp"]!,
        signature: headers["webhook-signature"]!,
      });
      return sent.length % 2 ? Promise.resolve(500) : Promise.reject(new Error("refused"));
    },
    dataOf: () => Promise.resolve({ id: "grade_1" }),
    onDisabled: (_, reason) => reasons.push(reason),
  });
  await deliverer.deliver();
  await deliverer.deliver();
  assert.equal(sent.length, 1, "not before its time");
  for (let at = next(); at; at = next()) {
    now = new Date(at);
    await deliverer.deliver();
  }
  assert.equal(sent.length, 10);
  assert.deepEqual(new Set(sent.map(({ id }) => id)), new Set(["msg_1"]));
  assert.equal(new Set(sent.map(({ signature }) => signature)).size, 10, "every attempt is signed with its own time");
  assert.deepEqual(disabled, ["webhook_1"]);
  assert.match(reasons.join(), /10 attempts failed/);
  const days = (now.getTime() - Date.parse(message.at)) / 86_400_000;
  assert.ok(days > 3 && days < 4, String(days));
});

Deno.test("410 gives a receiver up at once, and what is gone is not told", async () => {
  const parts = { clock: { now: () => new Date(message.at) }, onDisabled: () => {} };
  const gone = storeOf(message);
  await createDeliverer({
    ...parts,
    store: gone.store,
    post: () => Promise.resolve(410),
    dataOf: () => Promise.resolve({}),
  })
    .deliver();
  assert.deepEqual([gone.disabled, gone.next()], [["webhook_1"], null]);

  const erased = storeOf(message);
  const post = () => Promise.reject(new Error("Cannot be called here"));
  await createDeliverer({ ...parts, store: erased.store, post, dataOf: () => Promise.resolve(null) }).deliver();
  assert.deepEqual([erased.disabled, erased.next()], [[], null]);
});
