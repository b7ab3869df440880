import assert from "node:assert/strict";
import fc from "fast-check";
import { unwrapped } from "./unwrapped.ts";

Deno.test.each([
  ["a line before a small letter", "The critic gives a score\nand no probability."],
  ["a line that ends in an article", "It is trained as a\nGAN."],
  ["a line that ends in a comma", "There are MIWAE,\nHI-VAE and others."],
  ["a line that ends in a sign", "The loss is E[D(fake)] -\nE[D(real)]."],
  [
    "a full line before a name",
    "The critic of a WGAN gives a score\nand no probability, as Arjovsky's\nWasserstein paper says.",
  ],
  [
    "a full line before a dash",
    "The critic of a WGAN gives a score\nand no probability at all, unlike\n- say - a discriminator.",
  ],
  ["a full line that ends in a colon", "A generator that makes samples learns this:\nthe distribution of the data."],
  [
    "a comparison at a line's beginning",
    "The gradient vanishes wherever logits\nof the discriminator on the fakes are\n> 0 by far.",
  ],
  ["a number at a line's beginning", "The discriminator was trained towards labels of\n0. Then they were smoothed."],
  ["bold type at a line's beginning", "It maps noise to\n**fake** samples."],
])("unwrapped() joins %s", (_what, text) => assert.equal(unwrapped(text), text.replaceAll("\n", " ")));

Deno.test.each([
  ["a blank line", "It maps noise\n\nto samples."],
  ["bullets", "- it maps noise\n- it is trained"],
  ["one bullet after a sentence", "The generator maps noise to samples and more.\n- it is trained"],
  ["stars", "* it maps noise\n* it is trained"],
  ["numbers with points", "1. it maps noise\n2. it is trained"],
  ["numbers in brackets", "1) it maps noise\n2) it is trained"],
  ["lines that begin like sentences", "The generator makes samples\nThe discriminator judges them"],
  ["a heading", "## losses\nthe generator minimises it"],
  ["rows of a table", "| network | input |\n| generator | noise |"],
  ["an introduction", "The parts:\nencoder"],
  ["a quotation and what is said of it", "> it maps noise\nbut that is only half of it"],
])("unwrapped() keeps %s apart", (_what, text) => assert.equal(unwrapped(text), text));

Deno.test("unwrapped() joins the lines of an item with it and of nothing else", () => {
  assert.equal(
    unwrapped("- the generator maps noise\n  to samples\n- the critic scores"),
    "- the generator maps noise   to samples\n- the critic scores",
  );
});

Deno.test("unwrapped() only ever puts a blank for a line break", () => {
  const piece = fc.constantFrom(
    "GAN",
    "maps",
    "noise",
    "- ",
    "> ",
    "1. ",
    "2) ",
    "# ",
    ":",
    ",",
    ".",
    " ",
    "\n",
    "\n\n",
  );
  fc.assert(
    fc.property(fc.array(piece).map((pieces) => pieces.join("")), (text) => {
      const result = unwrapped(text);
      assert.equal(result.length, text.length);
      for (let i = 0; i < text.length; i++) {
        assert.ok(result[i] === text[i] || (text[i] === "\n" && result[i] === " "), JSON.stringify(text));
      }
    }),
    { seed: 20261128 },
  );
});
