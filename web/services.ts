import type { Context } from "hono";
import type { Visitor } from "../access/mod.ts";
import type { Grade } from "../grader/mod.ts";
import type {
  Interview,
  OpenSession,
  Report,
  Session,
  SessionState,
  StartRequest,
  Turn,
  TurnOptions,
} from "../interview/mod.ts";
import type { PublicQuestion } from "../question-bank/mod.ts";
import type { StaffServices } from "./staff_services.ts";

/** What the pages ask of the interview service. */
export interface WebInterview extends
  Pick<
    Interview,
    | "appeal"
    | "appeals"
    | "precheck"
    | "setClock"
    | "share"
    | "shared"
    | "shareOf"
    | "stopGrading"
    | "stopPrechecks"
    | "unshare"
    | "usage"
  > {
  /** `null` for a session that does not exist or that `owner` may not see. */
  get(sessionId: string, owner: string): Promise<Session | null>;
  /** The session of a report that is shared. */
  getShared(sessionId: string): Promise<Session | null>;
  /** The grades that the candidate may see now, the counting one of each answer last. */
  grades(sessionId: string): Promise<readonly Grade[]>;
  /** What the interview came to so far; `null` for an unknown session. */
  report(sessionId: string): Promise<Report | null>;
  /**
   * Starts an interview; with `offlineOnly` no language model reads its answers.
   *
   * @throws {InvalidRequest} when no question fits.
   */
  start(
    request: StartRequest,
    owner: string | null,
    options?: { readonly offlineOnly?: boolean },
  ): Promise<Session>;
  /**
   * Commits the turn before it resolves; grading comes after.
   *
   * @throws {Conflict | InvalidRequest | QueueFull}
   */
  takeTurn(
    sessionId: string,
    turn: Turn,
    options?: TurnOptions,
  ): Promise<{ readonly turnId: string; readonly state: SessionState }>;
  /** Waits until the session is not grading, at most `timeoutMs`. */
  settled(sessionId: string, timeoutMs: number): Promise<void>;
  /** Interviews that can be gone on with, newest first. */
  openSessions(owner: string): Promise<readonly OpenSession[]>;
  /** `false` for an unknown session. */
  erase(sessionId: string): Promise<boolean>;
}

/** What a visitor is told about the server. */
export interface WebStatus {
  /** "graded offline on this machine" or "by <model>". */
  readonly graders: string;
  /** "nothing leaves this machine" or "answers go to <host>". */
  readonly leaves: string;
  /** What protects the host from submitted code, and why it is this. */
  readonly sandbox: { readonly tier: string; readonly reason: string };
  /** Whether a language model grades free text. */
  readonly llm: boolean;
}

/** When a criterion comes back. */
export interface WebReview {
  /** The question that asks for it. */
  readonly questionId: string;
  /** What the criterion says. */
  readonly description: string;
  /** ISO time from which it is due. */
  readonly dueAt: string;
}

/** How visitors say who they are. */
export interface WebLogin {
  /** Who is at the browser; `null` where a log-in is needed first. */
  visitor(c: Context): Promise<Visitor | null>;
  /** Whether people can log in with their organisation. */
  readonly provider: boolean;
  /** `false` for a key that is not valid. */
  withKey(c: Context, key: string): Promise<boolean>;
  /** Where to send the browser to log in with the organisation; it comes back to `/login/callback`. */
  begin(c: Context, to: string): Promise<URL>;
  /** Where to go for somebody who has come back; `null` when the log-in failed. */
  finish(c: Context): Promise<string | null>;
  /** Forgets who is logged in. */
  out(c: Context): void;
}

/** What the pages need, joined by the composition root. */
export interface WebServices {
  /** Holds the interviews. */
  readonly interview: WebInterview;
  /** Public views, in the order of the bank. */
  readonly questions: readonly PublicQuestion[];
  /** Asked anew for every page. */
  status(): WebStatus;
  /** Who visitors are, on a server that is not open. */
  readonly login: WebLogin;
  /** Who the browser is: reads the signed cookie, or sets a fresh one. */
  owner(c: Context): Promise<string> | string;
  /** When what an owner has answered comes back, the longest due first; empty before the first interview. */
  reviews(owner: string): Promise<readonly WebReview[]>;
  /** The time now. */
  now(): Date;
  /** A report in another format; `null` where {@link WebInterview.report} is. */
  reportAs(sessionId: string, format: "markdown" | "csv"): Promise<string | null>;
  /** What reviewers, operators and authors work with. */
  readonly staff: StaffServices;
  /** Told of errors that no visitor can cause; the visitor sees only the request's id. */
  onFault?(error: unknown, c: Context): void;
}
