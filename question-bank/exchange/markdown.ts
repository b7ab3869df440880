import type { Draft, Note } from "./draft.ts";
import { encode, type ExchangeFormat, nameOf } from "./exchange_format.ts";

/** A document for people: questions, then what a right answer says. It is not read back. */
export const markdown: ExchangeFormat = {
  name: "markdown",
  extensions: ["md"],
  carries: {
    "multiple-choice": ["id", "kind", "topic", "difficulty", "title", "prompt", "hints", "options", "references"],
    "free-text": [
      "id",
      "kind",
      "topic",
      "difficulty",
      "title",
      "prompt",
      "hints",
      "rubric",
      "modelAnswer",
      "references",
    ],
  },
  write: (drafts) => {
    const notes: Note[] = [];
    const parts = drafts.map((draft, index) => {
      if (draft.rubric !== undefined) {
        const reason = "goes without paraphrases, probes and penalties";
        notes.push({ question: nameOf(draft, index), field: "rubric", reason });
      }
      return writeQuestion(draft, index + 1);
    });
    return { content: encode(parts.join("\n")), notes };
  },
};

function writeQuestion(draft: Draft, number: number): string {
  const { id, topic, difficulty, title, prompt, hints = [], options = [], rubric, modelAnswer, references = [] } =
    draft;
  const about = [id === undefined ? undefined : `\`${id}\``, topic, difficulty].filter((part) => part !== undefined);
  return [
    `## ${number}. ${title ?? "Question"}`,
    ...(about.length > 0 ? [about.join(" · ")] : []),
    prompt,
    ...(options.length > 0 ? [items(options.map(({ id, text }) => `**${id})** ${text}`))] : []),
    ...section("Hints", hints),
    ...(modelAnswer === undefined ? [] : ["### A full answer", modelAnswer]),
    ...section(
      "Criteria",
      (rubric?.criteria ?? []).map(({ says, weight, explain }) => `(${weight}) ${says} ${explain}`),
    ),
    ...section("Misconceptions", (rubric?.misconceptions ?? []).map(({ says, correct }) => `${says} ${correct}`)),
    ...section(
      "Key",
      options.map(({ id, correct, why }) =>
        `**${id})** ${correct ? "right" : "wrong"}${why === undefined ? "" : `: ${why}`}`
      ),
    ),
    ...section(
      "Sources",
      references.map(({ authors, title, year, arxiv, url }) =>
        `${authors} (${year}). *${title}.* ${arxiv === undefined ? url : `arXiv:${arxiv}`}`
      ),
    ),
    "",
  ].join("\n\n").replace(/\n+$/, "\n");
}

function section(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [`### ${title}`, items(entries)];
}

function items(entries: readonly string[]): string {
  return entries.map((entry) => `- ${entry.replaceAll("\n", "\n  ")}`).join("\n");
}
