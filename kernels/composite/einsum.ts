import type * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../backend_name.ts";
import { compose, type Run } from "./compose.ts";

interface Operand {
  readonly letters: string;
  readonly info: tf.TensorInfo;
}

/** Einsum of one or two operands as transposes and one batched matrix product. */
export function einsumKernel(backendName: BackendName): tf.KernelConfig {
  return {
    kernelName: "Einsum",
    backendName,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { operands, output } = parse((attrs as { equation?: string } | undefined)?.equation ?? "", inputs);
      return compose(backendName, backend, (run) => {
        const [a, b] = operands.map((operand) => sumLonely(run, operand, operands, output)) as [Operand, Operand?];
        const product = b ? contract(run, a, b, output) : a;
        const ordered = transposeTo(run, product, output);
        return ordered.info === inputs["0"] ? run("Identity", { x: ordered.info }) : ordered.info;
      });
    },
  };
}

function parse(equation: string, inputs: tf.NamedTensorInfoMap): { operands: Operand[]; output: string } {
  const compact = equation.replace(/\s/g, "");
  const refuse = (state: string): never => {
    throw new RangeError(`Cannot run einsum "${equation}": ${state}`);
  };
  const sides = compact.split("->");
  if (sides.length !== 2) refuse("no single arrow, expected the explicit form like ij,jk->ik");
  const [left, output] = sides as [string, string];
  const terms = left.split(",");
  const infos = Object.values(inputs) as tf.TensorInfo[];
  if (terms.length !== infos.length) refuse(`${terms.length} terms for ${infos.length} tensors, expected as many`);
  if (terms.length > 2) refuse(`${terms.length} tensors, expected one or two`);
  const sizes = new Map<string, number>();
  for (const [index, letters] of terms.entries()) {
    const { shape } = infos[index]!;
    if (letters.length !== shape.length) refuse(`term ${letters} for shape [${shape}], expected one letter an axis`);
    for (const [axis, letter] of [...letters].entries()) {
      if (letters.indexOf(letter) !== axis) refuse(`letter ${letter} twice in one term, expected distinct letters`);
      const known = sizes.get(letter) ?? shape[axis]!;
      if (known !== shape[axis]) refuse(`letter ${letter} is both ${known} and ${shape[axis]}, expected one size`);
      sizes.set(letter, known);
    }
  }
  for (const letter of output) {
    if (!sizes.has(letter)) refuse(`letter ${letter} of the output is in no term, expected it in one`);
  }
  return { operands: terms.map((letters, index) => ({ letters, info: infos[index]! })), output };
}

/** Sums away the letters that neither the output nor the other operand has. */
function sumLonely(run: Run, operand: Operand, all: readonly Operand[], output: string): Operand {
  const isKept = (letter: string) =>
    output.includes(letter) || all.some((other) => other !== operand && other.letters.includes(letter));
  const axes = [...operand.letters].flatMap((letter, axis) => isKept(letter) ? [] : [axis]);
  if (axes.length === 0) return operand;
  const letters = [...operand.letters].filter(isKept).join("");
  return { letters, info: run("Sum", { x: operand.info }, { axis: axes, keepDims: false }) };
}

function contract(run: Run, a: Operand, b: Operand, output: string): Operand {
  const inA = [...a.letters];
  const batch = inA.filter((letter) => b.letters.includes(letter) && output.includes(letter));
  const summed = inA.filter((letter) => b.letters.includes(letter) && !output.includes(letter));
  const rows = inA.filter((letter) => !b.letters.includes(letter));
  const columns = [...b.letters].filter((letter) => !a.letters.includes(letter));
  const sizes = new Map(
    [a, b].flatMap(({ letters, info }) => [...letters].map((l, i) => [l, info.shape[i]!] as const)),
  );
  const size = (letters: readonly string[]) => letters.reduce((product, letter) => product * sizes.get(letter)!, 1);
  const left = transposeTo(run, a, [...batch, ...rows, ...summed].join("")).info;
  const right = transposeTo(run, b, [...batch, ...summed, ...columns].join("")).info;
  const product = run("BatchMatMul", {
    a: run("Reshape", { x: left }, { shape: [size(batch), size(rows), size(summed)] }),
    b: run("Reshape", { x: right }, { shape: [size(batch), size(summed), size(columns)] }),
  }, { transposeA: false, transposeB: false });
  const letters = [...batch, ...rows, ...columns];
  const shape = letters.map((letter) => sizes.get(letter)!);
  return { letters: letters.join(""), info: run("Reshape", { x: product }, { shape }) };
}

function transposeTo(run: Run, operand: Operand, letters: string): Operand {
  if (operand.letters === letters) return operand;
  const perm = [...letters].map((letter) => operand.letters.indexOf(letter));
  return { letters, info: run("Transpose", { x: operand.info }, { perm }) };
}
