import assert from "node:assert/strict";
import { seccompFilter } from "./seccomp_filter.ts";
import { allowedSyscalls, type Architecture, conditionalSyscalls } from "./syscalls.ts";

const architectures = { x86_64: 0xc000003e, aarch64: 0xc00000b7 } as const;
const allow = "allow";
const kill = "kill";

interface Call {
  readonly number: number;
  readonly args?: readonly number[];
  readonly arch?: number;
}

/** What a filter answers: a plain interpreter of the instructions that it uses. */
function answer(
  filter: Uint8Array<ArrayBuffer>,
  architecture: Architecture,
  { number, args = [], arch }: Call,
): string {
  const data = new DataView(new ArrayBuffer(64));
  data.setInt32(0, number, true);
  data.setUint32(4, arch ?? architectures[architecture], true);
  args.forEach((value, index) => data.setBigInt64(16 + 8 * index, BigInt(value), true));
  const program = new DataView(filter.buffer);
  let accumulator = 0;
  for (let pc = 0;; pc++) {
    const [code, ifTrue, ifFalse, value] = [
      program.getUint16(8 * pc, true),
      program.getUint8(8 * pc + 2),
      program.getUint8(8 * pc + 3),
      program.getUint32(8 * pc + 4, true),
    ];
    const jumpIf = (condition: boolean) => void (pc += condition ? ifTrue : ifFalse);
    if (code === 0x20) accumulator = data.getUint32(value, true);
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0;
    else if (code === 0x15) jumpIf(accumulator === value);
    else if (code === 0x35) jumpIf(accumulator >= value);
    else if (code === 0x45) jumpIf((accumulator & value) !== 0);
    else if (code === 0x06) {
      return value === 0x7fff0000 ? allow : value === 0x80000000 ? kill : `errno ${value & 0xffff}`;
    } else assert.fail(`instruction ${code.toString(16)}`);
  }
}

for (const architecture of ["x86_64", "aarch64"] as const) {
  const column = architecture === "x86_64" ? 0 : 1;
  const filter = seccompFilter(architecture, { pid: 4242 });
  const ask = (call: Call) => answer(filter, architecture, call);
  const numberOf = (name: keyof typeof conditionalSyscalls) => conditionalSyscalls[name][column];

  Deno.test(`the ${architecture} filter allows its list and nothing else`, () => {
    const listed = new Set(
      [...Object.values(allowedSyscalls), ...Object.values(conditionalSyscalls)].map((n) => n[column]),
    );
    for (let number = 0; number < 600; number++) {
      if (!listed.has(number)) assert.equal(ask({ number }), "errno 38", `${number}`);
    }
    for (const [name, numbers] of Object.entries(allowedSyscalls)) {
      if (numbers[column] !== null) assert.equal(ask({ number: numbers[column]! }), allow, name);
    }
  });

  Deno.test(`the ${architecture} filter kills on a foreign architecture`, () => {
    assert.equal(ask({ number: 0, arch: 0x40000003 }), kill);
  });

  Deno.test(`the ${architecture} filter starts threads, but neither processes nor namespaces`, () => {
    const clone = (flags: number) => ask({ number: numberOf("clone"), args: [flags] });
    assert.equal(clone(0x3d0f00), allow);
    assert.equal(clone(17), "errno 1");
    assert.equal(clone(0x3d0f00 | 0x10000000), "errno 1");
    assert.equal(ask({ number: 435 }), "errno 38");
  });

  Deno.test(`the ${architecture} filter refuses every socket but a connected pair`, () => {
    const pair = (family: number, type: number) => ask({ number: numberOf("socketpair"), args: [family, type] });
    assert.equal(pair(1, 1 | 0x80800), allow);
    for (const [family, type] of [[1, 2], [1, 5], [2, 1], [16, 3], [40, 1]]) {
      assert.equal(pair(family!, type!), "errno 1");
    }
    assert.equal(ask({ number: column === 0 ? 41 : 198, args: [1, 1] }), "errno 38");
  });

  Deno.test(`the ${architecture} filter lets limits be read, not set, and shares no memory`, () => {
    assert.equal(ask({ number: numberOf("prlimit64"), args: [0, 2, 0] }), allow);
    assert.equal(ask({ number: numberOf("prlimit64"), args: [0, 2, 0x7f0000000000] }), "errno 1");
    const mmap = (flags: number) => ask({ number: numberOf("mmap"), args: [0, 4096, 3, flags] });
    assert.deepEqual([mmap(0x22), mmap(0x01), mmap(0x21)], [allow, allow, "errno 1"]);
  });

  Deno.test(`the ${architecture} filter lets signals go to one process only`, () => {
    const tgkill = (pid: number) => ask({ number: numberOf("tgkill"), args: [pid, pid, 6] });
    assert.deepEqual([tgkill(4242), tgkill(1)], [allow, "errno 1"]);
    const ioctl = (request: number) => ask({ number: numberOf("ioctl"), args: [0, request] });
    assert.deepEqual([ioctl(0x5401), ioctl(0x5412)], [allow, "errno 25"]);
    const fcntl = (command: number) => ask({ number: numberOf("fcntl"), args: [0, command] });
    assert.deepEqual([fcntl(3), fcntl(8)], [allow, "errno 1"]);
    const prctl = (option: number) => ask({ number: numberOf("prctl"), args: [option] });
    assert.deepEqual([prctl(15), prctl(4)], [allow, "errno 22"]);
  });
}

Deno.test("the x86_64 filter refuses the x32 numbers", () => {
  assert.equal(answer(seccompFilter("x86_64"), "x86_64", { number: 0x40000000 }), "errno 38");
});
