import assert from "node:assert/strict";
import { createQueue, type QueueOptions } from "./queue.ts";

const clock = { now: () => new Date(0), sleep: () => Promise.resolve() };
const ended = { kind: "ended" } as const;

function queueOf(options: Partial<QueueOptions>) {
  return createQueue({
    atOnce: { text: 2, coding: 1 },
    waitingMax: 10,
    clock,
    run: () => Promise.resolve(ended),
    onFault: () => {},
    ...options,
  });
}

Deno.test("createQueue() runs jobs of a lane in order, at most so many at once", async () => {
  const started: string[] = [];
  const gates = new Map<string, () => void>();
  let most = 0;
  let now = 0;
  await using queue = queueOf({
    run: async (id) => {
      started.push(id);
      most = Math.max(most, ++now);
      await new Promise<void>((resolve) => gates.set(id, resolve));
      now--;
      return ended;
    },
  });
  for (const id of ["a", "b", "c"]) queue.enqueue({ id, lane: "text", owner: "one" });
  assert.deepEqual(started, ["a", "b"]);
  assert.deepEqual(queue.size, { waiting: 1, running: 2 });
  gates.get("a")!();
  while (started.length < 3) await Promise.resolve();
  gates.get("b")!();
  gates.get("c")!();
  await queue.idle();
  assert.deepEqual(started, ["a", "b", "c"]);
  assert.equal(most, 2);
});

Deno.test("createQueue() lets code never hold up text", async () => {
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  await using queue = queueOf({
    run: async (id) => {
      if (id === "slow") await gate.promise;
      done.push(id);
      return ended;
    },
  });
  queue.enqueue({ id: "slow", lane: "coding", owner: "one" });
  queue.enqueue({ id: "quick", lane: "text", owner: "one" });
  while (done.length === 0) await Promise.resolve();
  assert.deepEqual(done, ["quick"]);
  gate.resolve();
  await queue.idle();
});

Deno.test("createQueue() takes a job once while it is known, and again after it has ended", async () => {
  let runs = 0;
  await using queue = queueOf({ run: () => (runs++, Promise.resolve(ended)) });
  queue.enqueue({ id: "a", lane: "text", owner: "one" });
  queue.enqueue({ id: "a", lane: "text", owner: "one" });
  await queue.idle();
  assert.equal(runs, 1);
  queue.enqueue({ id: "a", lane: "text", owner: "one" });
  await queue.idle();
  assert.equal(runs, 2);
});

Deno.test("createQueue() runs a job again that asks for it or whose work threw", async () => {
  const outcomes = [{ kind: "retry", afterMs: 1 } as const, new Error("broken"), ended];
  const faults: unknown[] = [];
  let runs = 0;
  await using queue = queueOf({
    run: () => {
      const outcome = outcomes[runs++]!;
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
    onFault: (_, error) => void faults.push(error),
  });
  queue.enqueue({ id: "a", lane: "text", owner: "one" });
  await queue.idle();
  assert.equal(runs, 3);
  assert.equal(faults.length, 1);
});

Deno.test("close() lets what runs end, starts nothing that waits, and aborts after the grace", async () => {
  const started: string[] = [];
  const queue = queueOf({
    atOnce: { text: 1, coding: 1 },
    run: (id, { signal }) => {
      started.push(id);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(ended)));
    },
  });
  queue.enqueue({ id: "runs", lane: "text", owner: "one" });
  queue.enqueue({ id: "waits", lane: "text", owner: "one" });
  await queue.close(0);
  assert.deepEqual(started, ["runs"]);
});

Deno.test("createQueue() lets the owners of jobs take turns, so that one who floods it holds up nobody", async () => {
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  await using queue = queueOf({ run: async (id) => (order.push(id), await gate.promise, ended) });
  for (const id of ["a1", "a2", "a3", "a4"]) queue.enqueue({ id, lane: "coding", owner: "a" });
  for (const id of ["b1", "b2"]) queue.enqueue({ id, lane: "coding", owner: "b" });
  queue.enqueue({ id: "c1", lane: "coding", owner: "c" });
  gate.resolve();
  await queue.idle();
  assert.deepEqual(order, ["a1", "a2", "b1", "c1", "a3", "b2", "a4"]);
});

