import { Conflict, NotFound } from "./errors.ts";
import type { InterviewPorts } from "./interview.ts";

/** Makes the link of a report, or returns the one there is. The token is 192 random bits in base64url. */
export async function share(sessionId: string, { store, shares }: InterviewPorts): Promise<string> {
  const session = await store.session(sessionId);
  if (session && session.state !== "finished") {
    throw new Conflict("Cannot share the report: the interview goes on, expected it to be finished");
  }
  const token = session && await shares.keep(sessionId, randomToken());
  if (!token) throw new NotFound("session", sessionId);
  return token;
}

function randomToken(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
}
