import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type BackendName, install } from "../mod.ts";
import { testOnBackends } from "../testing/backends.ts";
import { checkGradients } from "../testing/check_gradients.ts";
import { elementwiseCases } from "./cases/elementwise.ts";
import { fusedCases } from "./cases/fused.ts";
import { lossCases } from "./cases/loss.ts";
import { shapeCases } from "./cases/shape.ts";
import { spatialCases } from "./cases/spatial.ts";

const cases = [...elementwiseCases, ...fusedCases, ...lossCases, ...shapeCases, ...spatialCases];

/** Cases that asked a gradient for its values, and those in which what it gave was differentiated again. */
interface Reach {
  readonly once: Set<string>;
  readonly again: Set<string>;
}

const reached = new Map<BackendName, Map<string, Reach>>();
let running: { readonly backend: BackendName; readonly name: string } | undefined;

function note(kernelName: string): void {
  if (!running) return;
  const ofBackend = reached.get(running.backend) ?? new Map<string, Reach>();
  reached.set(running.backend, ofBackend);
  const reach = ofBackend.get(kernelName) ?? { once: new Set(), again: new Set() };
  ofBackend.set(kernelName, reach);
  reach.once.add(running.name);
  // While a tape runs, what a gradient computes is recorded to be differentiated.
  if ((tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn()) reach.again.add(running.name);
}

const watched = new Set<string>();

function watch(kernelNames: readonly string[]): void {
  for (const kernelName of kernelNames) {
    if (watched.has(kernelName)) continue;
    watched.add(kernelName);
    const config = tf.getGradient(kernelName);
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      ...config,
      gradFunc: (...args) => {
        note(kernelName);
        return config.gradFunc(...args);
      },
    });
  }
}

for (const test of cases) {
  testOnBackends(`${test.name} agrees with finite differences to second order`, async (backend) => {
    watch((await install({ backend })).gradients);
    running = { backend, name: test.name };
    try {
      await checkGradients(test);
    } finally {
      running = undefined;
    }
  });
}

// What only the second derivative of something else asks for: third derivatives of that are a known gap.
const onlySecond = /Grad$|^Conv2DBackpropFilter$|^Conv3DBackprop|^DepthwiseConv2dNativeBackprop|BatchNormTraining$/;
// Derivative zero: there is nothing to differentiate again.
const isConstant = /^(Equal|NotEqual|Greater|GreaterEqual|Less|LessEqual|LogicalAnd|LogicalOr|LogicalNot)$/;

testOnBackends(
  "every gradient of this library was held against finite differences, at both orders,",
  async (backend, t) => {
    const { gradients } = await install({ backend });
    const ofBackend = reached.get(backend)!;
    // Names of steps are printed, and kept in reports, however quiet a run is.
    for (const kernelName of gradients.toSorted()) {
      const { once, again } = ofBackend.get(kernelName) ?? { once: new Set(), again: new Set() };
      await t.step(`${kernelName}: ${once.size} cases at first order, ${again.size} at second`, () => {
        assert.ok(once.size > 0, "no case at first order");
        const needsSecond = !onlySecond.test(kernelName) && !isConstant.test(kernelName);
        assert.ok(again.size > 0 || !needsSecond, "no case at second order");
      });
    }
  },
);

Deno.test("every operation in the first table of FEATURES.md has a case", async () => {
  const text = await Deno.readTextFile(new URL("../FEATURES.md", import.meta.url));
  const [, table] = text.split("## Gradients put right\n");
  const rows = table!.split("\n## ")[0]!.split("\n").filter((line) => line.startsWith("| ")).slice(2);
  assert.ok(rows.length > 20, `${rows.length} rows read, expected more than twenty`);
  const custom = await Deno.readTextFile(new URL("./custom_gradients_test.ts", import.meta.url));
  const names = [...cases.map(({ name }) => name), ...custom.match(/(?<=testOnBackends\(\s*["`]).*?(?=["`])/g)!];
  const missing: string[] = [];
  for (const row of rows) {
    const [, operations] = row.split("|");
    for (const operation of operations!.split(/[,;](?![^({]*[)}])/)) {
      const word = operation.trim().replaceAll("`", "");
      if (!names.some((name) => name.toLowerCase().includes(word.toLowerCase()))) missing.push(operation.trim());
    }
  }
  assert.deepEqual(missing, []);
});
