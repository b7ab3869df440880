import type { Element } from "@xmldom/xmldom";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { type Topic, topics } from "../format.ts";
import { type Draft, type Note, toDraft } from "./draft.ts";
import { decode, type ExchangeFormat, nameOf } from "./exchange_format.ts";
import { readRubric, writeRubric } from "./rubric_text.ts";
import { childrenOf, find, parseXml, type Tree, writeXml } from "./xml.ts";

const items = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
const packages = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";

/**
 * A QTI 3 content package (zip): `imsmanifest.xml` and one item per question in the folder of its topic. Texts are markdown in paragraphs.
 * A single item's XML is read as well.
 */
export const qti3: ExchangeFormat = {
  name: "qti3",
  extensions: ["zip", "qti.xml"],
  carries: {
    "multiple-choice": ["id", "kind", "topic", "title", "prompt", "options", "shuffle"],
    "free-text": ["id", "kind", "topic", "title", "prompt", "rubric", "modelAnswer"],
  },
  write: (drafts) => {
    const notes: Note[] = [];
    const files = drafts.map((draft, index) => {
      if (draft.options?.some(({ correct }) => correct) === false) {
        notes.push({ question: nameOf(draft, index), field: "options", reason: "have no right one" });
      }
      const id = draft.id ?? `question-${index + 1}`;
      return { id, path: `${draft.topic ?? "items"}/${id}.xml`, text: writeXml(itemOf(draft, id)) };
    });
    const manifest = writeXml(manifestOf(files));
    const texts = [["imsmanifest.xml", manifest], ...files.map(({ path, text }) => [path, text])] as [string, string][];
    const entries = Object.fromEntries(texts.map(([path, text]) => [path, strToU8(text)]));
    // A fixed time: equal questions make equal files.
    return { content: new Uint8Array(zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) })), notes };
  },
  read: (content) => {
    const isZip = content[0] === 0x50 && content[1] === 0x4b;
    const texts = isZip ? itemsOfPackage(content) : [{ path: "", text: decode(content) }];
    const results = texts.map(({ path, text }, index) => readItem(parseXml(text), path || `item ${index + 1}`));
    return {
      drafts: results.flatMap(({ draft }) => draft ?? []),
      notes: results.flatMap(({ notes }) => notes),
    };
  },
};

function manifestOf(files: readonly { readonly id: string; readonly path: string }[]): Tree {
  return {
    name: "manifest",
    attributes: { xmlns: packages, identifier: "questions" },
    children: [
      {
        name: "metadata",
        children: [
          { name: "schema", children: "QTI Package" },
          { name: "schemaversion", children: "3.0.0" },
        ],
      },
      { name: "organizations" },
      {
        name: "resources",
        children: files.map(({ id, path }) => ({
          name: "resource",
          attributes: { identifier: id, type: "imsqti_item_xmlv3p0", href: path },
          children: [{ name: "file", attributes: { href: path } }],
        })),
      },
    ],
  };
}

function itemsOfPackage(content: Uint8Array): { path: string; text: string }[] {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(content);
  } catch (error) {
    throw new SyntaxError(`Cannot read QTI: ${(error as Error).message}, expected a zip with imsmanifest.xml`);
  }
  const manifest = files["imsmanifest.xml"];
  if (manifest === undefined) throw new SyntaxError("Cannot read QTI: no imsmanifest.xml in the package, expected one");
  const resources = find(parseXml(decode(manifest)), "resources");
  return (resources ? childrenOf(resources, "resource") : []).flatMap((resource) => {
    const path = resource.getAttribute("href") ?? "";
    if (!/^imsqti_item_xmlv3p\d/.test(resource.getAttribute("type") ?? "")) return [];
    const file = files[path];
    if (file === undefined) {
      throw new SyntaxError(`Cannot read QTI: "${path}" is not in the package, expected the file`);
    }
    return [{ path, text: strFromU8(file).replaceAll("\r\n", "\n") }];
  });
}

