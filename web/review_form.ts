import type { OverrideRequest, ReviewCase } from "../interview/mod.ts";
import { review } from "./messages/staff_en.ts";

/** Most characters of a reason, as the API takes them. */
export const reasonMax = 2_000;

/** What a reviewer has entered. */
export interface ReviewDraft {
  /** By criterion; what is to be left as it is, is not in it. */
  readonly verdicts: ReadonlyMap<string, "met" | "not-met">;
  /** Words of the answer, by criterion, that a verdict rests on. */
  readonly quotes: ReadonlyMap<string, string>;
  /** Errors that the answer states. */
  readonly states: ReadonlySet<string>;
  readonly reason: string;
}

/** What was entered in a form. */
export function reviewDraft(form: FormData): ReviewDraft {
  const verdicts = new Map<string, "met" | "not-met">();
  const quotes = new Map<string, string>();
  for (const [name, value] of form) {
    const [, field, id] = /^(verdict|quote):(.+)$/.exec(name) ?? [];
    if (id === undefined || typeof value !== "string") continue;
    if (field === "verdict" && (value === "met" || value === "not-met")) verdicts.set(id, value);
    if (field === "quote" && value.trim() !== "") quotes.set(id, value.trim());
  }
  const reason = form.get("reason");
  return {
    verdicts,
    quotes,
    states: new Set(form.getAll("states").filter((value) => typeof value === "string")),
    reason: typeof reason === "string" ? reason.trim().slice(0, reasonMax) : "",
  };
}

/** What a draft asks the core for, or why it asks for nothing. */
export function overrideOf(draft: ReviewDraft, { grade }: ReviewCase): OverrideRequest | { readonly fault: string } {
  const now = new Set(grade.misconceptions.map(({ id }) => id));
  const changed = [
    ...[...draft.states].filter((id) => !now.has(id)).map((id) => ({ id, stated: true })),
    ...[...now].filter((id) => !draft.states.has(id)).map((id) => ({ id, stated: false })),
  ];
  if (draft.verdicts.size === 0 && changed.length === 0) return { fault: review.nothingDecided };
  if (draft.reason === "") return { fault: review.noReason };
  return {
    criteria: [...draft.verdicts].map(([id, verdict]) => {
      const quote = verdict === "met" ? draft.quotes.get(id) : undefined;
      return { id, verdict, ...(quote !== undefined && { quote }) };
    }),
    misconceptions: changed,
    reason: draft.reason,
  };
}
