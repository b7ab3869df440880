import type { ActionsBlock, Button, KnownBlock, ModalView } from "@slack/types";
import type { Session, TranscriptEntry } from "../interview/mod.ts";
import { choosesMany, type PublicQuestion } from "../question-bank/mod.ts";
import { checkBlocks, checkView, cut, limits } from "./limits.ts";
import { plainMaths } from "./plain_maths.ts";

/** Longest answer that a form or a reply of Slack's can hold; longer ones go through the web page. */
export const answerMax = limits.input;
const entryMax = 2_400;
const quoteMax = 600;

/** A message: blocks, and the text that notifications and screen readers get. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Markdown of ours as a block. Nothing in it can call people or channels. */
export const markdown = (text: string): KnownBlock => ({
  type: "markdown",
  text: escaped(cut(plainMaths(text).trim(), entryMax)).replaceAll("&gt; ", "> ") || "–",
});

const context = (text: string): KnownBlock => ({
  type: "context",
  elements: [{ type: "mrkdwn", text: escaped(text) }],
});

const header = (text: string): KnownBlock => ({
  type: "header",
  text: { type: "plain_text", text: cut(text, limits.header) },
});

export const button = (
  { text, action, value, style, url }: {
    readonly text: string;
    readonly action: string;
    readonly value?: string;
    readonly style?: "primary" | "danger";
    readonly url?: string;
  },
): Button => ({
  type: "button",
  text: { type: "plain_text", text: cut(text, limits.buttonText) },
  action_id: action,
  ...(value !== undefined && { value }),
  ...(style && { style }),
  ...(url !== undefined && { url }),
});

export const actions = (...elements: readonly Button[]): ActionsBlock => ({ type: "actions", elements: [...elements] });

/** What a press of a button carries: which interview and question it is meant for. */
export interface Aim {
  readonly sessionId: string;
  readonly questionId: string;
}

export const aimValue = ({ sessionId, questionId }: Aim): string => JSON.stringify([sessionId, questionId]);

/** `null` for a value that is no aim. */
export function aimOf(value: string): Aim | null {
  try {
    const parsed: unknown = JSON.parse(value);
    if (!Array.isArray(parsed)) return null;
    const [sessionId, questionId] = parsed;
    return typeof sessionId === "string" && typeof questionId === "string" ? { sessionId, questionId } : null;
  } catch {
    return null;
  }
}

/** The options of a multiple-choice question: each with its letter, and buttons whose letters answer. */
export function choiceBlocks(
  options: NonNullable<PublicQuestion["options"]>,
  press: (choice: string) => { readonly action: string; readonly value: string },
): readonly KnownBlock[] {
  const short = options.every(({ id, text }) => `${id}) ${plainMaths(text)}`.length <= limits.buttonText);
  const buttons = options.map(({ id, text }) =>
    button({ text: short ? `${id}) ${plainMaths(text)}` : id.toUpperCase(), ...press(id) })
  );
  return [...(short ? [] : [markdown(lettered(options))]), actions(...buttons)];
}

const lettered = (options: NonNullable<PublicQuestion["options"]>): string =>
  options.map(({ id, text }) => `**${id.toUpperCase()}.** ${text}`).join("\n\n");

