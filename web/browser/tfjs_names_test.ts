import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tensorMethods, tfjsNames } from "./tfjs_names.ts";

Deno.test("every name that the editor completes exists in TensorFlow.js", () => {
  const root: unknown = { tf };
  for (const [path, names] of Object.entries(tfjsNames)) {
    const owner = path.split(".").reduce((at, name) => (at as Record<string, unknown>)[name], root);
    const missing = names.filter((name) => !(name in (owner as Record<string, unknown>)));
    assert.deepEqual(missing, [], path);
  }
  const tensor: object = tf.scalar(1);
  assert.deepEqual(tensorMethods.filter((name) => !(name in tensor)), []);
});