/** Markdown with its blank lines as the ends of paragraphs. */
function paragraphs(text: string): Tree[] {
  return text.split("\n\n").map((part) => ({ name: "p", children: part }));
}

function textOfParagraphs(element: Element | undefined): string | undefined {
  if (element === undefined) return undefined;
  const parts = childrenOf(element);
  const text = parts.length === 0 ? element.textContent : parts.map(({ textContent }) => textContent).join("\n\n");
  return text?.trim() || undefined;
}

function itemOf(draft: Draft, id: string): Tree {
  const { kind, title = id, prompt, options = [], shuffle = true, rubric, modelAnswer } = draft;
  const choice = kind === "multiple-choice";
  const key = options.flatMap(({ id, correct }) => correct ? [id] : []);
  const declaration = {
    name: "qti-response-declaration",
    attributes: {
      identifier: "RESPONSE",
      cardinality: choice && key.length > 1 ? "multiple" : "single",
      "base-type": choice ? "identifier" : "string",
    },
    children: choice
      ? [{ name: "qti-correct-response", children: key.map((id) => ({ name: "qti-value", children: id })) }]
      : [],
  };
  const outcome = (identifier: string, cardinality: string, type: string) => ({
    name: "qti-outcome-declaration",
    attributes: { identifier, cardinality, "base-type": type },
  });
  return {
    name: "qti-assessment-item",
    attributes: { xmlns: items, identifier: id, title, adaptive: "false", "time-dependent": "false", "xml:lang": "en" },
    children: [
      declaration,
      outcome("SCORE", "single", "float"),
      outcome("FEEDBACK", choice && key.length > 1 ? "multiple" : "single", "identifier"),
      {
        name: "qti-item-body",
        children: [
          ...(rubric === undefined ? [] : [rubricBlock(writeRubric(rubric))]),
          { name: "div", attributes: { class: "prompt" }, children: paragraphs(prompt) },
          choice ? choices(options, { shuffle, max: key.length > 1 ? "0" : "1" }) : {
            name: "qti-extended-text-interaction",
            attributes: { "response-identifier": "RESPONSE", "expected-lines": "15" },
          },
        ],
      },
      ...(choice ? [processing()] : modelAnswer === undefined ? [] : [showing("model-answer")]),
      ...options.flatMap(({ id, why }) => why === undefined ? [] : [feedback(id, why)]),
      ...(modelAnswer === undefined ? [] : [feedback("model-answer", modelAnswer)]),
    ],
  };
}

function rubricBlock(text: string): Tree {
  return {
    name: "qti-rubric-block",
    attributes: { use: "scoring", view: "scorer" },
    children: [{ name: "qti-content-body", children: [{ name: "pre", children: text }] }],
  };
}

function choices(options: NonNullable<Draft["options"]>, { shuffle, max }: { shuffle: boolean; max: string }): Tree {
  return {
    name: "qti-choice-interaction",
    attributes: { "response-identifier": "RESPONSE", shuffle: String(shuffle), "max-choices": max },
    children: options.map(({ id, text }) => ({
      name: "qti-simple-choice",
      attributes: { identifier: id },
      children: paragraphs(text),
    })),
  };
}

/** Shown after answering: the reasons of the options that were chosen. */
function feedback(identifier: string, text: string): Tree {
  return {
    name: "qti-modal-feedback",
    attributes: { "outcome-identifier": "FEEDBACK", identifier, "show-hide": "show" },
    children: [{ name: "qti-content-body", children: paragraphs(text) }],
  };
}

