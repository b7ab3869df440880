import fc from "fast-check";
import { parse } from "gift-pegjs";
import assert from "node:assert/strict";
import { SaxesParser } from "saxes";
import { loadBank, type Question } from "../mod.ts";
import { compact, type Draft, draftOf, fieldNames } from "./draft.ts";
import { type FormatName, formatNames } from "./exchange_format.ts";
import { exchangeFormats, exportQuestions, readQuestions } from "./export_questions.ts";

const { questions } = await loadBank();
const shipped = questions.filter(({ kind }) => kind !== "coding");
const readable = formatNames.filter((name) => exchangeFormats[name].read !== undefined);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

/** What of a draft comes back from the format. */
function carried(draft: Draft, name: FormatName): Draft | undefined {
  const fields = exchangeFormats[name].carries[draft.kind];
  if (fields === undefined) return undefined;
  const kept = fieldNames.filter((field) => fields.includes(field)).map((field) => [field, draft[field]]);
  return compact(Object.fromEntries(kept) as unknown as Draft);
}

Deno.test.each(readable)("%s: export, import, export gives the shipped questions' file back to the byte", (name) => {
  const { content } = exportQuestions(shipped, name);
  const { drafts, notes } = readQuestions(content, name);
  assert.deepEqual(notes, []);
  assert.ok(drafts.length > 0);
  const again = exchangeFormats[name].write(drafts);
  if (name === "qti3") assert.deepEqual(again.content, content);
  else assert.equal(text(again.content), text(content));
});

Deno.test.each(["json", "csv", "gift", "moodle-xml", "qti3"] as const)(
  "%s: every field that it carries comes back from the shipped questions unchanged",
  (name) => {
    const { drafts } = readQuestions(exportQuestions(shipped, name).content, name);
    assert.deepEqual(drafts, shipped.map((question) => carried(draftOf(question).draft, name)));
  },
);

Deno.test("aiken: prompt, options and key come back from the questions with one right option, on one line each", () => {
  const single = shipped.filter((question) =>
    question.kind === "multiple-choice" && question.options.filter(({ correct }) => correct).length === 1
  );
  const { drafts } = readQuestions(exportQuestions(shipped, "aiken").content, "aiken");
  const folded = (value: string) => value.replaceAll(/\s*\n\s*/g, " ");
  assert.deepEqual(
    drafts,
    single.map((question) => {
      const { prompt, options = [] } = draftOf(question).draft;
      const plain = options.map(({ id, text, correct }) => ({ id, text: folded(text), correct }));
      return { kind: "multiple-choice", prompt: folded(prompt), options: plain };
    }),
  );
});

Deno.test.each(formatNames)("%s: every field of every question is either carried or told", (name) => {
  const { notes } = exportQuestions(questions, name);
  const { carries } = exchangeFormats[name];
  for (const question of questions) {
    const told = notes.filter((note) => note.question === question.id).map(({ field }) => field);
    if (told.includes("question") || told.some((field) => field === "options") && name === "aiken") continue;
    const fields = carries[question.kind === "multiple-choice" ? "multiple-choice" : "free-text"];
    for (const [field, value] of Object.entries(question)) {
      const stands = value === undefined || (Array.isArray(value) && value.length === 0) || field === "version" ||
        (field === "shuffle" && value === true) || field === "entryPoints" || field === "reference" ||
        fields?.includes(field as keyof Draft) || told.includes(field);
      assert.ok(stands, `${question.id}: ${field} is neither carried nor told`);
    }
  }
});

Deno.test("a coding question goes with its signatures and reference, and its checks are told as left behind", () => {
  const coding = questions.filter(({ kind }) => kind === "coding");
  assert.ok(coding.length > 0);
  const { content, notes } = exportQuestions(coding, "json");
  const { drafts } = readQuestions(content, "json");
  for (const [index, question] of coding.entries()) {
    assert.ok(question.kind === "coding");
    assert.ok(drafts[index]!.prompt.includes(question.entryPoints[0]!.signature));
    assert.ok(drafts[index]!.modelAnswer!.includes(question.reference.trimEnd()));
    const told = notes.filter((note) => note.question === question.id).map(({ field }) => field);
    const parts = question.parts ? ["parts"] : [];
    assert.deepEqual(told, ["kind", "checks", "limits", "backend", "starter", "wrong", ...parts]);
  }
});

Deno.test("exported GIFT opens in gift-pegjs with the bank's texts, keys and reasons", () => {
  const parsed = parse(text(exportQuestions(shipped, "gift").content)).filter(({ type }) => type !== "Category");
  assert.equal(parsed.length, shipped.length);
  for (const [index, question] of shipped.entries()) {
    const item = parsed[index]!;
    assert.ok("stem" in item);
    assert.equal(item.title, question.title);
    assert.deepEqual(item.stem, { format: "markdown", text: question.prompt });
    if (question.kind === "free-text") assert.equal(item.type, "Essay");
    if (question.kind !== "multiple-choice") continue;
    assert.ok(item.type === "MC");
    assert.deepEqual(
      item.choices.map((
        { text, isCorrect, weight, feedback },
      ) => [text.text, isCorrect || weight! > 0, feedback?.text]),
      question.options.map(({ text, correct, why }) => [text, correct, why]),
    );
  }
});

