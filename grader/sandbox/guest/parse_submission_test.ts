import assert from "node:assert/strict";
import fc from "fast-check";
import type { Fault } from "../protocol.ts";
import { CompileError } from "./compile_error.ts";
import { explainSyntax } from "./explain_syntax.ts";
import { parseSubmission } from "./parse_submission.ts";
import { stripTypes } from "./strip_types.ts";

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

async function load(source: string, language: "typescript" | "javascript" = "typescript") {
  const script = language === "typescript" ? stripTypes(source) : source;
  const { body, tfNames, exported } = parseSubmission(script!);
  const evaluate = AsyncFunction(...tfNames, `"use strict";\n${body}`);
  const [exports] = await evaluate(...tfNames.map(() => ({ scalar: (x: number) => x })));
  return { exported, exports };
}

function fault(
  source: string,
  language: "typescript" | "javascript" = "typescript",
): Pick<Fault, "message"> & { readonly line?: number | undefined; readonly column?: number | undefined } {
  const script = language === "typescript" ? stripTypes(source) : source;
  if (script === undefined) return explainSyntax(source) ?? assert.fail("no explanation");
  try {
    parseSubmission(script);
  } catch (error) {
    assert.ok(error instanceof CompileError, `${error}`);
    return error;
  }
  assert.fail(`no error for ${source}`);
}

Deno.test("parseSubmission turns every export form into a returned value", async () => {
  const { exported, exports } = await load(`
import * as tf from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
export type Apply = (x: Tensor) => Tensor;
export function f(x: number): number { return tf.scalar(x) as unknown as number }
export async function* g(): AsyncGenerator<number> { yield 1 }
export class A<T> { x?: T; static make(): A<number> { return new A() } }
export const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], z: 5 }, h = (x: number) => x!;
let local = 7
export { local as renamed, local as "quoted name" }
(function () { local = 8 })()
`);
  assert.deepEqual(exported, ["f", "g", "A", "a", "c", "d", "e", "h", "renamed", "quoted name"]);
  assert.equal(exports.f(3), 3);
  assert.deepEqual([exports.a, exports.c, exports.d, exports.e], [1, 2, [3, 4], { z: 5 }]);
  assert.equal(exports.renamed, 8);
  assert.equal(exports["quoted name"], 8);
  assert.ok(exports.A.make() instanceof exports.A);
});

Deno.test("parseSubmission allows top-level await and another name for tf", async () => {
  const { exports } = await load(`import * as t from "@tensorflow/tfjs"; export const x = await t.scalar(4);`);
  assert.equal(exports.x, 4);
});

for (
  const [form, exportsOfModule] of [
    ["export default function f() { return 1 }\nexport { f }", ["f"]],
    ["export default class A {}\nexport const f = () => 1, a = new A()", ["f", "a"]],
    ["export const f = () => 1;\nexport default f", ["f"]],
    ["export const f = () => 1\nexport default { f }\n;[f].at(0)()", ["f"]],
    ["export default function () { throw new Error('called') }\n(1)\nexport function f() { return 1 }", ["f"]],
    ["export /* a */ default // b\n(0, f)\nexport function f() { return 1 }", ["f"]],
    ["export const f = () => 1; export { f as default }", ["f", "default"]],
  ] as const
) {
  Deno.test(`parseSubmission leaves out the default export of ${JSON.stringify(form)}`, async () => {
    for (const language of ["typescript", "javascript"] as const) {
      const { exported, exports } = await load(form, language);
      assert.deepEqual(exported, exportsOfModule);
      assert.equal(exports.f(), 1);
    }
  });
}

Deno.test("parseSubmission does not take an export named then for a promise", async () => {
  const { exports } = await load("export function then() { throw new Error('called') }");
  assert.equal(typeof exports.then, "function");
});

Deno.test("parseSubmission keeps every line and column", () => {
  const source = [
    'import * as tf from "@tensorflow/tfjs";',
    "export function f(x: tf.Tensor, é = 'é'): tf.Tensor { return there(x); }",
    "",
  ].join("\n");
  const { body } = parseSubmission(stripTypes(source)!);
  assert.equal(body.split("\n")[1]!.indexOf("there"), source.split("\n")[1]!.indexOf("there"));
});

