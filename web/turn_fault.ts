import { Conflict, InvalidRequest, QueueFull, type Session } from "../interview/mod.ts";
import * as words from "./messages/en.ts";

/** Why the interview service did not take a turn, in words for the candidate. */
export interface TurnFault {
  readonly status: 409 | 422 | 503;
  notice(session: Session): string;
}

/** The fault behind an error of the interview service; `undefined` when the error is none that a candidate can cause. */
export function turnFault(error: unknown): TurnFault | undefined {
  if (error instanceof Conflict) {
    return {
      status: 409,
      notice({ state }) {
        if (state === "finished") return words.interview.gone;
        return state === "grading" ? words.interview.grading409 : words.interview.stale;
      },
    };
  }
  if (error instanceof InvalidRequest) return { status: 422, notice: () => words.interview.stale };
  if (error instanceof QueueFull) return { status: 503, notice: () => words.interview.busy };
  return undefined;
}
