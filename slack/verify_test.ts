import assert from "node:assert/strict";
import { createVerifier, signatureOf } from "./verify.ts";

// Slack's published example (docs.slack.dev, Verifying requests from Slack).
const example = {
  secret: "8f742231b10e8888abcd99yyyzzz85a5",
  timestamp: "1531420618",
  rawBody:
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
  signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
};
const at = (s: number) => ({ now: () => new Date((Number(example.timestamp) + s) * 1_000) });
const verifierAt = (s: number) => createVerifier({ secret: example.secret, clock: at(s) });

Deno.test("signatureOf() gives the signature of Slack's published example", () => {
  assert.equal(signatureOf(example), example.signature);
});

Deno.test("verify() takes a request of Slack's once", () => {
  const verifier = verifierAt(0);
  assert.equal(verifier.verify(example), null);
  assert.equal(verifier.verify(example), "replayed");
});

Deno.test.each([[-300, null], [300, null], [-301, "late"], [301, "late"], [3_600, "late"], [-3_600, "late"]] as const)(
  "verify() with a clock %d s apart answers %s",
  (seconds, expected) => assert.equal(verifierAt(seconds).verify(example), expected),
);

Deno.test.each(
  [
    ["no signature", { signature: undefined }, "unsigned"],
    ["no time", { timestamp: undefined }, "unsigned"],
    ["another body", { rawBody: `${example.rawBody}&admin=1` }, "forged"],
    ["a signature cut short", { signature: example.signature.slice(0, -1) }, "forged"],
    ["an empty MAC", { signature: "v0=" }, "forged"],
    ["another version", { signature: example.signature.replace("v0", "v1") }, "forged"],
    ["letters of another case", { signature: example.signature.toUpperCase() }, "forged"],
    ["a time that is no number", { timestamp: "now" }, "late"],
    ["a time with a sign", { timestamp: "-1531420618" }, "late"],
    ["another time", { timestamp: "1531420619" }, "forged"],
  ] as const,
)("verify() refuses %s", (_, change, expected) => {
  assert.equal(verifierAt(0).verify({ ...example, ...change }), expected);
});

Deno.test("a forged request does not use up the signature of a true one", () => {
  const verifier = verifierAt(0);
  verifier.verify({ ...example, rawBody: "forged" });
  assert.equal(verifier.verify(example), null);
});

Deno.test.each(["", "  "])("createVerifier() refuses the secret %j", (secret) => {
  assert.throws(() => createVerifier({ secret, clock: at(0) }), /empty/);
});
