import assert from "node:assert/strict";
import { tokens } from "./tokens.ts";

const sentences = (text: string) => new Set(tokens(text).map(({ sentence }) => sentence)).size;
const words = (text: string) => tokens(text).map(({ word }) => word);
const token = (text: string, word: string) => {
  const found = tokens(text).find((it) => it.word === word);
  assert.ok(found, `no "${word}" in "${text}"`);
  return found;
};

Deno.test.each([
  ["The critic is bounded, e.g. by clipping.", 1],
  ["It is bounded, i.e. Lipschitz, cf. the paper.", 1],
  ["It compares GANs vs. VAEs, flows etc. in one table.", 1],
  ["As in Fig. 3, the loss falls.", 1],
  ["It needs noise etc. The rest is learned.", 2],
  ["The rate is 0.5 at first. Then it falls.", 2],
])("tokens finds in %j %d sentences", (text, expected) => assert.equal(sentences(text), expected));

Deno.test("tokens leaves the letters of e.g. and i.e. out and keeps every offset", () => {
  const text = "A code, e.g. of 32 numbers (i.e. small).";
  assert.deepEqual(words(text), ["a", "code", "of", "32", "numbers", "small"]);
  for (const { start, end, word } of tokens(text)) assert.equal(text.slice(start, end).toLowerCase(), word);
});

Deno.test("tokens goes on with the clause after an aside in brackets", () => {
  const text = "The critic (a network with no sigmoid at all) gives a score.";
  assert.equal(token(text, "critic").clause, token(text, "score").clause);
  assert.notEqual(token(text, "network").clause, token(text, "score").clause);
  assert.equal(token(text, "sigmoid").negated, true);
  assert.equal(token(text, "score").negated, false);
});

Deno.test("tokens reads an aside alike whether or not a word follows it", () => {
  const clauses = (text: string) => tokens(text).map(({ clause }) => clause);
  const text = "It is the standard now (StyleGAN2 runs it every 16 steps).";
  assert.deepEqual(clauses(`${text} So`).slice(0, -1), clauses(text));
  assert.notEqual(token(text, "standard").clause, token(text, "steps").clause);
});

Deno.test("tokens does not divide a clause at a short name in brackets", () => {
  const text = "The discriminator network (D) tells real from fake.";
  assert.equal(new Set(tokens(text).map(({ clause }) => clause)).size, 1);
});

Deno.test.each([
  ["The generator, not the critic, maps noise.", "critic", "maps"],
  ["It is the generator rather than the critic, that maps noise.", "critic", "maps"],
  ["Unlike the critic, a generator maps noise.", "critic", "maps"],
  ["Not the critic but the generator maps noise.", "critic", "maps"],
])("tokens takes in %j %j for denied and %j not", (text, denied, said) => {
  assert.equal(token(text, denied).negated, true);
  assert.equal(token(text, said).negated, false);
});

Deno.test.each([
  "The decoder minimises a reconstruction error that compares input and output.",
  "The discriminator is punished when it is wrong.",
  "That happens where the label of a real image is false.",
  "The loss shows how often D was right and how often it was wrong.",
  "The error is large, and it is the wrong one that counts.",
  "The idea that a judge and a forger compete goes back to 2014.",
])("tokens takes nothing for denied in: %s", (text) => {
  assert.deepEqual(tokens(text).filter(({ negated }) => negated).map(({ word }) => word), []);
});

Deno.test.each([
  ["log(1 - D(G(z)))", "log1dgz"],
  ["\\log(1 - D_\\phi(G_\\theta(z)))", "log1dgz"],
  ["$\\log\\left(1-D(G(z))\\right)$", "log1dgz"],
  ["-log D(G(z))", "logdgz"],
  ["D_w(x)", "dx"],
])("tokens reads the formula %j as %j", (formula, expected) => assert.deepEqual(words(formula), [expected]));
