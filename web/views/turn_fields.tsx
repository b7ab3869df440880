import type { Session } from "../../interview/mod.ts";
import { askedNow } from "../exchanges.ts";

/** What every turn form sends: what it answers to, and a key that makes sending it twice harmless. */
export function TurnFields({ session }: { readonly session: Session }) {
  return (
    <>
      <input type="hidden" name="asked" value={askedNow(session)} />
      <input type="hidden" name="idempotencyKey" value={crypto.randomUUID()} />
    </>
  );
}

/** Where turns go. */
export const turnsOf = (session: Session) => `/sessions/${session.id}/turns`;
