import { strToU8, zipSync } from "fflate";
import assert from "node:assert/strict";
import type { FormatName } from "./exchange_format.ts";
import { formatOfFile, readQuestions } from "./export_questions.ts";

const read = (text: string, name: FormatName) => readQuestions(new TextEncoder().encode(text), name);

Deno.test("gift: questions of other makers are read, other types and HTML are told", () => {
  const { drafts, notes } = read(
    `$CATEGORY: $course$/top/losses

::Critic::The critic is a classifier. {F#It scores.#Right.}

[html]<b>Which</b> of these? {~%50%A ~%50%B ~%-100%C}

Match. {=a -> b =c -> d}

Say why. {}
`,
    "gift",
  );
  assert.deepEqual(drafts, [
    {
      kind: "multiple-choice",
      topic: "losses",
      title: "Critic",
      prompt: "The critic is a classifier.",
      shuffle: false,
      options: [
        { id: "a", text: "True", correct: false, why: "It scores." },
        { id: "b", text: "False", correct: true, why: "Right." },
      ],
    },
    {
      kind: "multiple-choice",
      topic: "losses",
      prompt: "<b>Which</b> of these?",
      options: [
        { id: "a", text: "A", correct: true },
        { id: "b", text: "B", correct: true },
        { id: "c", text: "C", correct: false },
      ],
    },
    { kind: "free-text", topic: "losses", prompt: "Say why." },
  ]);
  assert.deepEqual(notes.map(({ question, field }) => [question, field]), [
    ["question 2", "texts"],
    ["question 3", "question"],
  ]);
});

Deno.test("aiken: both ways to letter options are read with any line ends; what is none is told", () => {
  const { drafts, notes } = read(
    "Two\r\nlines?\r\nA) yes\r\nB) no\r\nANSWER: B\r\n\r\nNo options?\r\nANSWER: A\r\n",
    "aiken",
  );
  assert.deepEqual(drafts, [{
    kind: "multiple-choice",
    prompt: "Two\nlines?",
    options: [{ id: "a", text: "yes", correct: false }, { id: "b", text: "no", correct: true }],
  }]);
  assert.deepEqual(notes.map(({ question, field }) => [question, field]), [["question 2", "question"]]);
});

Deno.test("moodle-xml: points, true/false and unknown types of other makers are read or told", () => {
  const { drafts, notes } = read(
    `<quiz>
      <question type="category"><category><text>top/Default for X</text></category></question>
      <question type="truefalse"><name><text>T</text></name><questiontext format="html"><text><![CDATA[<p>Is it?</p>]]></text></questiontext>
        <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
      <question type="essay"><questiontext><text>Why?</text></questiontext><graderinfo><text>Be kind.</text></graderinfo></question>
      <question type="cloze"><questiontext><text>{1:SA:=x}</text></questiontext></question>
    </quiz>`,
    "moodle-xml",
  );
  assert.deepEqual(drafts, [
    {
      kind: "multiple-choice",
      title: "T",
      prompt: "<p>Is it?</p>",
      shuffle: false,
      options: [{ id: "a", text: "true", correct: false }, { id: "b", text: "false", correct: true }],
    },
    { kind: "free-text", prompt: "Why?" },
  ]);
  assert.deepEqual(notes.map(({ question, field }) => [question, field]), [
    ["T", "topic"],
    ["T", "texts"],
    ["question 2", "graderinfo"],
    ["question 2", "topic"],
    ["question 3", "question"],
  ]);
});

Deno.test("gift and moodle-xml: an option with part of the points beside a right one is no key, and told", () => {
  const moodle = `<quiz><question type="multichoice"><questiontext><text>Q?</text></questiontext><single>true</single>
    <answer fraction="100"><text>A</text></answer><answer fraction="50"><text>B</text></answer></question></quiz>`;
  for (const { drafts, notes } of [read("Q? {=A ~%50%B}\n", "gift"), read(moodle, "moodle-xml")]) {
    assert.deepEqual(drafts[0]?.options?.map(({ correct }) => correct), [true, false]);
    assert.match(notes[0]!.reason, /^earn part of the points/);
  }
});

