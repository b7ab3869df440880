/// <reference lib="dom" />
import { keep, readKept } from "./kept.ts";

/** A turn on its way. The same key makes sending it again harmless. */
export interface Parcel {
  readonly key: string;
  /** What the form holds. */
  readonly fields: readonly (readonly [string, string])[];
  readonly draft: string | null;
}

/** What became of a parcel. */
export type Delivery =
  | { readonly kind: "taken" }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "failed"; readonly retryAfterS: number | null };

const timeoutMs = 20_000;

/** A form's turn with a fresh key, kept on this device until the server has it. */
export function pack(sessionId: string, form: FormData, draft: string | null): Parcel {
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  const fields = [...form].filter((field): field is [string, string] => typeof field[1] === "string");
  const parcel = { key, fields, draft };
  keep(`outbox:${sessionId}`, parcel);
  return parcel;
}

/** The parcel that was on its way when the page was left. */
export const unsent = (sessionId: string): Parcel | null => readKept<Parcel>(`outbox:${sessionId}`);

/** The server has the parcel, or will not take it. */
export const settle = (sessionId: string): boolean => keep(`outbox:${sessionId}`, null);

/** Tries to deliver a parcel once. */
export async function deliver(sessionId: string, { key, fields }: Parcel): Promise<Delivery> {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  body.set("idempotencyKey", key);
  let response: Response;
  try {
    response = await fetch(`/sessions/${sessionId}/turns`, {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
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
    return String((await response.json()).detail);
  } catch {
    return `status ${response.status}.`;
  }
}
