/** What a `Prefer` header asks for (RFC 7240); anything unknown is ignored. */
export interface Preferences {
  /** Seconds to wait for the result, at most {@link waitMaxS}. */
  readonly waitS: number | null;
  readonly respondAsync: boolean;
  readonly precheck: boolean;
  /** No language model may read the answers. */
  readonly offlineOnly: boolean;
}

/** Longest wait of a turn, in seconds. */
export const waitMaxS = 30;

/** Reads a `Prefer` header. */
export function preferences(header: string | undefined): Preferences {
  const wishes = (header ?? "").split(/[,;]/).map((wish) => wish.trim().toLowerCase());
  const wait = wishes.map((wish) => /^wait\s*=\s*"?(\d{1,6})"?$/.exec(wish)?.[1]).find((value) => value !== undefined);
  return {
    waitS: wait === undefined ? null : Math.min(Number(wait), waitMaxS),
    respondAsync: wishes.includes("respond-async"),
    precheck: wishes.includes("precheck"),
    offlineOnly: wishes.some((wish) => /^grading\s*=\s*"?offline"?$/.test(wish)),
  };
}