Deno.test("csv: a sheet saved with semicolons and decimal commas is read, and a column that is unknown is told", () => {
  const { drafts, notes } = read(
    "title;prompt;options.1.id;options.1.text;options.1.correct;options.2.id;options.2.text;options.2.correct;remark\n" +
      "T;Which?;a;A, or so;TRUE;b;B;no;check\n",
    "csv",
  );
  assert.deepEqual(drafts, [{
    kind: "multiple-choice",
    title: "T",
    prompt: "Which?",
    options: [{ id: "a", text: "A, or so", correct: true }, { id: "b", text: "B", correct: false }],
  }]);
  assert.deepEqual(notes, [{ question: "T", field: "remark", reason: "is unknown, left out" }]);
});

Deno.test("json: a field of the wrong shape is told and left out; a question without a prompt is left out", () => {
  const { drafts, notes } = read(
    '[{"id": "code-x", "kind": "coding", "prompt": "Code."}, {"prompt": "Why?", "topic": "cars", "hints": "none", "__proto__": {"x": 1}}, {"title": "T"}, 3]',
    "json",
  );
  assert.deepEqual(drafts, [{ kind: "free-text", prompt: "Why?" }]);
  assert.deepEqual(notes.map(({ question, field }) => [question, field]), [
    ["code-x", "kind"],
    ["code-x", "question"],
    ["question 2", "topic"],
    ["question 2", "hints"],
    ["question 2", "__proto__"],
    ["T", "prompt"],
    ["question 4", "question"],
  ]);
});

Deno.test("qti3: a single item is read without a package", () => {
  const { drafts, notes } = read(
    `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="Q_1" title="T">
      <qti-response-declaration identifier="RESPONSE"><qti-correct-response><qti-value>ChoiceB</qti-value></qti-correct-response>
      </qti-response-declaration>
      <qti-item-body><qti-choice-interaction response-identifier="RESPONSE"><qti-prompt>Which?</qti-prompt>
        <qti-simple-choice identifier="ChoiceA">One</qti-simple-choice><qti-simple-choice identifier="ChoiceB">Two</qti-simple-choice>
      </qti-choice-interaction></qti-item-body></qti-assessment-item>`,
    "qti3",
  );
  assert.deepEqual(drafts, [{
    kind: "multiple-choice",
    title: "T",
    prompt: "Which?",
    shuffle: false,
    options: [{ id: "a", text: "One", correct: false }, { id: "b", text: "Two", correct: true }],
  }]);
  assert.deepEqual(notes.map(({ field }) => field), ["id"]);
});

const packageOf = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));

Deno.test.each(
  [
    ["gift", strToU8("What {=a"), /^Cannot read GIFT: line \d+, column \d+: /],
    ["moodle-xml", strToU8("<quiz>"), /^Cannot read XML: .*, expected a well-formed document$/s],
    [
      "moodle-xml",
      strToU8('<!DOCTYPE q [<!ENTITY x "y">]><quiz>&x;</quiz>'),
      /^Cannot read XML: it has a document type/,
    ],
    ["moodle-xml", strToU8("<html/>"), /^Cannot read Moodle XML: it is <html>, expected <quiz>$/],
    ["json", strToU8("{}"), /^Cannot read JSON: no list of questions/],
    ["json", strToU8("{"), /JSON/],
    ["qti3", packageOf({ "a.xml": "<a/>" }), /^Cannot read QTI: no imsmanifest\.xml/],
    ["qti3", strToU8("PK broken"), /^Cannot read QTI: /],
    ["markdown", strToU8("# A"), /^Cannot read markdown: it is written for people/],
  ] as const,
)("%s: a file that is none is refused with what was expected", (name, content, expected) => {
  assert.throws(() => readQuestions(content, name), { name: "SyntaxError", message: expected });
});

Deno.test("the end of a file's name tells its format", () => {
  const names = ["a.gift", "b.gift.txt", "c.txt", "d.XML", "e.zip", "f.qti.xml", "g.csv", "h.md", "i.json", "j"];
  assert.deepEqual(names.map(formatOfFile), [
    "gift",
    "gift",
    "aiken",
    "moodle-xml",
    "qti3",
    "qti3",
    "csv",
    "markdown",
    "json",
    undefined,
  ]);
});
