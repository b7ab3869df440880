import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalise } from "./canonicalise.ts";

Deno.test("canonicalise leaves plain English alone", () => {
  const text = "The generator maps z to G(z).\n\tIt's 50% done.";
  assert.equal(canonicalise(text).text, text);
});

Deno.test.each([
  ["zero-width characters", "gene\u200brator\ufeff", "generator"],
  ["bidirectional controls", "\u202egenerator\u202c", "generator"],
  ["tag characters", "G\u{e0047}\u{e0041}", "G"],
  ["variation selectors", "a\ufe0f", "a"],
  ["compatibility forms", "ﬁt ｇｅｎ 𝐆", "fit gen G"],
  ["composed letters", "e\u0301", "\u00e9"],
  ["lone surrogates", "a\ud800b\udc00c", "abc"],
  ["control characters", "a\u0000b\u0007c", "abc"],
  ["carriage returns", "a\r\nb\rc", "a\nb\nc"],
  ["quotes and dashes", "\u201cD\u2019s\u201d \u2014 real", '"D\'s" - real'],
  ["spaces of other widths", "a\u00a0b\u2003c", "a b c"],
])("canonicalise makes %s plain", (_name, input, expected) => {
  assert.equal(canonicalise(input).text, expected);
});

Deno.test("canonicalise bounds combining marks", () => {
  assert.ok(canonicalise("a" + "\u0301".repeat(10_000)).text.length <= 4);
  assert.equal(canonicalise("\u0301".repeat(10_000)).text, "");
});

Deno.test("canonicalise bounds compatibility forms: an answer does not become many times as long", () => {
  for (const form of ["\ufdfa", "\ufdfb", "\u3316", "\u247d", "\ufb03"]) {
    const { text } = canonicalise(form.repeat(8_000));
    assert.ok(text.length <= 5 * 8_000, `U+${form.charCodeAt(0).toString(16)}: ${text.length}`);
    assert.equal(canonicalise(text).text, text);
  }
});

Deno.test("canonicalise maps every span back into the original, in order and within bounds", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (input) => {
    const canonical = canonicalise(input);
    let previous = 0;
    for (let i = 0; i < canonical.text.length; i++) {
      const span = canonical.original(i, i + 1);
      assert.ok(
        span && span.start >= previous && span.end > span.start &&
          span.end <= input.length,
      );
      previous = span.start;
    }
    assert.equal(canonical.original(0, 0), undefined);
    assert.equal(canonical.original(0, canonical.text.length + 1), undefined);
  }));
});

Deno.test("canonicalise changes nothing the second time", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (input) => {
    const once = canonicalise(input).text;
    assert.equal(canonicalise(once).text, once);
  }));
});