/** What the member can do now. */
function moves(session: Session, webUrl: string): readonly KnownBlock[] {
  const { question } = session;
  const open = button({ text: "Open on the web", action: "open-web", url: webUrl });
  if (session.state === "finished") {
    return [actions(button({ text: "See the report", action: "open-web", url: `${webUrl}/report`, style: "primary" }))];
  }
  if (session.state === "grading" || !question) return [];
  const value = aimValue({ sessionId: session.id, questionId: question.id });
  const rest = [
    ...(question.hintCount > 0 ? [button({ text: "Hint (−10 %)", action: "hint", value })] : []),
    button({ text: "Skip", action: "skip", value }),
    button({ text: "End", action: "end", value }),
    open,
  ];
  switch (question.kind) {
    case "multiple-choice":
      if (choosesMany(question)) {
        return [
          markdown(lettered(question.options ?? [])),
          actions(button({ text: "Answer", action: "write", value, style: "primary" }), ...rest),
        ];
      }
      return [
        ...choiceBlocks(question.options ?? [], (choice) => ({ action: `choose:${choice}`, value })),
        actions(...rest),
      ];
    case "free-text":
      return [actions(button({ text: "Answer", action: "write", value, style: "primary" }), ...rest)];
    case "coding":
      return [
        context(`Code of up to ${answerMax} characters fits into this form; the web page has an editor and plots.`),
        actions(button({ text: "Paste code", action: "write", value, style: "primary" }), ...rest),
      ];
    default:
      return question.kind satisfies never;
  }
}

const difficultyOf = (question: PublicQuestion) => `${question.topic} · ${question.difficulty}`;

/** A part of the conversation as one message. With `moves` it ends with what can be done now. */
export function conversationMessage(
  session: Session,
  options: {
    readonly entries: readonly TranscriptEntry[];
    readonly questions: (id: string) => PublicQuestion | undefined;
    readonly webUrl: string;
    readonly moves: boolean;
  },
): Message {
  const blocks = options.entries.flatMap((entry): readonly KnownBlock[] => {
    const question = options.questions(entry.questionId ?? "");
    switch (entry.kind) {
      case "question":
        return [
          header(question?.title ?? "Question"),
          ...(question ? [context(difficultyOf(question))] : []),
          markdown(entry.text),
        ];
      case "answer":
        return [context("You"), {
          type: "section",
          text: { type: "plain_text", text: cut(shownAnswer(entry), quoteMax) },
        }];
      case "follow-up":
        return [context("A chance to win points back"), markdown(entry.text)];
      case "greeting":
      case "hint":
      case "feedback":
      case "notice":
      case "closing":
        return entry.role === "candidate" ? [context(`You: ${cut(entry.text, quoteMax)}`)] : [markdown(entry.text)];
      default:
        return entry.kind satisfies never;
    }
  });
  const grading = session.state === "grading" && options.moves ? [context("Grading …")] : [];
  const all = [...blocks, ...grading, ...(options.moves ? moves(session, options.webUrl) : [])];
  const last = options.entries.findLast(({ role }) => role === "interviewer") ?? options.entries.at(-1);
  return {
    text: cut(plainMaths(last?.text ?? "viva"), limits.fallback),
    blocks: checkBlocks(all.slice(-limits.blocksOfMessage)),
  };
}

const shownAnswer = ({ text }: TranscriptEntry) => text.trim() === "" ? "–" : text;

const formLabels = {
  "multiple-choice": "Letters, such as: a, c",
  "free-text": "In your own words",
  coding: "TypeScript or JavaScript",
} as const;

/** The form for an answer in words or code. */
export function answerForm(question: PublicQuestion, aim: Aim): ModalView {
  const isCode = question.kind === "coding";
  const starter = isCode && question.starter && question.starter.source.length <= answerMax
    ? question.starter.source
    : undefined;
  return checkView({
    type: "modal",
    callback_id: "answer",
    private_metadata: aimValue(aim),
    title: { type: "plain_text", text: isCode ? "Your code" : "Your answer" },
    submit: { type: "plain_text", text: "Send" },
    close: { type: "plain_text", text: "Cancel" },
    blocks: [
      markdown(cut(question.prompt, entryMax)),
      ...(question.options ? [markdown(lettered(question.options))] : []),
      {
        type: "input",
        block_id: "answer",
        label: { type: "plain_text", text: formLabels[question.kind] },
        element: {
          type: "plain_text_input",
          action_id: "text",
          multiline: true,
          min_length: 1,
          max_length: answerMax,
          ...(starter !== undefined && { initial_value: starter }),
        },
      },
    ],
  });
}
