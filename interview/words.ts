/**
 * What the interviewer says of its own accord; everything about the subject comes from the bank and the graders.
 *
 * @module
 */
import type { FreeTextQuestion, Question } from "../question-bank/mod.ts";
import type { Grade } from "../grader/mod.ts";
import type { Mode } from "./types.ts";

/** Share of a question's points that each hint costs. */
export const hintCost = 0.1;

const questions = (count: number) => count === 1 ? "one question" : `${count} questions`;

/** Score as a candidate reads it: two decimals. */
export const shown = (score: number): string => score.toFixed(2);

/** What the points of a question are multiplied by after some hints. */
export const hintFactor = (hintsUsed: number): number => Math.max(0, 1 - hintCost * hintsUsed);

export function greeting(mode: Mode, length: number, minutes: number | null): string {
  const common = "Answer in your own words. You can take a hint, skip a question, or ask me to repeat or clarify it.";
  switch (mode) {
    case "practice":
      return `Hello. We have ${
        questions(length)
      }. ${common} After each answer I tell you what I heard and what was missing.`;
    case "mock":
      return `Hello, and thank you for coming. We have ${
        questions(length)
      }, and they get harder or easier with how it goes. ${common} I keep my notes to myself until the end.`;
    case "timed":
      return `Hello. We have ${
        questions(length)
      } and ${minutes} minutes in all. ${common} You get my notes at the end.`;
    default:
      return mode satisfies never;
  }
}

export function hint(text: string, number: number, options: { readonly of: number }): string {
  return `Hint ${number} of ${options.of}. ${text.trim()}\n\nWhat you earn here now counts ${
    Math.round(hintFactor(number) * 100)
  } %.`;
}

export const noMoreHints = (count: number): string =>
  count === 0 ? "There is no hint for this question." : "You have had every hint for this question.";

export const questionGone =
  "This question has been taken out of the bank, so it does not count. What you wrote is kept. We go on.";

export const skipped = "Let us leave that one.";

export const stopped = "I have stopped. That answer is not graded and costs nothing; what you wrote is kept.";

export const clock: Readonly<Record<"paused" | "running", string>> = {
  paused: "The clock stands. It goes on when you do.",
  running: "The clock runs again.",
};

export const noted: Readonly<Record<"answer" | "follow-up", string>> = {
  answer: "Thank you, I have noted that.",
  "follow-up": "Thank you.",
};

export const followUp = (probe: string, mode: Mode): string =>
  mode === "practice" ? `Let us try one of these once more; it can still win you points. ${probe}` : probe;

/** How a question is put another way. */
export function clarification(question: Question): string {
  if (question.clarification) return question.clarification;
  switch (question.kind) {
    case "multiple-choice":
      return `It is about ${question.title.toLowerCase()}: choose what is true of it as the question puts it.`;
    case "free-text":
      return expectation(question);
    case "coding":
      return `Export ${question.entryPoints.map(({ name }) => `\`${name}\``).join(" and ")} as described. ` +
        `I call what you export with inputs of my own and look at the numbers that come back.`;
    default:
      return question satisfies never;
  }
}

function expectation({ rubric }: FreeTextQuestion): string {
  const count = rubric.criteria.length;
  return `I listen for ${count} separate points. Say what happens, why, and what one does about it; a few sentences are enough.`;
}

/** After code that fails a check: a second run of the same question. */
export const secondRun =
  "You can mend it and run it once more; what passes then wins its points back. Your code is still in the editor.";

export const hintOffer =
  "A hint costs 10 % of what this question can still earn. If you want one, take it with the hint button.";
export const skipOffer = "If you would rather leave this question, skip it; we then go on with the next.";
export const answerRefused =
  "I keep the answer to myself until you have tried. You can take a hint, or skip the question.";
export const courtesy = "Take your time. The question stands.";

export const notUnderstood =
  "I can repeat the question, clarify it, or give you a hint. To answer, use the answer field; to go on, skip.";

/** After a graded answer: the grader's feedback, and what hints did to the score (`null`: nothing). */
export function feedback(grade: Grade, scoreAfterHints: number | null): string {
  if (scoreAfterHints === null) return grade.feedback;
  return `${grade.feedback}\n\nWith the hints counted, this question stands at ${shown(scoreAfterHints)}.`;
}

export const timeIsUp = "Time is up. What you sent last is kept, but it is not graded.";

/** `undecided` counts answers that wait for a person or could not be graded. */
export function closing(
  reason: "complete" | "ended" | "time",
  { score, undecided }: { readonly score: number | null; readonly undecided: number },
): string {
  const first = {
    complete: "That was the last question.",
    ended: "We stop here.",
    time: "We stop here, the time is over.",
  }[reason];
  const open = undecided === 0
    ? ""
    : undecided === 1
    ? " One answer is undecided."
    : ` ${undecided} answers are undecided.`;
  if (score === null) return `${first}${open} Your report is ready, although there is no score in it yet.`;
  const over = undecided === 0 ? "Over the whole interview" : "Over the rest";
  return `${first}${open} ${over} you scored ${shown(score)} of 1. The report shows where the points came from.`;
}

/** A grade took another one's place. */
export function gradedAnew(
  title: string,
  { before, after, asked }: {
    readonly before: Grade;
    readonly after: Grade;
    /** The criterion that a follow-up asks about now. */
    readonly asked: string | null;
  },
): string {
  const who = {
    human: "A person",
    llm: "The language model",
    offline: "The offline grader",
    key: "The key",
    sandbox: "The sandbox",
  };
  const met = after.criteria.some(({ id, verdict }) => id === asked && verdict === "met");
  return `${who[after.grader.name]} has graded your answer to “${title}” anew: ${scoreNow(after)} (before: ${
    scoreNow(before)
  }).${met ? " What I asked about last counts already; you can skip it." : ""}`;
}

const scoreNow = ({ score }: Grade): string => score === null ? "undecided" : shown(score);

/** Opens the feedback of a grade that a person gave. */
export const personSays = (reason: string): string => `A person has graded this answer. ${reason.trim()}`;

/** Opens the feedback of a grade that a second reading has put in doubt. */
export const doubted = "A second, blind reading of one point came to another verdict. A person decides it.";

/** Opens the feedback of a grade that counts again after a person's was taken back. */
export const takenBack = "A person's grade of this answer was taken back.";

const ungradableWords = "Your answer is kept, but it could not be graded. " +
  "That is our fault, not yours, and it costs you nothing. The reason: ";

/** Told where a fault of ours left no grade. */
export const ungradable = (reason: string): string => `${ungradableWords}${reason}.`;

/** The reason in what {@link ungradable} told; all of it where it is told in other words. */
export const reasonOfUngradable = (feedback: string): string =>
  feedback.startsWith(ungradableWords) ? feedback.slice(ungradableWords.length) : feedback;
