import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds by which a request's time may differ from ours, either way. */
export const clockSkewMaxS = 300;
/** A signature is remembered until no request that carries it could be accepted any more. */
const rememberedMs = 2 * clockSkewMaxS * 1_000;

/** Why a request is not taken for one of Slack's. */
export type Refusal = "unsigned" | "late" | "forged" | "replayed";

/** Tells Slack's requests from others'. */
export interface Verifier {
  /** `null` for a request of Slack's that was not seen before. */
  verify(request: {
    readonly timestamp: string | undefined;
    readonly signature: string | undefined;
    /** The body as it came, before any parsing. */
    readonly rawBody: string;
  }): Refusal | null;
}

/** The signature of a body: "v0=" and the HMAC-SHA256 of "v0:{timestamp}:{body}" in hex (Slack, Verifying requests). */
export function signatureOf(
  { secret, timestamp, rawBody }: { readonly secret: string; readonly timestamp: string; readonly rawBody: string },
): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${rawBody}`).digest("hex")}`;
}

/**
 * Builds a verifier. A body is signed with a time, which may be {@link clockSkewMaxS} off, before or after ours; within that time
 * the same signature is taken once.
 *
 * @throws {RangeError} for an empty secret, with which anybody could sign
 */
export function createVerifier(
  { secret, clock }: { readonly secret: string; readonly clock: { now(): Date } },
): Verifier {
  if (secret.trim() === "") {
    throw new RangeError("Cannot verify requests of Slack: the signing secret is empty, expected the app's secret");
  }
  const seen = new Map<string, number>();
  return {
    verify({ timestamp, signature, rawBody }) {
      if (!timestamp || !signature) return "unsigned";
      const now = clock.now().getTime();
      if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > clockSkewMaxS) return "late";
      const expected = new TextEncoder().encode(signatureOf({ secret, timestamp, rawBody }));
      const given = new TextEncoder().encode(signature);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) return "forged";
      for (const [old, until] of seen) {
        if (until >= now) break;
        seen.delete(old);
      }
      if (seen.has(signature)) return "replayed";
      seen.set(signature, now + rememberedMs);
      return null;
    },
  };
}
