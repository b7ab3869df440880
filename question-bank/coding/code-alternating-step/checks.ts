import type { CodingCheck, Json, Judgement, Plot, Random } from "../../mod.ts";
import {
  forward,
  isNumber,
  isNumbers,
  isRecord,
  judgeNumber,
  mean,
  type NetWeights,
  netWeights,
  normals,
  rowsOf,
  seeded,
  shown,
  sigmoid,
  softplus,
} from "../_lib/mod.ts";

interface Play {
  readonly generator: NetWeights;
  readonly discriminator: NetWeights;
  /** [batch, 2], row by row. */
  readonly real: readonly number[];
  /** [batch, 4], row by row. */
  readonly noise: readonly number[];
  readonly optimizer: "sgd" | "adam";
  readonly rate: number;
  /** Steps of the discriminator and of the generator, in order. */
  readonly steps: readonly ("d" | "g")[];
  /** From which step on tensors are counted. */
  readonly countFrom: number;
}

interface Played {
  readonly losses: readonly (number | null)[];
  readonly generator: NetWeights;
  readonly discriminator: NetWeights;
  /** Tensors that the counted steps left. */
  readonly left: number;
}

const sizes = { noise: 4, hidden: 16, data: 2, batch: 64 };
const center = 3;

function draw(random: Random, parts: Partial<Play>): Json {
  const play: Play = {
    generator: netWeights(random, { inputs: sizes.noise, hidden: sizes.hidden, outputs: sizes.data }),
    discriminator: netWeights(random, { inputs: sizes.data, hidden: sizes.hidden, outputs: 1 }),
    real: normals(random, sizes.batch * sizes.data, { mean: center, deviation: 0.3 }),
    noise: normals(random, sizes.batch * sizes.noise),
    optimizer: "adam",
    rate: 0.01,
    steps: [],
    countFrom: 0,
    ...parts,
  };
  return play as unknown as Json;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const play = inputs as unknown as Play;
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  const network = (weights: NetWeights, width: number) => {
    const hidden = weights[1]!.length;
    const out = weights[3]!.length;
    const shapes = [[width, hidden], [hidden], [hidden, out], [out]];
    const variables = weights.map((values, index) => tf.variable(tf.tensor(values, shapes[index])));
    const apply = (x: Tensor) =>
      tf.leakyRelu(tf.matMul(x, variables[0]).add(variables[1]), 0.2).matMul(variables[2]).add(variables[3]);
    return { variables, apply };
  };
  const generator = network(play.generator, 4);
  const discriminator = network(play.discriminator, 2);
  const real = tf.tensor(play.real, [play.real.length / 2, 2]);
  const noise = tf.tensor(play.noise, [play.noise.length / 4, 4]);
  const optimizers = { d: tf.train[play.optimizer](play.rate), g: tf.train[play.optimizer](play.rate) };
  const losses: (number | null)[] = [];
  let before = tf.memory().numTensors;
  play.steps.forEach((step, index) => {
    if (index === play.countFrom) before = tf.memory().numTensors;
    const loss = step === "d"
      ? candidate.discriminatorStep(generator, discriminator, optimizers.d, real, noise)
      : candidate.generatorStep(generator, discriminator, optimizers.g, noise);
    losses.push(typeof loss === "number" ? loss : null);
  });
  const left = tf.memory().numTensors - before;
  const read = (net: { variables: Tensor[] }) => net.variables.map((variable) => [...variable.dataSync()]);
  const played = { losses, generator: read(generator), discriminator: read(discriminator), left };
  for (const { variables } of [generator, discriminator]) {
    for (const variable of variables) variable.dispose();
  }
  optimizers.d.dispose();
  optimizers.g.dispose();
  return played;
};

type Nets = Pick<Play, "generator" | "discriminator">;

const samples = (play: Play, { generator }: Nets) => rowsOf(play.noise, sizes.noise).map((z) => forward(generator, z));
const realLogits = (play: Play, { discriminator }: Nets) =>
  rowsOf(play.real, sizes.data).map((x) => forward(discriminator, x)[0]!);
const fakeLogits = (play: Play, nets: Nets) => samples(play, nets).map((x) => forward(nets.discriminator, x)[0]!);
const bce = (logits: readonly number[], target: number) => mean(logits.map((l) => softplus(l) - target * l));

function judge(judgement: (played: Played, play: Play) => Judgement): CodingCheck["judge"] {
  return (output, inputs) => {
    const play = inputs as unknown as Play;
    const isWhole = isRecord(output) && Array.isArray(output.losses) && isNumber(output.left) &&
      [output.generator, output.discriminator].every((net) =>
        Array.isArray(net) && net.every((part) => isNumbers(part))
      );
    if (!isWhole) return { passed: false, message: "Expected finite weights after the steps, got others." };
    return judgement(output as unknown as Played, play);
  };
}

const batchInWords = `a batch of ${sizes.batch} points around (3, 3), nets 4-16-2 and 2-16-1 with random weights`;

function judgeLoss(
  played: Played,
  losses: { readonly expected: number; readonly suspicions: readonly { says: string; value: number }[] },
): Judgement {
  return judgeNumber(played.losses[0], losses.expected, {
    tolerance: 1e-3,
    what: "the loss",
    input: batchInWords,
    suspicions: losses.suspicions,
  });
}

