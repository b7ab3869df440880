import assert from "node:assert/strict";
import { confusionSvg } from "./confusion_svg.ts";

Deno.test("confusionSvg shows every count, labels both sides and escapes its title", () => {
  const svg = confusionSvg("a < b", [[5, 1, 0], [2, 30, 4], [0, 7, 90]]);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  for (const count of ["5", "1", "2", "30", "4", "7", "90", "0.5"]) assert.ok(texts.includes(count), count);
  assert.ok(texts.includes("a &lt; b"));
  assert.equal(svg.match(/<rect /g)?.length, 10);
});
