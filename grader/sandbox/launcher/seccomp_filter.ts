import { allowedSyscalls, type Architecture, conditionalSyscalls } from "./syscalls.ts";

/** Options of {@link seccompFilter}. */
export interface SeccompFilterOptions {
  /** The only process that signals may go to; any process of the namespace when left out. */
  readonly pid?: number;
}

// <linux/bpf_common.h>, <linux/seccomp.h>, <linux/audit.h>
const load = 0x20;
const and = 0x54;
const jumpEqual = 0x15;
const jumpGreaterEqual = 0x35;
const jumpSet = 0x45;
const give = 0x06;
const allow = 0x7fff0000;
const killProcess = 0x80000000;
const errno = (code: number) => 0x00050000 | code;
const eperm = errno(1);
const einval = errno(22);
const enotty = errno(25);
const enosys = errno(38);
const auditArch: Readonly<Record<Architecture, number>> = { x86_64: 0xc000003e, aarch64: 0xc00000b7 };
const x32Bit = 0x40000000;
const numberAt = 0;
const archAt = 4;
const argumentLowAt = (index: number) => 16 + 8 * index;
const argumentHighAt = (index: number) => 20 + 8 * index;

const cloneThread = 0x00010000;
const cloneNamespaces = 0x7e020080;
const mapSharedAnonymous = 0x21;
const unixFamily = 1;
const socketTypeMask = 0xf;
const streamType = 1;
// FIOCLEX, FIONCLEX, FIONBIO, FIONREAD, TCGETS, TCGETS2, TIOCGWINSZ
const ioctls = [0x5451, 0x5450, 0x5421, 0x541b, 0x5401, 0x802c542a, 0x5413];
// PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_SET_VMA
const prctls = [3, 15, 16, 23, 0x53564d41];
// F_SETOWN, F_SETSIG, F_SETOWN_EX
const fcntlsRefused = [8, 10, 15];

interface Instruction {
  readonly code: number;
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly value: number;
}

/**
 * A seccomp filter as `struct sock_filter[]` in bytes: an allow-list. Unknown calls answer ENOSYS, so that libraries fall back;
 * threads may be started, processes not; of sockets only pairs within the process; no shared anonymous memory, which
 * RLIMIT_DATA does not count; limits can be read, not set. A foreign architecture kills the process.
 */
export function seccompFilter(architecture: Architecture, options: SeccompFilterOptions = {}): Uint8Array<ArrayBuffer> {
  const column = architecture === "x86_64" ? 0 : 1;
  const program: Instruction[] = [
    statement(load, archAt),
    jump(jumpEqual, auditArch[architecture], 1, 0),
    statement(give, killProcess),
    statement(load, numberAt),
  ];
  if (architecture === "x86_64") program.push(jump(jumpGreaterEqual, x32Bit, 0, 1), statement(give, enosys));
  for (const numbers of Object.values(allowedSyscalls)) {
    const number = numbers[column];
    if (number !== null) program.push(jump(jumpEqual, number!, 0, 1), statement(give, allow));
  }
  const rules = conditions(options);
  for (const [name, rule] of Object.entries(rules)) {
    const number = conditionalSyscalls[name as keyof typeof rules][column];
    program.push(jump(jumpEqual, number, 0, rule.length), ...rule);
  }
  program.push(statement(give, enosys));
  return assemble(program);
}

function conditions({ pid }: SeccompFilterOptions): Record<keyof typeof conditionalSyscalls, Instruction[]> {
  return {
    clone: [
      statement(load, argumentLowAt(0)),
      jump(jumpSet, cloneNamespaces, 2, 0),
      jump(jumpSet, cloneThread, 0, 1),
      statement(give, allow),
      statement(give, eperm),
    ],
    // A datagram pair could still send to a path of the host; a stream pair is connected and cannot.
    socketpair: [
      statement(load, argumentLowAt(0)),
      jump(jumpEqual, unixFamily, 0, 4),
      statement(load, argumentLowAt(1)),
      statement(and, socketTypeMask),
      jump(jumpEqual, streamType, 0, 1),
      statement(give, allow),
      statement(give, eperm),
    ],
    ioctl: oneOf(1, ioctls, { then: allow, otherwise: enotty }),
    prctl: oneOf(0, prctls, { then: allow, otherwise: einval }),
    prlimit64: [
      statement(load, argumentLowAt(2)),
      jump(jumpEqual, 0, 0, 3),
      statement(load, argumentHighAt(2)),
      jump(jumpEqual, 0, 0, 1),
      statement(give, allow),
      statement(give, eperm),
    ],
    mmap: [
      statement(load, argumentLowAt(3)),
      statement(and, mapSharedAnonymous),
      jump(jumpEqual, mapSharedAnonymous, 0, 1),
      statement(give, eperm),
      statement(give, allow),
    ],
    tgkill: pid === undefined ? [statement(give, allow)] : oneOf(0, [pid], { then: allow, otherwise: eperm }),
    fcntl: oneOf(1, fcntlsRefused, { then: eperm, otherwise: allow }),
  };
}

function oneOf(
  argument: number,
  values: readonly number[],
  { then, otherwise }: { readonly then: number; readonly otherwise: number },
): Instruction[] {
  return [
    statement(load, argumentLowAt(argument)),
    ...values.map((value, index) => jump(jumpEqual, value, values.length - index, 0)),
    statement(give, otherwise),
    statement(give, then),
  ];
}

function statement(code: number, value: number): Instruction {
  return { code, ifTrue: 0, ifFalse: 0, value };
}

function jump(code: number, value: number, ifTrue: number, ifFalse: number): Instruction {
  return { code, ifTrue, ifFalse, value };
}

function assemble(program: readonly Instruction[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 * program.length);
  const view = new DataView(bytes.buffer);
  program.forEach(({ code, ifTrue, ifFalse, value }, index) => {
    view.setUint16(8 * index, code, true);
    view.setUint8(8 * index + 2, ifTrue);
    view.setUint8(8 * index + 3, ifFalse);
    view.setUint32(8 * index + 4, value >>> 0, true);
  });
  return bytes;
}
