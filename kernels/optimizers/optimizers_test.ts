import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { assertClose } from "../testing/assert_close.ts";
import { testOnBackends } from "../testing/backends.ts";

const rate = 0.05;

/** One number's way: from x, a gradient and what was kept, to the next x. */
interface Rule {
  readonly make: () => tf.Optimizer;
  readonly steps: () => (x: number, gradient: number, step: number) => number;
}

/** The rules as their papers (or TensorFlow, for momentum) have them, in float64. */
const rules: Readonly<Record<string, Rule>> = {
  "gradient descent": { make: () => tf.train.sgd(rate), steps: () => (x, g) => x - rate * g },
  momentum: {
    make: () => tf.train.momentum(rate, 0.8),
    steps: () => {
      let a = 0;
      return (x, g) => x - rate * (a = 0.8 * a + g);
    },
  },
  "Nesterov momentum": {
    make: () => tf.train.momentum(rate, 0.8, true),
    steps: () => {
      let a = 0;
      return (x, g) => {
        a = 0.8 * a + g;
        return x - rate * (g + 0.8 * a);
      };
    },
  },
  Adagrad: {
    make: () => tf.train.adagrad(rate, 0.1),
    steps: () => {
      let a = 0.1;
      return (x, g) => x - rate * g / Math.sqrt((a += g * g) + 1e-7);
    },
  },
  Adadelta: {
    make: () => tf.train.adadelta(1, 0.9, 1e-3),
    steps: () => {
      let [squares, updates] = [0, 0];
      return (x, g) => {
        squares = 0.9 * squares + 0.1 * g * g;
        const update = Math.sqrt(updates + 1e-3) / Math.sqrt(squares + 1e-3) * g;
        updates = 0.9 * updates + 0.1 * update * update;
        return x - update;
      };
    },
  },
  RMSProp: {
    make: () => tf.train.rmsprop(rate, 0.9, 0.5, 1e-4),
    steps: () => {
      let [squares, a] = [0, 0];
      return (x, g) => {
        squares = 0.9 * squares + 0.1 * g * g;
        return x - (a = 0.5 * a + rate * g / Math.sqrt(squares + 1e-4));
      };
    },
  },
  "centered RMSProp": {
    make: () => tf.train.rmsprop(rate, 0.9, 0.5, 1e-4, true),
    steps: () => {
      let [squares, mean, a] = [0, 0, 0];
      return (x, g) => {
        squares = 0.9 * squares + 0.1 * g * g;
        mean = 0.9 * mean + 0.1 * g;
        return x - (a = 0.5 * a + rate * g / Math.sqrt(squares - mean * mean + 1e-4));
      };
    },
  },
  Adam: {
    make: () => tf.train.adam(rate, 0.5, 0.9, 1e-6),
    steps: () => {
      let [m, v] = [0, 0];
      return (x, g, t) => {
        m = 0.5 * m + 0.5 * g;
        v = 0.9 * v + 0.1 * g * g;
        return x - rate * m / (1 - 0.5 ** t) / (Math.sqrt(v / (1 - 0.9 ** t)) + 1e-6);
      };
    },
  },
  Adamax: {
    make: () => tf.train.adamax(rate, 0.5, 0.9, 1e-6),
    steps: () => {
      let [m, u] = [0, 0];
      return (x, g, t) => {
        m = 0.5 * m + 0.5 * g;
        u = Math.max(0.9 * u, Math.abs(g));
        return x - rate / (1 - 0.5 ** t) * m / (u + 1e-6);
      };
    },
  },
};

const start = [1, -2, 0.5];
const weights = [1, 0.3, 2];
const rounds = 8;

function expected(rule: Rule): number[] {
  return start.map((first, i) => {
    const step = rule.steps();
    let x = first;
    for (let t = 1; t <= rounds; t++) x = step(x, 2 * weights[i]! * x, t);
    return x;
  });
}

function loss(x: tf.Variable): tf.Scalar {
  return x.square().mul(tf.tensor1d(weights)).sum();
}

for (const [name, rule] of Object.entries(rules)) {
  testOnBackends(`${name} takes the steps of its rule, through getWeights and setWeights too`, async () => {
    for (const isCut of [false, true]) {
      const live = tf.memory().numTensors;
      const x = tf.variable(tf.tensor1d(start));
      let optimizer = rule.make();
      for (let i = 0; i < rounds; i++) {
        if (isCut && i === 3) {
          const saved = await optimizer.getWeights();
          const next = rule.make();
          const copies = saved.map(({ name, tensor }) => ({ name, tensor: tensor.clone() }));
          await next.setWeights(copies);
          // A variable made of a tensor shares its data; the tensors themselves are the caller's.
          tf.dispose([saved[0]!.tensor, copies.map(({ tensor }) => tensor)]);
          optimizer.dispose();
          optimizer = next;
        }
        optimizer.minimize(() => loss(x), false, [x]);
      }
      assertClose(await x.data(), expected(rule), { tolerance: 1e-4, what: isCut ? `${name}, cut` : name });
      optimizer.dispose();
      x.dispose();
      assert.ok(
        tf.memory().numTensors - live <= 1,
        `${tf.memory().numTensors - live} tensors, expected the first value`,
      );
    }
  });

  testOnBackends(`${name} keeps apart what it keeps for the variables of two networks in turn`, async () => {
    const optimizer = rule.make();
    const [one, two] = [tf.variable(tf.tensor1d(start)), tf.variable(tf.tensor2d([start]))];
    const extra = tf.variable(tf.scalar(1));
    const step = rule.steps();
    let alone = 1;
    for (let i = 0; i < rounds; i++) {
      optimizer.minimize(() => extra.square().sum().add(loss(one)) as tf.Scalar, false, [extra, one]);
      alone = step(alone, 2 * alone, 2 * i + 1);
      optimizer.minimize(() => loss(two), false, [two]);
    }
    // Its own rule saw every other step count, as TensorFlow has it; only what is kept must not mix.
    assertClose(await extra.data(), [alone], { tolerance: 1e-4, what: name });
    assert.equal(Number.isNaN((await two.data())[0]!), false);
    optimizer.dispose();
    tf.dispose([one, two, extra]);
  });
}
