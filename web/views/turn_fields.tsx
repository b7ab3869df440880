import type { Session } from "../../interview/mod.ts";

/** What every turn form sends: which question it is for, and a key that makes sending it twice harmless. */
export function TurnFields({ session }: { readonly session: Session }) {
  return (
    <>
      {session.question && <input type="hidden" name="questionId" value={session.question.id} />}
      <input type="hidden" name="idempotencyKey" value={crypto.randomUUID()} />
    </>
  );
}

/** Where turns go. */
export const turnsOf = (session: Session) => `/sessions/${session.id}/turns`;
