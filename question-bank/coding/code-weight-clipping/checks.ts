import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { isNumber, isRecord, judgeNumbers, norm, normals, shown, uniforms } from "../_lib/mod.ts";

interface Weights {
  readonly shape: number[];
  readonly values: number[];
}

interface Clipping {
  readonly listed: Weights[];
  readonly unlisted: Weights;
  readonly limit: number;
  readonly calls: number;
}

interface Clipped {
  readonly listed: Json[];
  readonly unlisted: Json;
  readonly shapes: Json[];
  readonly left: Json;
}

const given: Clipping = {
  listed: [
    { shape: [3], values: [-0.5, 0.005, 0.5].map(Math.fround) },
    { shape: [1, 2], values: [0.02, -0.02].map(Math.fround) },
  ],
  unlisted: { shape: [2, 2], values: [0.3, -0.004, -0.7, 0.02].map(Math.fround) },
  limit: 0.01,
  calls: 1,
};

const inWords = ({ listed, limit }: Clipping) =>
  `variables ${listed.map(({ values }) => shown(values)).join(" and ")}, limit ${shown(limit)}`;

// float64 and plain loops: independent of what is examined.
const clip = (values: readonly number[], limit: number) => values.map((w) => Math.min(Math.max(w, -limit), limit));

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { listed, unlisted, limit, calls } = inputs as unknown as Clipping;
  const variable = ({ shape, values }: Weights) => {
    const initial = tf.tensor(values, shape);
    const made = tf.variable(initial);
    initial.dispose();
    return made;
  };
  const variables = listed.map(variable);
  const other = variable(unlisted);
  const before = tf.memory().numTensors;
  for (let call = 0; call < calls; call++) candidate.clipWeights([...variables], limit);
  const left = tf.memory().numTensors - before;
  const result = {
    listed: variables.map((weights) => [...weights.dataSync()]),
    shapes: variables.map(({ shape }) => shape),
    unlisted: [...other.dataSync()],
    left,
  };
  for (const weights of [...variables, other]) weights.dispose();
  return result;
};

function check(draw: (random: Random) => Clipping, judge: (clipped: Clipped, clipping: Clipping) => Judgement) {
  return {
    draw: (random: Random) => draw(random) as unknown as Json,
    probe,
    judge(output: Json, inputs: Json) {
      if (!isRecord(output)) return { passed: false, message: "Expected the variables to be readable, got nothing." };
      return judge(output as unknown as Clipped, inputs as unknown as Clipping);
    },
  };
}

function judgeWeights({ listed: got, shapes }: Clipped, clipping: Clipping): Judgement {
  const { listed, limit } = clipping;
  const length = norm(listed.flatMap(({ values }) => values));
  const judgements = listed.map(({ shape, values }, index) => {
    if (JSON.stringify(shapes[index]) !== JSON.stringify(shape)) {
      const message = `Expected variable ${index} to keep shape ${shown(shape)}, got ${shown(shapes[index])}.`;
      return { passed: false, message, input: inWords(clipping) };
    }
    return judgeNumbers(got[index], clip(values, limit), {
      tolerance: 1e-6,
      what: `variable ${index} to hold`,
      input: inWords(clipping),
      suspicions: [
        { says: "nothing was stored in it", value: values },
        { says: "that is a box from 0 to the limit", value: values.map((w) => Math.min(Math.max(w, 0), limit)) },
        { says: "that scales its norm to the limit", value: values.map((w) => w * limit / norm(values)) },
        { says: "that scales the norm of all to the limit", value: values.map((w) => w * limit / length) },
        { says: "that squashes every entry", value: values.map((w) => limit * Math.tanh(w / limit)) },
        { says: "that squashes every entry", value: values.map((w) => limit * Math.tanh(w)) },
      ],
    });
  });
  return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
}

export const checks: Record<string, CodingCheck> = {
  "bounded": check(() => given, judgeWeights),
  "unlisted": check(() => given, (clipped, clipping) => {
    const { unlisted, listed } = clipping;
    const options = { tolerance: 0, input: `${inWords(clipping)}; beside them ${shown(unlisted.values)}` };
    const other = judgeNumbers(clipped.unlisted, unlisted.values, { ...options, what: "the other variable to stay" });
    // What does nothing at all also leaves the others alone.
    const isStill = listed.every(({ values }, index) => shown(clipped.listed[index]) === shown(values));
    return isStill
      ? { ...other, passed: false, message: "Expected the listed variables to change, got them as before." }
      : other;
  }),
  "no-leak": check(() => ({ ...given, calls: 5 }), ({ listed, left }, clipping) => {
    const { passed } = judgeNumbers(listed[0], clip(clipping.listed[0]!.values, clipping.limit), {
      tolerance: 1e-6,
      what: "variable 0 to hold",
    });
    const message = passed
      ? `Expected no tensor left after five calls, got ${shown(left)} more than before.`
      : `Expected the first variable to be clipped after five calls, got ${shown(listed[0])}.`;
    return { passed: passed && isNumber(left) && left <= 0, message, input: inWords(clipping) };
  }),
  "fresh-weights": check((random) => {
    const weights = (...shape: number[]) => ({ shape, values: normals(random, shape.reduce((a, b) => a * b, 1)) });
    const [limit = 1] = uniforms(random, 1, { from: 0.2, to: 0.6 });
    return {
      listed: [weights(3, 4), weights(4), weights(2, 2, 1, 3), weights(4, 1)],
      unlisted: weights(2),
      limit,
      calls: 1,
    };
  }, judgeWeights),
};
