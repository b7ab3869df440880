import type { Element } from "@xmldom/xmldom";
import { difficulties } from "../format.ts";
import { compact, type Draft, type Note, toDraft } from "./draft.ts";
import { decode, encode, type ExchangeFormat, nameOf } from "./exchange_format.ts";
import { keepsHtml, keyed, optionNotes, type PointedChoice, points } from "./options.ts";
import { readRubric, writeRubric } from "./rubric_text.ts";
import { childrenOf, parseXml, textOf, type Tree, writeXml } from "./xml.ts";

const root = "$course$/top/";

/** Moodle's question bank: topic as category, difficulty as tag, the rubric as YAML in the information for graders. */
export const moodleXml: ExchangeFormat = {
  name: "moodle-xml",
  extensions: ["xml"],
  carries: {
    "multiple-choice": ["id", "kind", "topic", "difficulty", "title", "prompt", "hints", "options", "shuffle"],
    "free-text": ["id", "kind", "topic", "difficulty", "title", "prompt", "rubric", "modelAnswer"],
  },
  write: (drafts) => {
    const notes: Note[] = [];
    let category: string | undefined;
    const children = drafts.flatMap((draft, index) => {
      const question = writeQuestion(draft);
      if (draft.kind === "multiple-choice") notes.push(...optionNotes(draft.options ?? [], nameOf(draft, index)));
      if (draft.topic === undefined || draft.topic === category) return [question];
      category = draft.topic;
      const change = { name: "category", children: [plain(`${root}${category}`)] };
      return [{ name: "question", attributes: { type: "category" }, children: [change] }, question];
    });
    return { content: encode(writeXml({ name: "quiz", children })), notes };
  },
  read: (content) => {
    const quiz = parseXml(decode(content));
    if (quiz.localName !== "quiz") {
      throw new SyntaxError(`Cannot read Moodle XML: it is <${quiz.localName}>, expected <quiz>`);
    }
    let category: string | undefined;
    const results: ReturnType<typeof toDraft>[] = [];
    for (const question of childrenOf(quiz, "question")) {
      const change = textOf(question, "category", "text");
      if (question.getAttribute("type") === "category") category = change?.split("/").at(-1);
      else results.push(readQuestion(question, { category, place: `question ${results.length + 1}` }));
    }
    return {
      drafts: results.flatMap(({ draft }) => draft ?? []),
      notes: results.flatMap(({ notes }) => notes),
    };
  },
};

const plain = (text: string): Tree => ({ name: "text", children: text });
const leaf = (name: string, text: string): Tree => ({ name, children: text });
const markdown = (name: string, text: string): Tree => ({
  name,
  attributes: { format: "markdown" },
  children: [plain(text)],
});

function writeQuestion(draft: Draft): Tree {
  const { kind, id, title, prompt, modelAnswer = "", difficulty, hints = [] } = draft;
  return {
    name: "question",
    attributes: { type: kind === "multiple-choice" ? "multichoice" : "essay" },
    children: [
      { name: "name", children: [plain(title ?? "")] },
      markdown("questiontext", prompt),
      markdown("generalfeedback", modelAnswer),
      leaf("defaultgrade", "1"),
      leaf("hidden", "0"),
      ...(id === undefined ? [] : [leaf("idnumber", id)]),
      ...(kind === "multiple-choice" ? writeChoices(draft) : writeEssay(draft)),
      ...(kind === "multiple-choice" ? hints.map((hint) => markdown("hint", hint)) : []),
      ...(difficulty === undefined
        ? []
        : [{ name: "tags", children: [{ name: "tag", children: [plain(difficulty)] }] }]),
    ],
  };
}

function writeChoices({ options = [], shuffle = true }: Draft): Tree[] {
  const fractions = points(options);
  const several = options.filter(({ correct }) => correct).length > 1;
  return [
    leaf("single", String(!several)),
    leaf("shuffleanswers", String(shuffle)),
    leaf("answernumbering", "abc"),
    ...options.map(({ text, why = "" }, index) => ({
      name: "answer",
      attributes: { fraction: fractions[index]!, format: "markdown" },
      children: [plain(text), markdown("feedback", why)],
    })),
  ];
}

function writeEssay({ rubric }: Draft): Tree[] {
  return [
    leaf("responseformat", "editor"),
    leaf("responserequired", "1"),
    leaf("responsefieldlines", "15"),
    leaf("attachments", "0"),
    { name: "graderinfo", attributes: { format: "plain_text" }, children: [plain(rubric ? writeRubric(rubric) : "")] },
  ];
}

interface Surroundings {
  readonly category: string | undefined;
  readonly place: string;
}

function readQuestion(question: Element, { category, place }: Surroundings): ReturnType<typeof toDraft> {
  const type = question.getAttribute("type") ?? "";
  const title = textOf(question, "name", "text");
  const id = textOf(question, "idnumber");
  const name = id ?? title ?? place;
  const tags = childrenOf(question, "tags").flatMap((list) => childrenOf(list, "tag")).map((tag) =>
    textOf(tag, "text")
  );
  const modelAnswer = textOf(question, "generalfeedback", "text");
  const notes: Note[] = [];
  const head = {
    id,
    topic: category,
    difficulty: difficulties.find((difficulty) => tags.includes(difficulty)),
    title,
    prompt: textOf(question, "questiontext", "text"),
    hints: childrenOf(question, "hint").flatMap((hint) => textOf(hint, "text") ?? []),
  };
  let rest: Readonly<Record<string, unknown>>;
  if (type === "multichoice" || type === "truefalse") {
    const shuffle = type === "multichoice" && /^(true|1)$/.test(textOf(question, "shuffleanswers") ?? "true");
    const single = type === "truefalse" || /^(true|1)$/.test(textOf(question, "single") ?? "true");
    const key = keyed(childrenOf(question, "answer").map(readChoice), { single, question: name });
    notes.push(...key.notes);
    rest = { kind: "multiple-choice", options: key.options, shuffle };
    if (modelAnswer !== undefined) {
      notes.push({ question: name, field: "generalfeedback", reason: "has no place in a multiple-choice question" });
    }
  } else if (type === "essay") {
    const info = textOf(question, "graderinfo", "text");
    const rubric = info === undefined ? undefined : readRubric(info);
    if (info !== undefined && rubric === undefined) {
      notes.push({ question: name, field: "graderinfo", reason: "holds no criteria in YAML, left out" });
    }
    rest = { kind: "free-text", modelAnswer, rubric };
  } else {
    const reason = `is of Moodle's type ${type}, expected multichoice, truefalse or essay; left out`;
    return { notes: [{ question: name, field: "question", reason }] };
  }
  const html = ["questiontext", "answer"].flatMap((tag) => childrenOf(question, tag))
    .some((element) => element.getAttribute("format") === "html");
  const result = toDraft({ ...head, ...rest }, place);
  return {
    ...(result.draft && { draft: compact(result.draft) }),
    notes: [...notes, ...result.notes, ...(html ? [keepsHtml(name)] : [])],
  };
}

function readChoice(answer: Element): PointedChoice {
  const why = textOf(answer, "feedback", "text");
  const percent = Number(answer.getAttribute("fraction"));
  return { text: textOf(answer, "text"), percent, ...(why !== undefined && { why }) };
}
