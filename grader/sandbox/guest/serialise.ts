const depthMax = 32;
const outputTextMax = 1 << 16;

/**
 * JSON text of a probe's result. Numbers that are not finite become `null`, typed arrays become arrays. Uses nothing that code
 * in the same realm can replace once the intrinsics are frozen.
 *
 * @throws {TypeError} for what is not data; {RangeError} when it is too deep or too long.
 */
export function serialise(value: unknown, lengthMax: number): string {
  const parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    length += part.length;
    if (length > lengthMax) throw new RangeError(`The result is longer than ${lengthMax} characters`);
    parts[parts.length] = part;
  };
  write(value, add, 0);
  return parts.join("");
}

function write(value: unknown, add: (part: string) => void, depth: number): void {
  if (depth > depthMax) throw new RangeError(`The result is nested deeper than ${depthMax} levels`);
  switch (typeof value) {
    case "number":
      return add(Number.isFinite(value) ? `${value}` : "null");
    case "boolean":
      return add(`${value}`);
    case "string":
      if (value.length > outputTextMax) throw new RangeError(`The result holds a text of ${value.length} characters`);
      return add(JSON.stringify(value));
    case "undefined":
      return add("null");
    case "object":
      if (value === null) return add("null");
      if (Array.isArray(value) || ArrayBuffer.isView(value)) return writeList(value as ArrayLike<unknown>, add, depth);
      return writeRecord(value as Record<string, unknown>, add, depth);
    default:
      throw new TypeError(`The result holds a ${typeof value}, expected numbers, strings, lists and records`);
  }
}

function writeList(list: ArrayLike<unknown>, add: (part: string) => void, depth: number): void {
  add("[");
  for (let index = 0; index < list.length; index++) {
    if (index > 0) add(",");
    write(list[index], add, depth + 1);
  }
  add("]");
}

function writeRecord(record: Record<string, unknown>, add: (part: string) => void, depth: number): void {
  add("{");
  let isFirst = true;
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value === undefined) continue;
    if (!isFirst) add(",");
    isFirst = false;
    add(`${JSON.stringify(key)}:`);
    write(value, add, depth + 1);
  }
  add("}");
}
