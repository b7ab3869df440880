/// <reference lib="dom" />
import type { Turn } from "../../interview/mod.ts";
import { keep, readKept } from "./kept.ts";

/** A turn on its way. The same key makes sending it again harmless. */
export interface Parcel {
  readonly key: string;
  readonly turn: Turn;
  readonly draft: string | null;
}

/** What became of a parcel. */
export type Delivery =
  | { readonly kind: "taken" }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "failed"; readonly retryAfterS: number | null };

const timeoutMs = 20_000;

/** A turn with a fresh key, kept on this device until the server has it. */
export function pack(sessionId: string, turn: Turn, draft: string | null): Parcel {
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  const parcel = { key, turn, draft };
  keep(`outbox:${sessionId}`, parcel);
  return parcel;
}

/** The parcel that was on its way when the page was left. */
export const unsent = (sessionId: string): Parcel | null => readKept<Parcel>(`outbox:${sessionId}`);

/** The server has the parcel, or will not take it. */
export const settle = (sessionId: string): boolean => keep(`outbox:${sessionId}`, null);

/** Tries to deliver a parcel once. */
export async function deliver(sessionId: string, { key, turn }: Parcel): Promise<Delivery> {
  let response: Response;
  try {
    response = await fetch(`/v1/sessions/${sessionId}/turns`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(turn),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    return { kind: "failed", retryAfterS: null };
  }
  if (response.ok) return { kind: "taken" };
  if (response.status === 409) return { kind: "conflict" };
  if (response.status === 429 || response.status >= 500) {
    return { kind: "failed", retryAfterS: Number(response.headers.get("Retry-After")) || null };
  }
  return { kind: "refused", detail: await detailOf(response) };
}

async function detailOf(response: Response): Promise<string> {
  try {
    const { detail, title, errors } = await response.json();
    const first = errors?.[0]?.detail;
    return String(first ?? detail ?? title);
  } catch {
    return `status ${response.status}.`;
  }
}
