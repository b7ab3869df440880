import { fieldNames, type Note, toDraft } from "./draft.ts";
import { decode, encode, type ExchangeFormat } from "./exchange_format.ts";

/** Everything, as the files of the bank have it: `{ "questions": [ … ] }`. */
export const json: ExchangeFormat = {
  name: "json",
  extensions: ["json"],
  carries: { "multiple-choice": fieldNames, "free-text": fieldNames },
  write: (drafts) => ({ content: encode(`${JSON.stringify({ questions: drafts }, null, 2)}\n`), notes: [] }),
  read: (content) => {
    const data: unknown = JSON.parse(decode(content));
    const list: unknown = Array.isArray(data) ? data : isMapping(data) ? data.questions : undefined;
    if (!Array.isArray(list)) {
      throw new SyntaxError('Cannot read JSON: no list of questions, expected { "questions": [ … ] }');
    }
    const results = list.map((item: unknown, index) => {
      const place = `question ${index + 1}`;
      if (isMapping(item)) return toDraft(item, place);
      const note: Note = { question: place, field: "question", reason: "is no object, left out" };
      return { notes: [note] };
    });
    return {
      drafts: results.flatMap((result) => "draft" in result && result.draft ? [result.draft] : []),
      notes: results.flatMap(({ notes }) => notes),
    };
  },
};

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
