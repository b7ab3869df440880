import assert from "node:assert/strict";
import { SandboxFault } from "../mod.ts";
import { createGate } from "./gate.ts";

const { signal } = new AbortController();
const settle = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("a gate lets in as many as it has places, then in order of arrival", async () => {
  const gate = createGate({ concurrency: 2, waitingMax: 10 });
  const inside: number[] = [];
  const enter = (id: number) => gate.enter(signal).then((leave) => (inside.push(id), leave));
  const entries = [1, 2, 3, 4].map(enter);
  const [leaveFirst] = await Promise.all(entries.slice(0, 2));
  await settle();
  assert.deepEqual(inside, [1, 2]);
  leaveFirst!();
  leaveFirst!();
  await settle();
  assert.deepEqual(inside, [1, 2, 3]);
});

Deno.test("a gate refuses who comes when too many wait", async () => {
  const gate = createGate({ concurrency: 1, waitingMax: 1 });
  const leave = await gate.enter(signal);
  const second = gate.enter(signal);
  await assert.rejects(gate.enter(signal), SandboxFault);
  leave();
  await second;
});

Deno.test("a gate forgets who gives up waiting", async () => {
  const gate = createGate({ concurrency: 1, waitingMax: 1 });
  const leave = await gate.enter(signal);
  const impatient = new AbortController();
  const waiting = gate.enter(impatient.signal);
  impatient.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  await assert.rejects(gate.enter(AbortSignal.abort(new Error("before"))), /before/);
  const next = gate.enter(signal);
  leave();
  await next;
});
