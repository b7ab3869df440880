/** The C functions that the launcher needs. */
export interface Libc {
  /** Raw system call; -1 on failure. */
  syscall(number: number, ...args: bigint[]): bigint;
  open(path: string, flags: number): number;
  prctl(option: number, value: bigint, more?: bigint): number;
  setrlimit(resource: number, value: bigint): number;
  getuid(): number;
  getppid(): number;
  /** Never returns when it succeeds. */
  execve(argv: readonly string[], env: readonly string[]): number;
  /** Address of a buffer that must stay referenced. */
  pointer(buffer: ArrayBufferView<ArrayBuffer>): bigint;
  /** Passes a result through, or throws with the name of the call when it is negative. */
  check(call: string, result: bigint): bigint;
}

/** Opens the C library by FFI. */
export function openLibc(): Libc {
  const { symbols } = Deno.dlopen("libc.so.6", {
    syscall: { parameters: ["i64", "u64", "u64", "u64", "u64", "u64"], result: "i64" },
    open: { parameters: ["buffer", "i32", "i32"], result: "i32" },
    prctl: { parameters: ["i32", "u64", "u64", "u64", "u64"], result: "i32" },
    setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
    getuid: { parameters: [], result: "u32" },
    getppid: { parameters: [], result: "i32" },
    execve: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  });
  const kept: unknown[] = [];
  const text = (value: string) => new TextEncoder().encode(`${value}\0`);
  const pointer = (buffer: ArrayBufferView<ArrayBuffer>) => {
    kept.push(buffer);
    return Deno.UnsafePointer.value(Deno.UnsafePointer.of(buffer));
  };
  const pointers = (values: readonly string[]) =>
    new BigUint64Array([...values.map((value) => pointer(text(value))), 0n]);
  return {
    syscall: (number, a = 0n, b = 0n, c = 0n, d = 0n, e = 0n) => symbols.syscall(BigInt(number), a, b, c, d, e),
    open: (path, flags) => symbols.open(text(path), flags, 0),
    prctl: (option, value, more = 0n) => symbols.prctl(option, value, more, 0n, 0n),
    setrlimit: (resource, value) => symbols.setrlimit(resource, new BigUint64Array([value, value])),
    getuid: () => symbols.getuid(),
    getppid: () => symbols.getppid(),
    execve: (argv, env) => symbols.execve(text(argv[0]!), pointers(argv), pointers(env)),
    pointer,
    check(call, result) {
      if (result < 0n) throw new Error(`Cannot ${call}: the kernel refused, expected success`);
      return result;
    },
  };
}
