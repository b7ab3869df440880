import type { DraftOption, Note } from "./draft.ts";

const letters = "abcdefghijklmnopqrstuvwxyz";

/** Options with the letters that they have by their order. */
export function withIds<O extends object>(options: readonly O[]): (O & { readonly id: string | undefined })[] {
  return options.map((option, index) => ({ id: letters[index], ...option }));
}

/** What a format without ids of options, and with points for each of them, makes of these. */
export function optionNotes(options: readonly DraftOption[], question: string): Note[] {
  const keys = options.filter(({ correct }) => correct).length;
  return [
    ...(options.some(({ id }, index) => id !== letters[index])
      ? [{ question, field: "options.id", reason: "is given anew, by order" }]
      : []),
    ...(keys > 1
      ? [{ question, field: "options", reason: "have several right ones, for each of which a part is given" }]
      : []),
  ];
}

/**
 * Percentages that Moodle takes: the right ones share 100, and with several right ones a wrong one takes all away, so that ticking
 * everything earns nothing.
 */
export function points(options: readonly DraftOption[]): string[] {
  const keys = options.filter(({ correct }) => correct).length;
  const part = String(Number((100 / Math.max(1, keys)).toFixed(5)));
  return options.map(({ correct }) => correct ? part : keys > 1 ? "-100" : "0");
}

/** A choice with the points that another program gives for it, in per cent. */
export interface PointedChoice {
  readonly text: string | undefined;
  readonly percent: number;
  readonly why?: string;
}

/** The key by the points: with a single right option the one that earns all of them, else all that earn some. */
export function keyed(
  choices: readonly PointedChoice[],
  { single, question }: { readonly single: boolean; readonly question: string },
): { readonly options: readonly Partial<DraftOption>[]; readonly notes: readonly Note[] } {
  const isRight = ({ percent }: PointedChoice) => single ? percent >= 100 : percent > 0;
  const partly = choices.some((choice) => choice.percent > 0 && !isRight(choice));
  const options = withIds(choices.map((choice) => {
    const { text, why } = choice;
    return { ...(text !== undefined && { text }), correct: isRight(choice), ...(why !== undefined && { why }) };
  }));
  const reason = "earn part of the points beside the right one; they count as wrong";
  return { options: options as Partial<DraftOption>[], notes: partly ? [{ question, field: "options", reason }] : [] };
}

/** Of a question whose texts are HTML. */
export function keepsHtml(question: string): Note {
  return { question, field: "texts", reason: "are HTML and stay so; the bank's are markdown" };
}
