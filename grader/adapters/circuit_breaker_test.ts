import assert from "node:assert/strict";
import { circuitBreaker } from "./circuit_breaker.ts";
import { ModelOutage } from "../mod.ts";

const out = () => Promise.reject(new ModelOutage("out"));
const fine = () => Promise.resolve("fine");

Deno.test("circuitBreaker opens after outages in a row, lets one call try later, and closes with its success", async () => {
  let time = 0;
  const breaker = circuitBreaker({ outagesMax: 2, openMs: 10, now: () => time });
  await assert.rejects(breaker.run(out), { message: "out" });
  await assert.rejects(breaker.run(out), { message: "out" });
  await assert.rejects(breaker.run(fine), { message: /expected to try again later/ });
  time = 10;
  const trial = Promise.withResolvers<string>();
  const running = breaker.run(() => trial.promise);
  await assert.rejects(breaker.run(fine), ModelOutage);
  trial.resolve("back");
  assert.equal(await running, "back");
  assert.equal(await breaker.run(fine), "fine");
});

Deno.test("circuitBreaker lets another call try when the one that tried has shown nothing", async () => {
  let time = 0;
  const breaker = circuitBreaker({ outagesMax: 1, openMs: 10, now: () => time });
  await assert.rejects(breaker.run(out), { message: "out" });
  time = 10;
  await assert.rejects(breaker.run(() => Promise.reject(new Error("the caller left"))), { message: "the caller left" });
  assert.equal(await breaker.run(fine), "fine");
});

Deno.test("circuitBreaker stays open when a call ends in another error that began before it opened", async () => {
  const breaker = circuitBreaker({ outagesMax: 1, openMs: 10, now: () => 0 });
  const early = Promise.withResolvers<string>();
  const running = breaker.run(() => early.promise);
  await assert.rejects(breaker.run(out), { message: "out" });
  early.reject(new Error("the caller left"));
  await assert.rejects(running, { message: "the caller left" });
  await assert.rejects(breaker.run(fine), ModelOutage);
});

Deno.test("circuitBreaker forgets outages after a success and does not count other errors", async () => {
  const breaker = circuitBreaker({ outagesMax: 2, openMs: 10, now: () => 0 });
  for (let i = 0; i < 3; i++) {
    await assert.rejects(breaker.run(out), { message: "out" });
    assert.equal(await breaker.run(fine), "fine");
    await assert.rejects(breaker.run(() => Promise.reject(new Error("other"))), { message: "other" });
  }
});
