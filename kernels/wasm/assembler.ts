/** Bytes of WebAssembly instructions, nested as they were put together; an expression leaves one value on the stack. */
export type Code = readonly (number | Code)[];

/** A parameter or local of a function, by index. */
export type Local = number & { readonly local: unique symbol };

/** One function: its parameters are 32-bit integers, it returns nothing and is exported by its name. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: (scope: Scope) => Code;
}

/** Hands out locals while a body is written. */
export interface Scope {
  readonly parameter: (name: string) => Local;
  readonly integer: () => Local;
  readonly vector: () => Local;
  /** Calls a function of the same module, named before or after. */
  readonly call: (name: string, ...values: readonly Code[]) => Code;
}

const type = { i32: 0x7f, v128: 0x7b } as const;

export const get = (local: Local): Code => [0x20, unsigned(local)];
export const set = (local: Local, value: Code): Code => [value, 0x21, unsigned(local)];
export const constant = (value: number): Code => [0x41, signed(value)];
export const add = (a: Code, b: Code): Code => [a, b, 0x6a];
export const subtract = (a: Code, b: Code): Code => [a, b, 0x6b];
export const multiply = (a: Code, b: Code): Code => [a, b, 0x6c];
export const shiftRight = (a: Code, bits: number): Code => [a, constant(bits), 0x76];
export const lessThan = (a: Code, b: Code): Code => [a, b, 0x48];
export const equal = (a: Code, b: Code): Code => [a, b, 0x46];
/** `a` where the condition holds, else `b`. */
export const choose = (a: Code, b: Code, condition: Code): Code => [a, b, condition, 0x1b];
export const bump = (local: Local, by: Code): Code => set(local, add(get(local), by));

export const loadInteger = (address: Code, offset = 0): Code => [address, 0x28, 2, unsigned(offset)];
/** Copies four bytes as they are, so that not even a NaN changes. */
export const copyWord = (to: Code, from: Code): Code => [to, from, 0x28, 2, 0, 0x36, 2, 0];

export const fillWithZeros = (at: Code, bytes: Code): Code => [at, constant(0), bytes, 0xfc, 11, 0];

export const loadVector = (address: Code, offset = 0): Code => [address, 0xfd, 0, 2, unsigned(offset)];
export const storeVector = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  ...[0xfd, 0x0b, 2],
  unsigned(offset),
];
/** One number in all four lanes. */
export const loadSplat = (address: Code, offset = 0): Code => [address, 0xfd, 0x09, 2, unsigned(offset)];
export const zeroVector: Code = [0xfd, 0x0c, ...Array<number>(16).fill(0)];
export const sixes: Code = [0xfd, 0x0c, ...[0, 1, 2, 3].flatMap(() => [0, 0, 0xc0, 0x40])];
/** Lane by lane the larger or smaller number; the first where one is NaN. */
export const larger = (a: Code, b: Code): Code => [a, b, 0xfd, 0xeb, 0x01];
export const smaller = (a: Code, b: Code): Code => [a, b, 0xfd, 0xea, 0x01];
export const addVectors = (a: Code, b: Code): Code => [a, b, 0xfd, 0xe4, 0x01];
/** Lanes of two vectors by number: 0 to 3 of the first, 4 to 7 of the second. */
export const shuffle = (a: Code, b: Code, lanes: readonly number[]): Code => [
  a,
  b,
  ...[0xfd, 0x0d],
  ...lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
];
/** a · b + c in four lanes: one rounding with relaxed SIMD, two without. */
export const multiplyAdd = (a: Code, b: Code, c: Code, isRelaxed: boolean): Code =>
  isRelaxed ? [a, b, c, 0xfd, 0x85, 0x02] : addVectors(c, [a, b, 0xfd, 0xe6, 0x01]);

/** Repeats while the condition holds, checked before each round. */
export const loopWhile = (condition: Code, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  condition,
  ...[0x45, 0x0d, 1],
  body,
  ...[0x0c, 0, 0x0b, 0x0b],
];
export const when = (condition: Code, then: Code): Code => [condition, 0x04, 0x40, then, 0x0b];

/** A module over a memory that it imports as `env.memory`. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const index = new Map(functions.map(({ name }, i) => [name, i]));
  const arities = [...new Set(functions.map(({ parameters }) => parameters.length))];
  const types = arities.map((arity) => [0x60, list(Array<Code>(arity).fill([type.i32])), 0]);
  return Uint8Array.from(flat([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, list(types)),
    section(2, list([[text("env"), text("memory"), 2, 0, 0]])),
    section(3, list(functions.map(({ parameters }) => unsigned(arities.indexOf(parameters.length))))),
    section(7, list(functions.map(({ name }, i) => [text(name), 0, unsigned(i)]))),
    section(10, list(functions.map((own) => sized(functionBody(own, index))))),
  ]));
}

function functionBody({ parameters, body }: WasmFunction, index: ReadonlyMap<string, number>): Code {
  const locals: number[] = [];
  const local = (kind: number) => (parameters.length + locals.push(kind) - 1) as Local;
  const code = body({
    parameter: (name) => {
      const at = parameters.indexOf(name);
      if (at < 0) throw new Error(`Cannot assemble: no parameter "${name}", expected one of ${parameters.join(", ")}`);
      return at as Local;
    },
    integer: () => local(type.i32),
    vector: () => local(type.v128),
    call: (name, ...values) => {
      const callee = index.get(name);
      if (callee === undefined) throw new Error(`Cannot assemble a call of "${name}": no such function`);
      return [values, 0x10, unsigned(callee)];
    },
  });
  return [list(locals.map((kind) => [1, kind])), code, 0x0b];
}

function section(id: number, content: Code): Code {
  return [id, sized(content)];
}

/** Bytes behind their number. */
function sized(content: Code): Code {
  const bytes = flat(content);
  return [unsigned(bytes.length), bytes];
}

function list(items: readonly Code[]): Code {
  return [unsigned(items.length), items];
}

function text(value: string): Code {
  return sized([...new TextEncoder().encode(value)]);
}

function flat(code: Code, bytes: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === "number") bytes.push(part);
    else flat(part, bytes);
  }
  return bytes;
}

/** Unsigned LEB128. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, unsigned(value >>> 7)];
}

/** Signed LEB128. */
function signed(value: number): Code {
  const rest = value >> 7;
  const isLast = (rest === 0 && (value & 64) === 0) || (rest === -1 && (value & 64) !== 0);
  return isLast ? [value & 127] : [(value & 127) | 128, signed(rest)];
}
