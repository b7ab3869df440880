/** There is no such thing, or the caller may not see it. */
export class NotFound extends Error {
  /** Name of the class. */
  override name = "NotFound";
  /** `what` is the kind of thing, `id` what was asked for. */
  constructor(what: string, id: string) {
    super(`Cannot find ${what} "${id}"`);
  }
}

/** The request is well-formed but does not fit the state of the session. */
export class Conflict extends Error {
  /** Name of the class. */
  override name = "Conflict";
}

/** A value is out of range; `pointer` is a JSON pointer into the request body. */
export class InvalidRequest extends Error {
  /** Name of the class. */
  override name = "InvalidRequest";
  /** Every fault, each at its place. */
  readonly faults: readonly { readonly pointer: string; readonly detail: string }[];
  /** At least one fault. */
  constructor(faults: readonly { readonly pointer: string; readonly detail: string }[]) {
    super(faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("; "));
    this.faults = faults;
  }
}