/** Elements with text of a document, by paths such as "quiz/question/name/text", as a parser sees them that has no part in writing. */
function readWithSaxes(xml: string): { path: string; attributes: Readonly<Record<string, string>>; text: string }[] {
  const open: { path: string; attributes: Readonly<Record<string, string>>; text: string }[] = [];
  const all: typeof open = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { path: [...open.map(({ path }) => path).slice(-1), name].join("/"), attributes, text: "" };
    open.push(element);
    all.push(element);
  });
  parser.on("text", (text) => {
    if (open.length > 0) open.at(-1)!.text += text;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return all;
}

Deno.test("exported Moodle XML opens in saxes with the bank's texts, and each question's points sum up as Moodle asks", () => {
  const elements = readWithSaxes(text(exportQuestions(shipped, "moodle-xml").content));
  const starts = elements.flatMap(({ path, attributes }, index) =>
    path === "quiz/question" && attributes.type !== "category" ? [index] : []
  );
  assert.equal(starts.length, shipped.length);
  for (const [index, question] of shipped.entries()) {
    const item = elements.slice(starts[index], starts[index + 1]);
    assert.equal(item[0]!.attributes.type, question.kind === "multiple-choice" ? "multichoice" : "essay");
    const textAt = (path: string) =>
      item.filter((element) => element.path === `quiz/question/${path}`).map(({ text }) => text);
    assert.deepEqual(textAt("name/text"), [question.title]);
    assert.deepEqual(textAt("questiontext/text"), [question.prompt]);
    assert.deepEqual(textAt("idnumber"), [question.id]);
    if (question.kind !== "multiple-choice") continue;
    assert.deepEqual(textAt("answer/text"), question.options.map(({ text }) => text));
    assert.deepEqual(textAt("answer/feedback/text"), question.options.map(({ why }) => why));
    const answers = item.filter(({ path }) => path === "quiz/question/answer");
    const fractions = answers.map(({ attributes }) => Number(attributes.fraction));
    const right = fractions.filter((fraction) => fraction > 0).reduce((sum, fraction) => sum + fraction, 0);
    assert.ok(Math.abs(right - 100) < 1e-3, `${question.id}: ${right}`);
    assert.deepEqual(fractions.map((fraction) => fraction > 0), question.options.map(({ correct }) => correct));
  }
});

const someText = (maxLength = 30) =>
  fc.string({ unit: fc.constantFrom(..."ab AB1.,:;#=~{}[]%\\/-+@'\"<>&|$^_*`é∑\n\t"), minLength: 1, maxLength })
    .map((value) => value.trim()).filter((value) => value !== "" && !value.includes("->"));
const someId = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,5}){0,2}$/);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const head = {
  id: someId,
  topic: fc.constantFrom("losses" as const, "training" as const),
  difficulty: fc.constantFrom("easy" as const, "hard" as const),
  title: someText(),
  prompt: someText(80),
  clarification: optional(someText()),
  hints: fc.array(someText(), { maxLength: 2 }),
  references: fc.constant([]),
  provenance: fc.array(someText(), { maxLength: 2 }),
  corrects: fc.constant([]),
};
const choiceDraft = fc.record({
  ...head,
  kind: fc.constant("multiple-choice" as const),
  shuffle: fc.boolean(),
  options: fc.array(fc.record({ text: someText(), correct: fc.boolean(), why: someText() }), {
    minLength: 2,
    maxLength: 4,
  })
    .map((options) =>
      options.map((option, index) => ({ id: "abcd"[index]!, ...option, ...(index === 0 && { correct: true }) }))
    ),
});
const textDraft = fc.record({
  ...head,
  kind: fc.constant("free-text" as const),
  modelAnswer: someText(80),
  examples: fc.constant([]),
  rubric: fc.record({
    criteria: fc.array(
      fc.record({
        id: someId,
        says: someText(),
        weight: fc.constantFrom(1, 2, 0.5),
        paraphrases: fc.array(someText(), { maxLength: 3 }),
        explain: someText(),
        probe: someText(),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    misconceptions: fc.constant([]),
  }),
});
const drafts = fc.array(fc.oneof(choiceDraft, textDraft), { minLength: 1, maxLength: 3 })
  .map((list) => list.map((draft) => compact(JSON.parse(JSON.stringify(draft)) as Draft)));

Deno.test.each(["json", "csv", "gift", "moodle-xml", "qti3"] as const)(
  "%s: any texts, however they look like its own marks, come back unchanged",
  (name) => {
    const format = exchangeFormats[name];
    fc.assert(
      fc.property(drafts, (list) => {
        const { content } = format.write(list);
        const { drafts } = format.read!(content);
        assert.deepEqual(drafts, list.map((draft) => carried(draft, name)));
        assert.deepEqual(format.write(drafts).content, content);
      }),
      { numRuns: 60 },
    );
  },
);

Deno.test("csv: a cell that a spreadsheet would run begins with an apostrophe and comes back without", () => {
  for (const title of ["=1+1", "@SUM(A1)", "'=x", "-2 or more", "''+", "'quoted'"]) {
    const draft: Draft = { kind: "free-text", prompt: "Why?", title };
    const { content } = exchangeFormats.csv.write([draft]);
    assert.doesNotMatch(text(content), /(^|[,\n"])[=+\-@]/);
    assert.deepEqual(readQuestions(content, "csv").drafts, [draft]);
  }
});

Deno.test("an option with an arrow would make a GIFT question one of pairs: it is left out and told", () => {
  const question: Question = {
    ...shipped.find(({ kind }) => kind === "multiple-choice")! as Question & { kind: "multiple-choice" },
    options: [
      { id: "a", text: "x -> y", correct: true, why: "Yes." },
      { id: "b", text: "y", correct: false, why: "No." },
    ],
  };
  const { content, notes } = exportQuestions([question], "gift");
  assert.equal(text(content), "");
  assert.match(notes.find(({ field }) => field === "options")!.reason, /left out/);
});
