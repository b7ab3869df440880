import assert from "node:assert/strict";
import type { ProbeContext } from "../../question-bank/mod.ts";
import { probeSource } from "./probe_source.ts";

const context = (inputs: number): ProbeContext => ({ tf: null, candidate: null, inputs, report: () => {} });
const forms = {
  "an arrow function": ({ inputs }: ProbeContext) => inputs,
  "an async arrow function": async ({ inputs }: ProbeContext) => await inputs,
  "an arrow function of a bare name": (context: ProbeContext) => context.inputs,
  "a function expression": function ({ inputs }: ProbeContext) {
    return inputs;
  },
  "an async function": async function probe({ inputs }: ProbeContext) {
    return await inputs;
  },
  ...{
    probe({ inputs }: ProbeContext) {
      return inputs;
    },
  },
  "an async method": {
    async probe({ inputs }: ProbeContext) {
      return await inputs;
    },
  }.probe,
};

for (const [name, probe] of Object.entries(forms)) {
  Deno.test(`probeSource makes an expression of ${name === "probe" ? "a method" : name}`, async () => {
    const run = new Function(`return (${probeSource(probe)})`)();
    assert.equal(await run(context(5)), 5);
  });
}
