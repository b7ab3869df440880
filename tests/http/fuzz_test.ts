import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { bankOf, coding, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

interface Schema {
  readonly [keyword: string]: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

const document = JSON.parse(await readFile(join(import.meta.dirname!, "../../docs/openapi.json"), "utf8"));
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation }))
);
const schemas: Readonly<Record<string, Schema>> = document.components.schemas;
const runsPerOperation = 60;

Deno.test("docs/openapi.json is a valid OpenAPI 3.1 document", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors, null, 2));
});

/** Values that fit a schema, for the keywords that the contract uses. */
function fitting(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === "string") return fitting(schemas[schema.$ref.split("/").at(-1)!]!, depth + 1);
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const options = (schema.oneOf ?? schema.anyOf) as readonly Schema[] | undefined;
  if (options) return fc.oneof(...options.map((option) => fitting(option, depth + 1)));
  const types = [schema.type].flat() as readonly string[];
  return fc.oneof(...types.map((type) => ofType(type, { schema, depth })));
}

function ofType(
  type: string,
  { schema, depth }: { readonly schema: Schema; readonly depth: number },
): fc.Arbitrary<unknown> {
  const number = (name: string, otherwise: number) =>
    typeof schema[name] === "number" ? schema[name] as number : otherwise;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: number("minimum", -5), max: Math.min(number("maximum", 60), 2 ** 31) });
    case "number":
      return fc.double({ min: number("minimum", -5), max: number("maximum", 60), noNaN: true });
    case "array": {
      const [minLength, maxLength] = [
        number("minItems", 0),
        Math.min(number("maxItems", 4), number("minItems", 0) + 4),
      ];
      return depth > 6
        ? fc.constant([])
        : fc.array(fitting(schema.items as Schema ?? {}, depth + 1), { minLength, maxLength });
    }
    case "object": {
      const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
      return fc.record(
        Object.fromEntries(properties.map(([name, property]) => [name, fitting(property, depth + 1)])),
        { requiredKeys: (schema.required ?? []) as string[] },
      );
    }
    default:
      return fc.oneof(
        fc.constantFrom("mcq-one", "ft-one", "code-one", "a", "2027-01-01T00:00:00Z", "https://example.com/"),
        fc.string({ unit: "binary", minLength: Math.min(number("minLength", 0), 5), maxLength: 40 }),
      );
  }
}

/** Bodies that fit, nearly fit, and do not fit at all. */
const bodyOf = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fitting(schema).map((value) => JSON.stringify(value)) },
    {
      weight: 2,
      arbitrary: fc.tuple(fitting(schema), fc.jsonValue(), fc.nat()).map(([value, other, place]) => {
        if (value === null || typeof value !== "object") return JSON.stringify(other);
        const names = Object.keys(value);
        const name = names[place % Math.max(1, names.length)] ?? "extra";
        return JSON.stringify({ ...value, [name]: other });
      }),
    },
    { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  );

const headerText = /^[\t\x20-\x7e]*$/;

for (const { path, method, operation } of operations) {
  Deno.test(`${operation.operationId}: nothing that is sent makes it fail or answer outside of the contract`, async () => {
    const bank = bankOf(multipleChoice(), freeText(), coding());
    await using app = await createTestApp({ bank });
    const { id: session } = await (await app.request("POST", "/v1/sessions", { mode: "practice" })).json();
    const { id: grade } = await (await app.request("POST", "/v1/grade", {
      questionId: "mcq-one",
      answer: { kind: "multiple-choice", choices: ["a"] },
    })).json();
    const pathId = fc.oneof(
      fc.constantFrom(session, grade, "mcq-one", "none", "ada"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 30 }).filter((text) =>
        text.isWellFormed() && !/^\.+$/.test(text)
      ),
    );
    const [content] = Object.entries(operation.requestBody?.content ?? {});
    const parameters = operation.parameters ?? [];
    const arguments_ = (place: string) =>
      fc.record(
        Object.fromEntries(
          parameters.filter((parameter) => parameter.in === place).map(({ name, schema }) => [
            name,
            fc.oneof(fitting(schema).map(String), fc.string({ unit: "binary", maxLength: 20 })),
          ]),
        ),
        { requiredKeys: [] },
      );
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: "contract", components: document.components });
    const request = fc.record({
      id: pathId,
      query: arguments_("query"),
      headers: arguments_("header"),
      body: content ? bodyOf(content[1].schema) : fc.constant(undefined),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ id, query, headers, body }) => {
        const address = new URL(path.replace(/\{\w+\}/, encodeURIComponent(id)), "http://127.0.0.1");
        for (const [name, value] of Object.entries(query)) {
          if (typeof value === "string" && value.isWellFormed()) address.searchParams.set(name, value);
        }
        const sent = Object.entries(headers).filter(([, value]) => typeof value === "string" && headerText.test(value));
        const gone = new AbortController();
        const reply = await app.app.request(`${address.pathname}${address.search}`, {
          method,
          headers: {
            Host: "127.0.0.1",
            ...(content && { "Content-Type": content[0] }),
            ...Object.fromEntries(sent as [string, string][]),
          },
          signal: gone.signal,
          ...(body !== undefined && { body: body.toWellFormed() }),
        });
        try {
          const described = operation.responses[String(reply.status)];
          if (reply.status >= 500 || !described) {
            assert.fail(`${method} ${address} answered ${reply.status}: ${await reply.text()}`);
          }
          const type = (reply.headers.get("Content-Type") ?? "").split(";")[0]!;
          const schema = described.content?.[type]?.schema;
          if (!described.content) return;
          assert.ok(schema, `the contract knows no ${type} here`);
          if (!type.endsWith("json")) return;
          const text = JSON.stringify(schema).replaceAll("#/components/", "contract#/components/");
          const validate = ajv.compile(JSON.parse(text));
          assert.ok(validate(await reply.json()), JSON.stringify(validate.errors));
        } finally {
          gone.abort();
          await reply.body?.cancel().catch(() => {});
        }
      }),
      { numRuns: runsPerOperation },
    );
    assert.deepEqual(app.errors, []);
    await app.queue.idle();
  });
}
