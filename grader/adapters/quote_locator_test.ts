import assert from "node:assert/strict";
import fc from "fast-check";
import { quoteLocator } from "./quote_locator.ts";

const locate = (quote: string, text: string) => quoteLocator(text)(quote);
const answer = "The  generator\u200b wins,\nand the “critic” gives no   signal.";

Deno.test.each([
  ["as it stands", "and the “critic” gives", ["and the “critic” gives"]],
  ["with other spacing", "The generator wins, and", ["The  generator\u200b wins,\nand"]],
  ["with other capitals", "THE GENERATOR WINS", ["The  generator\u200b wins"]],
  ["with plain quotation marks", 'the "critic" gives', ["the “critic” gives"]],
  ["inside quotation marks", '"gives no signal"', ["gives no   signal"]],
  ["with words left out", "generator wins … no signal", ["generator\u200b wins", "no   signal"]],
])("quoteLocator finds words %s", (_name, quote, expected) => {
  const spans = locate(quote, answer);
  assert.deepEqual(spans.map((span) => span.quote), expected);
  for (const span of spans) assert.equal(answer.slice(span.start, span.end), span.quote);
});

Deno.test.each(["the generator loses", "generator wins … and loses", "", " ", "…", "ritic", "the critic giv"])(
  "quoteLocator finds nothing for %j",
  (quote) => {
    assert.deepEqual(locate(quote, answer), []);
  },
);

const far = `The generator is fed noise. ${"It has many layers of all kinds. ".repeat(9)}The bridge has collapsed.`;

Deno.test.each([
  ["letters inside words", "g … e … n … critic"],
  ["pieces of one word", "generator … critic"],
  ["pieces inside words", "enerator wins … no signa"],
  ["pieces in another order", "no signal … generator wins"],
  ["a piece said once and quoted twice", "generator wins … generator wins"],
  ["part of a denied word", "the generator can"],
  ["invented words after many dots", `generator wins ${"… ".repeat(40)} and misses modes`],
])("quoteLocator takes %s for no quote", (_name, quote) => {
  assert.deepEqual(locate(quote, "The generator wins, and the critic gives no signal. The generator can't lose."), []);
});

Deno.test("quoteLocator joins no pieces that stand far apart", () => {
  assert.deepEqual(locate("The generator … has collapsed", far), []);
  assert.equal(locate("The generator … has many layers", far).length, 2);
});

Deno.test("quoteLocator joins pieces by the places that are near each other", () => {
  const text = `The generator is fed noise. ${far} The generator, I say, has collapsed.`;
  const spans = locate("the generator … i say", text);
  assert.deepEqual(spans.map(({ start }) => start), [text.lastIndexOf("The generator"), text.indexOf("I say")]);
});

Deno.test("quoteLocator finds a quote with dots of the answer's own", () => {
  assert.equal(locate("So... the generator wins", "So... the generator wins.")[0]?.quote, "So... the generator wins");
});

Deno.test("quoteLocator prefers the place where the candidate speaks to an earlier one in a quotation", () => {
  const said = "the generator maps many latents to the same image";
  const text = `The paper says: "${said} and misses modes". I say that ${said}.`;
  assert.deepEqual(locate(said, text).map(({ start }) => start), [text.lastIndexOf(said)]);
  const quoted = `It is long. The paper says: "${said}".`;
  assert.deepEqual(locate(said, quoted).map(({ start }) => start), [quoted.indexOf(said)]);
});

Deno.test("quoteLocator finds words that are written without spaces", () => {
  assert.equal(locate("输出都相同", "生成器的输出都相同。")[0]?.quote, "输出都相同");
});

Deno.test.each([
  ["pieces", "images … ".repeat(400_000)],
  ["marks", `a${"\u0301".repeat(1_000_000)}`],
  ["quotation marks", `a${'"'.repeat(1_000_000)}b`],
  ["blanks", `a${" ".repeat(1_000_000)}b`],
])("quoteLocator finds nothing in a quote of a million %s, at once", (_name, quote) => {
  assert.deepEqual(locate(quote, answer), []);
});

Deno.test("quoteLocator returns verbatim spans for any text and any quote", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, quote) => {
    for (const span of locate(quote, text)) assert.equal(text.slice(span.start, span.end), span.quote);
  }));
});

Deno.test("quoteLocator finds any part of a plain text that says something", () => {
  const word = fc.stringMatching(/^[a-z]{4,9}x$/);
  fc.assert(fc.property(fc.array(word, { minLength: 3 }), fc.nat(), fc.nat(), (list, a, b) => {
    const from = a % list.length;
    const to = from + 1 + b % (list.length - from);
    const quote = list.slice(from, to).join(" ");
    assert.equal(locate(quote, list.join(" "))[0]?.quote, quote);
  }));
});