function judgeOwnership(played: Played, play: Play, own: keyof Nets): Judgement {
  const other = own === "generator" ? "discriminator" : "generator";
  const isSame = (name: keyof Nets) =>
    played[name].every((part, i) => part.every((value, j) => value === play[name][i]![j]));
  const found = `got ${own} ${isSame(own) ? "unchanged" : "changed"} and ${other} ${
    isSame(other) ? "unchanged" : "changed"
  }`;
  return {
    passed: !isSame(own) && isSame(other),
    message: `Expected ${own} changed and ${other} unchanged, ${found}.`,
    input: `one step of SGD at rate 0.1 on ${batchInWords}`,
  };
}

function distanceToData(play: Play, nets: Nets): number {
  const points = samples(play, nets);
  return Math.hypot(...[0, 1].map((axis) => mean(points.map((point) => point[axis]!)) - center));
}

function lossPlot(losses: readonly number[]): Plot {
  const rounds = losses.length / 2;
  const x = Array.from({ length: rounds }, (_, round) => round + 1);
  const every = (start: number) => x.map((_, round) => losses[2 * round + start]!);
  return {
    id: "losses",
    title: "Losses over thirty rounds",
    kind: "line",
    xLabel: "round",
    yLabel: "loss before the update",
    series: [{ name: "discriminator", x, y: every(0) }, { name: "generator", x, y: every(1) }],
  };
}

const times = <T>(count: number, steps: readonly T[]): T[] => Array.from({ length: count }, () => steps).flat();
const one = (step: "d" | "g") => ({ optimizer: "sgd", rate: 0.1, steps: [step] }) as const;
const rounds = 30;

export const checks: Record<string, CodingCheck> = {
  "discriminator-loss": {
    draw: (random) => draw(random, one("d")),
    probe,
    judge: judge((played, play) => {
      const [real, fake] = [realLogits(play, play), fakeLogits(play, play)];
      const after = bce(realLogits(play, played), 1) + bce(fakeLogits(play, played), 0);
      const expected = bce(real, 1) + bce(fake, 0);
      return judgeLoss(played, {
        expected,
        suspicions: [
          { says: "that is the loss on real samples alone", value: bce(real, 1) },
          { says: "that is the loss on generated samples alone", value: bce(fake, 0) },
          { says: "there the targets are swapped", value: bce(real, 0) + bce(fake, 1) },
          { says: "that is the mean of the two, not their sum", value: expected / 2 },
          { says: "that is the loss after the update", value: after },
        ],
      });
    }),
  },
  "generator-loss": {
    draw: (random) => draw(random, one("g")),
    probe,
    judge: judge((played, play) => {
      const fake = fakeLogits(play, play);
      return judgeLoss(played, {
        expected: bce(fake, 1),
        suspicions: [
          { says: "that is the loss with target 0", value: bce(fake, 0) },
          { says: "that is the saturating loss, log(1 - D)", value: -bce(fake, 0) },
          { says: "that is the loss after the update", value: bce(fakeLogits(play, played), 1) },
        ],
      });
    }),
  },
  "discriminator-only": {
    draw: (random) => draw(random, one("d")),
    probe,
    judge: judge((played, play) => judgeOwnership(played, play, "discriminator")),
  },
  "generator-only": {
    draw: (random) => draw(random, one("g")),
    probe,
    judge: judge((played, play) => judgeOwnership(played, play, "generator")),
  },
  "separates": {
    draw: (random) => draw(random, { steps: times(60, ["d"]), rate: 0.03 }),
    probe,
    judge: judge((played, play) => {
      const real = mean(realLogits(play, played).map(sigmoid));
      const fake = mean(fakeLogits(play, played).map(sigmoid));
      return {
        passed: real > 0.8 && fake < 0.2,
        message: `Expected mean probabilities over 0.8 and under 0.2, got ${shown(real)} and ${shown(fake)}.`,
      };
    }),
  },
  "fools": {
    draw: (random) => draw(random, { steps: times(20, ["g"]) }),
    probe,
    judge: judge((played, play) => {
      const [before, after] = [mean(fakeLogits(play, play)), mean(fakeLogits(play, played))];
      return {
        passed: after > before,
        message: `Expected the mean score to rise, got ${shown(before)} before and ${shown(after)} after.`,
      };
    }),
  },
  "no-leak": {
    // The first round is not counted: in it Adam makes what it remembers.
    draw: (random) => draw(random, { steps: times(6, ["d", "g"]), countFrom: 2 }),
    probe,
    judge: judge(({ left }) => ({
      passed: left === 0,
      message: `Expected 0 tensors left after five rounds, got ${left}.`,
      input: batchInWords,
    })),
  },
  "alternation": {
    // A GAN need not come nearer to its data in thirty rounds; from these weights it does.
    draw: () => draw(seeded(8), { steps: times(rounds, ["d", "g"]) }),
    probe,
    judge: judge((played, play) => {
      const { losses } = played;
      const input = `${rounds} rounds of Adam at rate 0.01 on ${batchInWords}`;
      if (!losses.every(isNumber)) return { passed: false, message: "Expected finite losses, got others.", input };
      const [before, after] = [distanceToData(play, play), distanceToData(play, played)];
      return {
        passed: after < before / 2,
        message: `Expected the mean sample at most half as far from (3, 3) as at first, got ${shown(after)} after ${
          shown(before)
        }.`,
        input,
        plots: [lossPlot(losses as readonly number[])],
      };
    }),
  },
};
