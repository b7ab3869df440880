import {
  addVectors,
  assemble,
  bump,
  constant,
  get,
  loadVector,
  loopWhile,
  multiplyAdd,
  set,
  storeVector,
  zeroVector,
} from "../wasm/assembler.ts";

const accumulators = 12;
const count = 500_000;

/**
 * A round of multiplications and additions in wasm SIMD with all operands in registers, in two instructions or, with relaxed SIMD, in
 * one; it returns how many 10⁹ of them a second one core did. No kernel of the wasm backend can pass the best round.
 */
export function simdBound(isRelaxed: boolean): () => number {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(multiplyAddLoop(isRelaxed));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports as { run: (count: number) => void };
  return () => {
    const start = performance.now();
    run(count);
    return count * accumulators * 8 / (performance.now() - start) / 1e6;
  };
}

/** Independent sums acc += x · y on four lanes each. */
function multiplyAddLoop(isRelaxed: boolean): Uint8Array<ArrayBuffer> {
  return assemble([{
    name: "run",
    parameters: ["count"],
    body: ({ parameter, vector }) => {
      const rounds = parameter("count");
      const sums = Array.from({ length: accumulators }, () => vector());
      const [x, y] = [vector(), vector()];
      return [
        ...sums.flatMap((sum) => set(sum, zeroVector)),
        ...set(x, loadVector(constant(0))),
        ...set(y, loadVector(constant(16))),
        ...loopWhile(get(rounds), [
          ...sums.flatMap((sum) => set(sum, multiplyAdd(get(x), get(y), get(sum), isRelaxed))),
          ...bump(rounds, constant(-1)),
        ]),
        ...storeVector(constant(32), sums.map((sum) => get(sum)).reduce((a, b) => addVectors(a, b))),
      ];
    },
  }]);
}
