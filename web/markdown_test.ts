import assert from "node:assert/strict";
import fc from "fast-check";
import { inlineMarkdown, markdown, plainText } from "./markdown.ts";

Deno.test("markdown() sets maths as MathML with its TeX, within a line and on its own", () => {
  assert.match(
    markdown("so ($D(x)$) is"),
    /\(<span class="katex"><math [^>]*>.*<annotation [^>]*>D\(x\)<\/annotation>/,
  );
  assert.match(markdown("$$L = 1$$"), /<math [^>]*display="block"/);
  assert.match(markdown("$$\nL = 1\n$$"), /<math [^>]*display="block"/);
  assert.match(markdown("- a\n\n  $$L = 1$$\n\n  b\n- c"), /<li>\s*<p>a<\/p>.*display="block".*<p>b<\/p>\s*<\/li>/s);
});

Deno.test("markdown() spells letters of mathematical alphabets so that MathML Core draws them", () => {
  assert.match(markdown("$\\mathbb{E}_x \\mathcal{N} \\mathbb{R}$"), /<mi>𝔼<\/mi>.*<mi>𝒩<\/mi>.*<mi>ℝ<\/mi>/s);
});

Deno.test.each([
  ["raw HTML", "<b onclick=alert(1)>x</b>"],
  ["a script", "<script>alert(1)</script>"],
  ["HTML within a line", "a <img src=x onerror=alert(1)> b"],
  ["a script address", "[x](javascript:alert(1))"],
  ["an image from elsewhere", "![x](https://example.org/pixel.png)"],
  ["an attribute in a link", '[x](https://example.org "onmouseover=alert(1)")'],
  ["HTML in maths", "$\\text{<img src=x onerror=alert(1)>}$"],
  ["an address in maths", "$\\href{javascript:alert(1)}{x}$"],
  ["a style in maths", "$\\htmlStyle{position: fixed}{x}$"],
])("markdown() makes text of %s", (_, source) => {
  const html = markdown(source);
  assert.doesNotMatch(html, /<(script|img|b)\b|<[^>]*\s(on\w+|style|src)=|href="javascript/i);
});

Deno.test("markdown() never lets a tag through that is not its own", () => {
  const allowed =
    /^(p|br|hr|em|strong|del|code|pre|blockquote|ul|ol|li|a|table|thead|tbody|tr|th|td|h[3-6]|span|div|math|semantics|annotation|m[a-z]+)$/;
  const hostile = fc.array(
    fc.oneof(
      fc.constantFrom("<", ">", '"', "'", "$", "`", "[", "](", ")", "&lt;", "<svg", "<math>", "\n\n", "=", "onload"),
      fc.string(),
    ),
  ).map((parts) => parts.join(""));
  fc.assert(fc.property(hostile, (source) => {
    for (const [, tag] of markdown(source).matchAll(/<\/?([a-zA-Z][\w-]*)/g)) assert.match(tag!, allowed);
  }));
});

Deno.test("markdown() lets wide tables scroll inside themselves", () => {
  assert.match(markdown("| a |\n|---|\n| 1 |"), /<div class="scroll" tabindex="0" role="group"[^>]*><table>/);
});

Deno.test("inlineMarkdown() makes no paragraph of one line", () => {
  assert.equal(inlineMarkdown("an *option*\n"), "an <em>option</em>");
});

Deno.test("plainText() keeps the words and the signs, each formula once", () => {
  assert.equal(plainText("**a < b** & `c`"), "a < b & c");
  assert.equal(plainText("$x$ wins"), "x wins");
});