Deno.test("stripTypes keeps the parameters of a constructor that are properties", async () => {
  const { exports } = await load(`
export class Pool<T> {
  items: T[] = [];
  constructor(private readonly capacity: number, public random: () => number = () => Math.max(1, 2), plain = "(private a") {}
  size(): number { return this.capacity + this.random() + Object.keys(this).length; }
}
export class Named extends Pool<string> {
  constructor(readonly name: string) {
    super(4, () => 0); // (
    this.name += "!";
  }
}
`);
  assert.equal(new exports.Pool(4).size(), 4 + 2 + 3);
  const named = new exports.Named("a");
  assert.deepEqual([named.name, named.size()], ["a!", 4 + 0 + 4]);
});

Deno.test("stripTypes moves no line for a parameter that is a property", () => {
  const source = "class A {\n  constructor(\n    private a: number,\n    b: number,\n  ) {\n    there(b);\n  }\n}";
  const script = stripTypes(source)!;
  assert.equal(script.split("\n")[5], source.split("\n")[5]);
});

const refused: readonly (readonly [string, RegExp, number, number])[] = [
  ["let a = 1;\nlet b = ;\n", /Expression expected/, 2, 9],
  ["let a = 1;\n\tlet b: number = ;", /Expression expected/, 2, 18],
  ["let a = 1;\nlet a = 2;", /already been declared/, 2, 5],
  ["class A { constructor(private x: number) {} }\nenum B { C }", /enum is not supported/, 2, 1],
  ["enum A { B }", /enum is not supported/, 1, 1],
  ["class A { constructor(private x: number = ) {} }", /Expression expected/, 1, 43],
  ['\nimport fs from "node:fs";', /Cannot import "node:fs"/, 2, 1],
  ['import "https://example.org/x.ts";', /Cannot import/, 1, 1],
  ['import x from "file:///etc/passwd" with { type: "text" };', /Cannot import/, 1, 1],
  ['import tf from "@tensorflow/tfjs";', /import \* as tf/, 1, 8],
  ['import { scalar } from "@tensorflow/tfjs";', /import \* as tf/, 1, 10],
  ['import * as tf from "@tensorflow/tfjs" with { type: "text" };', /attributes/, 1, 1],
  ['const a = 1;\nconst b = await import("npm:chalk");', /import\(\) is not allowed/, 2, 17],
  ["const f = () => { return [{ a: class { b() { import(`x`) } } }] };", /import\(\) is not allowed/, 1, 46],
  ["console.log(import.meta.url)", /import.meta/, 1, 13],
  ["export default await import('npm:chalk')", /import\(\) is not allowed/, 1, 22],
  ['export * from "@tensorflow/tfjs";', /Re-exports/, 1, 1],
  ['export { scalar } from "@tensorflow/tfjs";', /Re-exports/, 1, 1],
  ["return 1;", /return/i, 1, 1],
  ["}); evil(); (function () {", /./, 1, 1],
  ["#!/usr/bin/env deno\nexport const a = 1;", /./, 1, 2],
  ["let a = 1, b = 2;\na <!--b, `\nimport('node:fs');\n`//`;", /HTML-like/, 2, 3],
  ["let a = 1;\n/* x */ --> a", /./, 2, 11],
];

for (const [source, message, line, column] of refused) {
  Deno.test(`parseSubmission refuses ${JSON.stringify(source)} at its place`, () => {
    const error = fault(source);
    assert.match(error.message, message);
    assert.deepEqual([error.line, error.column], [line, column]);
  });
}

Deno.test("parseSubmission refuses types in JavaScript", () => {
  const error = fault("export const a = 1;\nexport function f(x: number) {}", "javascript");
  assert.deepEqual([error.message, error.line, error.column], ["Unexpected token", 2, 20]);
});

Deno.test("parseSubmission answers arbitrary JavaScript with a body or a CompileError", () => {
  const token = fc.constantFrom(
    ..."import export default from as * { } ( ) [ ] ; , = => tf 'x' `a` ${ } // /* */ <!-- --> \n function class await x"
      .split(" "),
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
      const source = tokens.join(" ");
      try {
        AsyncFunction(`"use strict";\n${parseSubmission(source).body}`);
      } catch (error) {
        assert.ok(error instanceof CompileError, `${source}: ${error}`);
      }
    }),
    { numRuns: 2000 },
  );
});