/** One point for exactly the right options; the chosen ones become the feedback. */
function processing(): Tree {
  const variable = { name: "qti-variable", attributes: { identifier: "RESPONSE" } };
  const score = (value: string): Tree => ({
    name: "qti-set-outcome-value",
    attributes: { identifier: "SCORE" },
    children: [{ name: "qti-base-value", attributes: { "base-type": "float" }, children: value }],
  });
  return {
    name: "qti-response-processing",
    children: [
      {
        name: "qti-response-condition",
        children: [
          {
            name: "qti-response-if",
            children: [
              {
                name: "qti-match",
                children: [variable, { name: "qti-correct", attributes: { identifier: "RESPONSE" } }],
              },
              score("1"),
            ],
          },
          { name: "qti-response-else", children: [score("0")] },
        ],
      },
      { name: "qti-set-outcome-value", attributes: { identifier: "FEEDBACK" }, children: [variable] },
    ],
  };
}

/** No points: a person grades. */
function showing(identifier: string): Tree {
  return {
    name: "qti-response-processing",
    children: [{
      name: "qti-set-outcome-value",
      attributes: { identifier: "FEEDBACK" },
      children: [{ name: "qti-base-value", attributes: { "base-type": "identifier" }, children: identifier }],
    }],
  };
}

function readItem(item: Element, place: string): ReturnType<typeof toDraft> {
  const refuse = (reason: string) => ({
    notes: [{ question: place, field: "question", reason: `${reason}; left out` }],
  });
  if (item.localName !== "qti-assessment-item") return refuse(`is <${item.localName}>, expected <qti-assessment-item>`);
  const body = childrenOf(item, "qti-item-body")[0];
  const interaction = body &&
    (find(body, "qti-choice-interaction") ?? find(body, "qti-extended-text-interaction"));
  if (body === undefined || interaction === undefined) {
    return refuse("has no choice and no extended text interaction, expected one");
  }
  const id = item.getAttribute("identifier") ?? "";
  const title = item.getAttribute("title") ?? "";
  const folder = place.split("/")[0] as Topic;
  const why = new Map(
    childrenOf(item, "qti-modal-feedback").map((element) => [
      element.getAttribute("identifier"),
      textOfParagraphs(childrenOf(element, "qti-content-body")[0] ?? element),
    ]),
  );
  const scoring = find(body, "qti-rubric-block")?.textContent?.trim();
  const rubric = scoring === undefined ? undefined : readRubric(scoring);
  const stem = childrenOf(body).find((element) =>
    !["qti-rubric-block", interaction.localName].includes(element.localName ?? "")
  );
  const head = {
    id,
    title,
    ...(topics.includes(folder) && { topic: folder }),
    prompt: textOfParagraphs(stem) ?? textOfParagraphs(find(body, "qti-prompt")),
  };
  const result = interaction.localName === "qti-choice-interaction"
    ? toDraft({ ...head, kind: "multiple-choice", ...readChoices(item, interaction, why) }, place)
    : toDraft({ ...head, kind: "free-text", rubric, modelAnswer: why.get("model-answer") }, place);
  const lost: Note[] = scoring !== undefined && rubric === undefined
    ? [{ question: id || place, field: "qti-rubric-block", reason: "holds no criteria in YAML, left out" }]
    : [];
  return { ...result, notes: [...lost, ...result.notes] };
}

function readChoices(item: Element, interaction: Element, why: ReadonlyMap<string | null, string | undefined>) {
  const declaration = childrenOf(item, "qti-response-declaration")[0];
  const key = declaration && find(declaration, "qti-correct-response");
  const right = (key ? childrenOf(key, "qti-value") : []).map(({ textContent }) => textContent?.trim());
  const elements = childrenOf(interaction, "qti-simple-choice");
  const lettered = elements.every((element) => /^[a-z]$/.test(element.getAttribute("identifier") ?? ""));
  const options = elements.map((element, index) => {
    const identifier = element.getAttribute("identifier");
    const reason = why.get(identifier);
    return {
      id: lettered ? identifier : String.fromCharCode(97 + index),
      text: textOfParagraphs(element),
      correct: right.includes(identifier ?? ""),
      ...(reason !== undefined && { why: reason }),
    };
  });
  return { options, shuffle: interaction.getAttribute("shuffle") === "true" };
}