Deno.test("createQueue() is full for an owner who has too many waiting, and not for the others", async () => {
  const gate = Promise.withResolvers<void>();
  await using queue = queueOf({ waitingMax: 3, waitingPerOwnerMax: 2, run: async () => (await gate.promise, ended) });
  for (const id of ["runs", "a1", "a2"]) queue.enqueue({ id, lane: "coding", owner: "a" });
  assert.deepEqual([queue.isFullFor("a"), queue.isFullFor("b")], [true, false]);
  queue.enqueue({ id: "b1", lane: "coding", owner: "b" });
  assert.equal(queue.isFullFor("c"), true);
  gate.resolve();
  await queue.idle();
});

Deno.test("cancel() takes a waiting job out, aborts a running one and ends the wait for another attempt", async () => {
  const started: string[] = [];
  const retrying = Promise.withResolvers<void>();
  await using queue = queueOf({
    clock: {
      now: () => new Date(0),
      sleep: (_, signal) =>
        new Promise((resolve) => {
          retrying.resolve();
          signal!.addEventListener("abort", () => resolve());
        }),
    },
    run: (id, { signal }) => {
      started.push(id);
      if (id === "again") return Promise.resolve({ kind: "retry", afterMs: 1 });
      if (id === "next") return Promise.resolve(ended);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(ended)));
    },
  });
  queue.enqueue({ id: "again", lane: "coding", owner: "a" });
  await retrying.promise;
  for (const id of ["runs", "waits", "next"]) queue.enqueue({ id, lane: "coding", owner: "a" });
  for (const id of ["waits", "runs", "again", "unknown"]) queue.cancel(id);
  await queue.idle();
  assert.deepEqual(started, ["again", "runs", "next"]);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("createQueue() starts jobs in the background only where nobody waits, and leaves a place free", async () => {
  const started: string[] = [];
  const gates = new Map<string, () => void>();
  await using queue = queueOf({
    waitingMax: 1,
    run: async (id) => {
      started.push(id);
      await new Promise<void>((resolve) => gates.set(id, resolve));
      return ended;
    },
  });
  for (const id of ["b1", "b2", "b3"]) queue.enqueue({ id, lane: "text", owner: "batch", background: true });
  await until(() => started.length === 1);
  assert.equal(queue.isFullFor("one"), false);
  queue.enqueue({ id: "a1", lane: "text", owner: "one" });
  await until(() => started.length === 2);
  queue.enqueue({ id: "a2", lane: "text", owner: "one" });
  gates.get("b1")!();
  await until(() => started.length === 3);
  assert.deepEqual(started, ["b1", "a1", "a2"]);
  gates.get("a1")!();
  await until(() => started.length === 4);
  assert.deepEqual(started, ["b1", "a1", "a2", "b2"]);
  queue.cancel("b3");
  gates.get("a2")!();
  gates.get("b2")!();
  await queue.idle();
  assert.deepEqual(queue.size, { waiting: 0, running: 0 });
});

Deno.test("createQueue() lets others have their turn between jobs that wait for nothing", async () => {
  let done = 0;
  const sleep = () => new Promise<void>((resolve) => setTimeout(resolve));
  await using queue = queueOf({ clock: { ...clock, sleep }, run: () => (done++, Promise.resolve(ended)) });
  for (let n = 0; n < 50; n++) queue.enqueue({ id: `b${n}`, lane: "text", owner: "batch", background: true });
  for (let n = 0; n < 10; n++) queue.enqueue({ id: `a${n}`, lane: "coding", owner: "one" });
  const doneAtTurn = await new Promise<number>((resolve) => setTimeout(() => resolve(done)));
  assert.ok(doneAtTurn < 60);
  await queue.idle();
  assert.equal(done, 60);
});
