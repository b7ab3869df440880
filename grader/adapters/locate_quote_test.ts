import assert from "node:assert/strict";
import fc from "fast-check";
import { locateQuote } from "./locate_quote.ts";

const answer = "The  generator\u200b wins,\nand the “critic” gives no   signal.";

Deno.test.each([
  ["as it stands", "and the “critic” gives", ["and the “critic” gives"]],
  ["with other spacing", "The generator wins, and", ["The  generator\u200b wins,\nand"]],
  ["with other capitals", "THE GENERATOR WINS", ["The  generator\u200b wins"]],
  ["with plain quotation marks", 'the "critic" gives', ["the “critic” gives"]],
  ["inside quotation marks", '"gives no signal"', ["gives no   signal"]],
  ["with words left out", "generator wins … no signal", ["generator\u200b wins", "no   signal"]],
])("locateQuote finds words %s", (_name, quote, expected) => {
  const spans = locateQuote(quote, answer);
  assert.deepEqual(spans.map((span) => span.quote), expected);
  for (const span of spans) assert.equal(answer.slice(span.start, span.end), span.quote);
});

Deno.test.each(["the generator loses", "generator wins … and loses", "", " ", "…", "the", "and the"])(
  "locateQuote finds nothing for %j",
  (quote) => {
    assert.deepEqual(locateQuote(quote, answer), []);
  },
);

Deno.test("locateQuote returns verbatim spans for any text and any quote", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, quote) => {
    for (const span of locateQuote(quote, text)) assert.equal(text.slice(span.start, span.end), span.quote);
  }));
});

Deno.test("locateQuote finds any part of a plain text that says something", () => {
  const word = fc.stringMatching(/^[a-z]{4,9}x$/);
  fc.assert(fc.property(fc.array(word, { minLength: 3 }), fc.nat(), fc.nat(), (list, a, b) => {
    const from = a % list.length;
    const to = from + 1 + b % (list.length - from);
    const quote = list.slice(from, to).join(" ");
    assert.equal(locateQuote(quote, list.join(" "))[0]?.quote, quote);
  }));
});
