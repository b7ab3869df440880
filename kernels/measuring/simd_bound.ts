/**
 * How many 10⁹ multiplications and additions a second one core does in wasm SIMD with all operands in registers: what no kernel of
 * the wasm backend can pass, since XNNPACK's build multiplies and adds in two instructions.
 */
export function simdBound(): number {
  const module = new WebAssembly.Module(multiplyAddLoop());
  const { run } = new WebAssembly.Instance(module).exports as { run: (count: number) => number };
  const count = 2_000_000;
  run(count);
  let best = Infinity;
  for (let round = 0; round < 100; round++) {
    const start = performance.now();
    run(count);
    best = Math.min(best, performance.now() - start);
  }
  return count * accumulators * 8 / best / 1e6;
}

const accumulators = 12;

/** `(func (export "run") (param i32) (result f32))`: a loop of independent acc += x · y on four lanes each. */
function multiplyAddLoop(): Uint8Array<ArrayBuffer> {
  const [x, y] = [1 + accumulators, 2 + accumulators];
  const [localGet, localSet, simd] = [0x20, 0x21, 0xfd];
  const step = Array.from({ length: accumulators }, (_, i) => [
    ...[localGet, i + 1, localGet, x, localGet, y],
    ...[simd, 0xe6, 0x01, simd, 0xe4, 0x01, localSet, i + 1],
  ]).flat();
  const sum = Array.from({ length: accumulators }, (_, i) => {
    const add = i === 0 ? [] : [simd, 0xe4, 0x01];
    return [localGet, i + 1, ...add];
  }).flat();
  const countDown = [localGet, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0];
  const body = [1, accumulators + 2, 0x7b, 0x03, 0x40, ...step, ...countDown, 0x0b, ...sum, simd, 0x1f, 0, 0x0b];
  const section = (id: number, content: readonly number[]) => [id, ...leb(content.length), ...content];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)];
}
