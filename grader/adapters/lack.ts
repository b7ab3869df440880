/** What a server may not take of a request: a reply held to a schema, a parameter, or the usual name of the reply's limit. */
export type Lack = "schema" | "temperature" | "seed" | "usual-limit";

/** A server's answer to a request that it would not take. */
export interface Refusal {
  readonly message: string;
  readonly param?: unknown;
  readonly code?: unknown;
}

/** What the refused request held. */
export interface Refused {
  /** Texts of the messages. */
  readonly texts: readonly string[];
  /** What the candidate wrote of them. */
  readonly answer: string;
  /** What is known to be lacking, and was left out. */
  readonly known: ReadonlySet<Lack>;
}

const names: readonly (readonly [Lack, RegExp])[] = [
  ["usual-limit", /\bmax_(?:completion_)?tokens\b/g],
  ["temperature", /\btemperature\b/g],
  ["seed", /\bseed\b/g],
  ["schema", /\bresponse_format\b|\bjson_schema\b|\bstructured outputs?\b/gi],
];
const unsupportedCode = /^(?:un(?:supported|known|recogni[sz]ed)|extra_forbidden)/;
const unsupported =
  /\b(?:unsupported|unavailable|unknown|unrecogni[sz]ed|unexpected|unpermitted)\b|\b(?:not|only|isn't|doesn't|don't|cannot|no longer) (?:\w+ )?(?:support|permit|allow|recogni[sz]e|accept|available|known)|\bonly\b[^.]{0,60}\bsupported\b/i;
const ofLength = /\bcontext (?:length|size|window)\b|\btoo (?:long|large|many)\b/i;

/**
 * What the server lacks by its own words, or `undefined`.
 *
 * The error's fields come first. Its message counts where it says that something is not supported, and without the texts that
 * were sent: a server may repeat them, whole or in part, so a name that stands in the answer proves nothing either.
 */
export function lackOf({ message, param, code }: Refusal, { texts, answer, known }: Refused): Lack | undefined {
  const own = without(message, [...texts, answer]);
  const isUnsupported = unsupportedCode.test(String(code ?? "")) || unsupported.test(own);
  if (!isUnsupported || ofLength.test(own)) return undefined;
  const field = typeof param === "string" ? param : "";
  const named = (text: string, isSaid: (name: string) => boolean) =>
    names.find(([lack, pattern]) => !known.has(lack) && (text.match(pattern) ?? []).some(isSaid))?.[0];
  if (field !== "") return named(field, () => true);
  return named(own, (name) => !answer.includes(name));
}

// A shorter text would be found in words that are the server's own.
const repeatedFrom = 20;

function without(message: string, texts: readonly string[]): string {
  let own = message;
  for (const text of texts.filter((text) => text.length >= repeatedFrom)) {
    own = own.replaceAll(text, " ").replaceAll(JSON.stringify(text).slice(1, -1), " ");
  }
  return own;
}
