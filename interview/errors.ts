/** There is no such thing, or the caller may not see it. */
export class NotFound extends Error {
  override name = "NotFound";
  constructor(what: string, id: string) {
    super(`Cannot find ${what} "${id}"`);
  }
}

/** The request is well-formed but does not fit the state of the session. */
export class Conflict extends Error {
  override name = "Conflict";
}

/** A value is out of range; `pointer` is a JSON pointer into the request body. */
export class InvalidRequest extends Error {
  override name = "InvalidRequest";
  readonly faults: readonly { readonly pointer: string; readonly detail: string }[];
  constructor(faults: readonly { readonly pointer: string; readonly detail: string }[]) {
    super(faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("; "));
    this.faults = faults;
  }
}
