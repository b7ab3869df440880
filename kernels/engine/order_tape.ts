import * as tf from "@tensorflow/tfjs";
import type { EngineInternals, TapeNode } from "./engine_access.ts";

/**
 * Stock tfjs clones the outputs that a kernel saves before it records the kernel itself, so on the tape a clone precedes
 * the producer of what it clones. The walk that collects everything depending on x then meets the clone while its input
 * is still unreachable, and every second derivative through a saved output is lost. Here the clones go behind.
 */
export function orderTape(engine: EngineInternals): void {
  const addTapeNode = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (kernelName, inputs, outputs, backward, saved, attrs) => {
    addTapeNode(kernelName, withoutAbsent(inputs), outputs, backward, saved, attrs);
    if (saved.length > 0 && engine.state.activeTape) {
      moveClonesBehindProducer(engine.state.activeTape);
    }
  };
  const save = engine.saveTensorsForBackwardMode.bind(engine);
  // FusedBatchNorm names inputs that a caller may leave out; the gradient reads an absent scale as one.
  engine.saveTensorsForBackwardMode = (tensors) => save(tensors.map((tensor) => tensor ?? tf.scalar(1)));
}

function withoutAbsent(inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  for (const name in inputs) {
    if (inputs[name] === undefined || inputs[name] === null) {
      return Object.fromEntries(Object.entries(inputs).filter(([, input]) => input !== undefined && input !== null));
    }
  }
  return inputs;
}

function moveClonesBehindProducer(tape: TapeNode[]): void {
  const producer = tape[tape.length - 1]!;
  const outputIds = new Set(producer.outputs.map((output) => output.id));
  const firstClone = tape.length - 1 - producer.saved.length;
  const clones: TapeNode[] = [];
  const others: TapeNode[] = [];
  for (const node of tape.splice(Math.max(0, firstClone))) {
    const source = node.inputs["x"];
    const isLate = node !== producer && source !== undefined && outputIds.has(source.id);
    (isLate ? clones : others).push(node);
  }
  tape.push(...others, ...clones);
}
