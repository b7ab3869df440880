import { type GIFTQuestion, parse, type TextChoice, type TextFormat } from "gift-pegjs";
import { difficulties } from "../format.ts";
import { type Draft, type Note, toDraft } from "./draft.ts";
import { decode, encode, type ExchangeFormat, nameOf } from "./exchange_format.ts";
import { keepsHtml, keyed, optionNotes, type PointedChoice, points, withIds } from "./options.ts";

/** Moodle's GIFT. Topic as category, id and difficulty in the comment line that Moodle reads; reasons as feedback. */
export const gift: ExchangeFormat = {
  name: "gift",
  extensions: ["gift", "gift.txt"],
  carries: {
    "multiple-choice": ["id", "kind", "topic", "difficulty", "title", "prompt", "options"],
    "free-text": ["id", "kind", "topic", "difficulty", "title", "prompt", "modelAnswer"],
  },
  write: (drafts) => {
    const notes: Note[] = [];
    let category: string | undefined;
    const blocks = drafts.flatMap((draft, index) => {
      const name = nameOf(draft, index);
      const body = writeAnswers(draft, name, notes);
      if (body === undefined) return [];
      const change = draft.topic !== undefined && draft.topic !== category ? [`$CATEGORY: ${draft.topic}`] : [];
      category = draft.topic ?? category;
      return [...change, `${writeHead(draft)}${body}`];
    });
    return { content: encode(blocks.map((block) => `${block}\n`).join("\n")), notes };
  },
  read: (content) => {
    const text = decode(content);
    if (text.trim() === "") return { drafts: [], notes: [] };
    const results: ReturnType<typeof toDraft>[] = [];
    let category: string | undefined;
    for (const question of parseGift(text)) {
      if (question.type === "Category") category = question.title.trim().split("/").at(-1);
      else results.push(readQuestion(question, { category, place: `question ${results.length + 1}` }));
    }
    return {
      drafts: results.flatMap(({ draft }) => draft ?? []),
      notes: results.flatMap(({ notes }) => notes),
    };
  },
};

function parseGift(text: string): GIFTQuestion[] {
  try {
    return parse(`${text.trimEnd()}\n`);
  } catch (error) {
    if (!(error instanceof Error && "location" in error)) throw error;
    const { start } = error.location as { start: { line: number; column: number } };
    throw new SyntaxError(`Cannot read GIFT: line ${start.line}, column ${start.column}: ${error.message}`);
  }
}

function writeHead({ id, difficulty, title, prompt }: Draft): string {
  const marks = [
    ...(id === undefined ? [] : [`[id:${id}]`]),
    ...(difficulty === undefined ? [] : [`[tag:${difficulty}]`]),
  ];
  const comment = marks.length === 0 ? "" : `// ${marks.join(" ")}\n`;
  return `${comment}${title === undefined ? "" : `::${escape(title)}::`}[markdown]${escape(prompt)}`;
}

function writeAnswers(draft: Draft, question: string, notes: Note[]): string | undefined {
  const { options = [], modelAnswer } = draft;
  if (draft.kind === "free-text") return modelAnswer === undefined ? "{}" : `{####${richText(modelAnswer)}}`;
  if (options.some(({ text, why = "" }) => `${text}\n${why}`.includes("->"))) {
    const reason = 'hold "->", which GIFT takes for a pair to be matched; the question is left out';
    notes.push({ question, field: "options", reason });
    return undefined;
  }
  notes.push(...optionNotes(options, question));
  const marks = points(options);
  const several = options.filter(({ correct }) => correct).length !== 1;
  const lines = options.map(({ text, correct, why }, index) => {
    const sign = several ? `~%${marks[index]}%` : correct ? "=" : "~";
    return `${sign}${richText(text)}${why === undefined ? "" : `#${richText(why)}`}`;
  });
  return `{\n${lines.join("\n")}\n}`;
}

/** A leading bracket or per cent sign would be taken for a format or a weight. */
function richText(text: string): string {
  return `${/^[[%]/.test(text) ? "[markdown]" : ""}${escape(text)}`;
}

function escape(text: string): string {
  return text.replaceAll(/[\\:#={}~]/g, "\\$&").replaceAll("\n", "\\n");
}

interface Surroundings {
  readonly category: string | undefined;
  readonly place: string;
}

function readQuestion(
  question: Exclude<GIFTQuestion, { type: "Category" }>,
  { category, place }: Surroundings,
): ReturnType<typeof toDraft> {
  const difficulty = question.tags?.find((tag) => (difficulties as readonly string[]).includes(tag));
  const head = {
    ...(question.id && { id: question.id }),
    ...(category !== undefined && { topic: category }),
    ...(difficulty !== undefined && { difficulty }),
    ...(question.title !== null && { title: question.title }),
    prompt: question.stem.text,
  };
  const name = question.id ?? question.title ?? place;
  const read = (fields: Readonly<Record<string, unknown>>, texts: readonly (TextFormat | null)[]) => {
    const { draft, notes } = toDraft({ ...head, ...fields }, place);
    const html = [question.stem, ...texts].some((text) => text?.format === "html");
    return { ...(draft && { draft }), notes: [...notes, ...(html ? [keepsHtml(name)] : [])] };
  };
  switch (question.type) {
    case "MC": {
      const single = question.choices.some(({ isCorrect }) => isCorrect);
      const { options, notes } = keyed(question.choices.map(readChoice), { single, question: name });
      const texts = question.choices.flatMap(({ text, feedback }) => [text, feedback]);
      const result = read({ kind: "multiple-choice", options }, texts);
      return { ...result, notes: [...notes, ...result.notes] };
    }
    case "TF": {
      const option = (text: string, correct: boolean) => {
        // By GIFT the first feedback is for the wrong answer, whatever the parser calls it.
        const feedback = correct ? question.falseFeedback : question.trueFeedback;
        return { text, correct, ...(feedback && { why: feedback.text }) };
      };
      const options = withIds([option("True", question.isTrue), option("False", !question.isTrue)]);
      return read({ kind: "multiple-choice", options, shuffle: false }, [
        question.trueFeedback,
        question.falseFeedback,
      ]);
    }
    case "Essay": {
      const modelAnswer = question.globalFeedback?.text;
      return read({ kind: "free-text", ...(modelAnswer && { modelAnswer }) }, [question.globalFeedback]);
    }
    default: {
      const reason = `is of GIFT's type ${question.type}, expected multiple choice, true/false or essay; left out`;
      return { notes: [{ question: name, field: "question", reason }] };
    }
  }
}

function readChoice({ isCorrect, weight, text, feedback }: TextChoice): PointedChoice {
  return { text: text.text, percent: isCorrect ? 100 : weight ?? 0, ...(feedback && { why: feedback.text }) };
}
