import { type Draft, type Note, toDraft } from "./draft.ts";
import { decode, encode, type ExchangeFormat, nameOf } from "./exchange_format.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Moodle's Aiken: a line with the question, lines with lettered options, `ANSWER: B`. One right option alone. */
export const aiken: ExchangeFormat = {
  name: "aiken",
  extensions: ["txt", "aiken"],
  carries: { "multiple-choice": ["kind", "prompt", "options"], "free-text": undefined },
  write: (drafts) => {
    const notes: Note[] = [];
    const blocks = drafts.flatMap((draft, index) => writeQuestion(draft, nameOf(draft, index), notes) ?? []);
    return { content: encode(blocks.join("\n")), notes };
  },
  read: (content) => {
    const blocks = decode(content).split(/\n(?:[ \t]*\n)+/).map((block) => block.trim()).filter(Boolean);
    const results = blocks.map((block, index) => readQuestion(block, `question ${index + 1}`));
    return {
      drafts: results.flatMap(({ draft }) => draft ?? []),
      notes: results.flatMap(({ notes }) => notes),
    };
  },
};

function writeQuestion(draft: Draft, question: string, notes: Note[]): string | undefined {
  const { prompt, options = [] } = draft;
  if (draft.kind !== "multiple-choice") return undefined;
  const key = options.flatMap(({ correct }, index) => correct ? [letters[index]] : []);
  if (key.length !== 1 || options.length > letters.length) {
    const reason = `hold ${key.length} right ones of ${options.length}, Aiken takes one of up to 26; left out`;
    notes.push({ question, field: "options", reason });
    return undefined;
  }
  const fold = (text: string, field: string) => {
    if (text.includes("\n")) notes.push({ question, field, reason: "has line breaks, which become spaces" });
    return text.replaceAll(/\s*\n\s*/g, " ");
  };
  if (options.some(({ why }) => why !== undefined)) {
    notes.push({ question, field: "options.why", reason: "has no place in Aiken" });
  }
  const lines = options.map(({ text }, index) => `${letters[index]}. ${fold(text, `options[${index}].text`)}`);
  return [fold(prompt, "prompt"), ...lines, `ANSWER: ${key[0]}`, ""].join("\n");
}

function readQuestion(block: string, place: string): ReturnType<typeof toDraft> {
  const lines = block.split("\n").map((line) => line.trim());
  const first = lines.findIndex((line, index) => index > 0 && /^A[.)]\s/.test(line));
  const key = /^ANSWER:\s*([A-Z])$/.exec(lines.at(-1) ?? "")?.[1];
  const choices = lines.slice(first, -1).map((line) => /^([A-Z])[.)]\s+(.+)$/.exec(line));
  const ordered = choices.every((choice, index) => choice?.[1] === letters[index]);
  if (first < 1 || key === undefined || !ordered || letters.indexOf(key) >= choices.length) {
    const reason = "is not understood, expected a question, options from A on and ANSWER: <letter>; left out";
    return { notes: [{ question: place, field: "question", reason }] };
  }
  const options = choices.map((choice) => ({
    id: choice![1]!.toLowerCase(),
    text: choice![2],
    correct: choice![1] === key,
  }));
  return toDraft({ kind: "multiple-choice", prompt: lines.slice(0, first).join("\n"), options }, place);
}
