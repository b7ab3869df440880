import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "./backend_name.ts";
import { install, type InstallOptions } from "./install.ts";

/** What to choose between, and for what work. */
export interface ChooseOptions extends Omit<InstallOptions, "backend"> {
  /** Backends to consider; wasm, webgpu and cpu when left out. */
  readonly candidates?: readonly BackendName[];
  /** Work of one training step, in 10⁹ floating-point operations; 0.02 when left out. The step measured is as large. */
  readonly gigaflopPerStep?: number;
}

/** What was found out about one candidate. */
export interface Candidate {
  /** The candidate. */
  readonly backend: BackendName;
  /** Median time of a training step in milliseconds; absent when the backend did not start. */
  readonly stepMs?: number;
  /** Why the backend did not start; absent when it did. */
  readonly reason?: string;
}

/** A choice and its grounds. */
export interface Choice {
  /** The chosen backend; it is installed and active. */
  readonly backend: BackendName;
  /** One sentence: the measured times, and why other backends were out. */
  readonly reason: string;
  /** Every candidate in the order asked. */
  readonly candidates: readonly Candidate[];
}

/**
 * Starts every candidate, measures a training step of the asked size on each, and installs the fastest. Small steps run
 * faster on wasm even beside a GPU, where launches take the time; so this measures instead of preferring.
 *
 * @throws {Error} When no candidate starts, with the reason of each.
 * @throws {RangeError} When there is no candidate or the work is not positive.
 */
export async function chooseBackend(options: ChooseOptions = {}): Promise<Choice> {
  const { candidates = ["wasm", "webgpu", "cpu"], gigaflopPerStep = 0.02, ...rest } = options;
  if (candidates.length === 0) throw new RangeError("Cannot choose a backend: no candidates, expected at least one");
  if (!(gigaflopPerStep > 0)) {
    throw new RangeError(`Cannot choose a backend for "${gigaflopPerStep}" GFLOP a step: expected a positive number`);
  }
  const found: Candidate[] = [];
  for (const backend of candidates) {
    try {
      await install({ ...rest, backend });
      found.push({ backend, stepMs: await measureStep(gigaflopPerStep) });
    } catch (error) {
      found.push({ backend, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const [best] = found.filter(hasTime).toSorted((a, b) => a.stepMs - b.stepMs);
  if (!best) {
    const reasons = found.map(({ backend, reason }) => `${backend}: ${reason}`).join("; ");
    throw new Error(`Cannot choose a backend: none started (${reasons}), expected at least one`);
  }
  await install({ ...rest, backend: best.backend });
  return { backend: best.backend, reason: explain(best.backend, found, gigaflopPerStep), candidates: found };
}

function hasTime(candidate: Candidate): candidate is Candidate & { readonly stepMs: number } {
  return candidate.stepMs !== undefined;
}

function explain(chosen: BackendName, found: readonly Candidate[], gigaflop: number): string {
  const parts = found.map(({ backend, stepMs, reason }) =>
    stepMs === undefined ? `${backend} did not start: ${reason}` : `${backend} took ${stepMs.toPrecision(3)} ms`
  );
  return `${chosen} is the fastest for a training step of ${gigaflop} GFLOP (${parts.join("; ")})`;
}

const warmUps = 2;
const rounds = 5;
const width = 128;

/** The median time of one step of a two-layer network whose batch makes the asked work. */
async function measureStep(gigaflop: number): Promise<number> {
  // Forward, gradient of the weights and of the input: three products of 2 · batch · width² in each of two layers.
  const batch = Math.max(1, Math.round(gigaflop * 1e9 / (12 * width * width)));
  const x = tf.randomNormal([batch, width], 0, 1, "float32", 1);
  const weights = [1, 2].map((seed) => tf.variable(tf.randomNormal([width, width], 0, 0.1, "float32", seed)));
  const optimizer = tf.train.adam(1e-3);
  const times: number[] = [];
  try {
    for (let round = 0; round < warmUps + rounds; round++) {
      const start = performance.now();
      const loss = optimizer.minimize(
        () => x.matMul(weights[0]!).leakyRelu(0.2).matMul(weights[1]!).tanh().square().mean() as tf.Scalar,
        true,
        weights,
      )!;
      await loss.data();
      if (round >= warmUps) times.push(performance.now() - start);
      loss.dispose();
    }
  } finally {
    optimizer.dispose();
    tf.dispose([x, ...weights]);
  }
  return times.sort((a, b) => a - b)[rounds >> 1]!;
}
