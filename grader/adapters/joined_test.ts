import assert from "node:assert/strict";
import { ModelOutage } from "../mod.ts";
import { joined } from "./joined.ts";

/** Work that is done by hand, and how often it was begun. */
function byHand() {
  const begun: PromiseWithResolvers<string>[] = [];
  const work = () => {
    const next = Promise.withResolvers<string>();
    begun.push(next);
    return next.promise;
  };
  return { begun, work };
}

Deno.test("joined does once what is asked for at once, and again what is asked for later", async () => {
  const { begun, work } = byHand();
  const { run } = joined<string>();
  const all = [run("a", work), run("a", work), run("a", work)];
  begun[0]!.resolve("done");
  assert.deepEqual(await Promise.all(all), [true, false, false].map((first) => ({ value: "done", first })));
  const later = run("a", work);
  begun[1]!.resolve("again");
  assert.deepEqual(await later, { value: "again", first: true });
});

Deno.test("joined does apart what is not the same", async () => {
  const { begun, work } = byHand();
  const { run } = joined<string>();
  const both = [run("a", work), run("b", work)];
  begun.forEach(({ resolve }, i) => resolve(String(i)));
  assert.deepEqual((await Promise.all(both)).map(({ value }) => value), ["0", "1"]);
});

Deno.test("joined shares an outage", async () => {
  const { begun, work } = byHand();
  const { run } = joined<string>();
  const both = [run("a", work), run("a", work)];
  begun[0]!.reject(new ModelOutage("out"));
  for (const each of await Promise.allSettled(both)) assert.equal(each.status, "rejected");
  assert.equal(begun.length, 1);
});

Deno.test("joined begins anew for those who wait when whoever began it has left", async () => {
  const { begun, work } = byHand();
  const { run } = joined<string>();
  const [first, second, third] = [run("a", work), run("a", work), run("a", work)];
  begun[0]!.reject(new Error("left"));
  await assert.rejects(first, { message: "left" });
  // The two that wait see it in turn, and the earlier one begins.
  while (begun.length < 2) await Promise.resolve();
  begun[1]!.resolve("done");
  assert.deepEqual([(await second).first, (await third).first], [true, false]);
  assert.equal(begun.length, 2);
});

Deno.test("joined lets one go that will not wait, and goes on for the others", async () => {
  const { begun, work } = byHand();
  const { run } = joined<string>();
  const impatient = new AbortController();
  const first = run("a", work);
  const second = run("a", work, impatient.signal);
  impatient.abort(new Error("gone"));
  await assert.rejects(second, { message: "gone" });
  begun[0]!.resolve("done");
  assert.equal((await first).value, "done");
});
