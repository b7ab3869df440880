import type { CodingCheck, Json, Judgement, Plot, Random } from "../../mod.ts";
import {
  forward,
  isNumber,
  isNumbers,
  isRecord,
  judgeNumber,
  judgeNumbers,
  mean,
  type NetWeights,
  netWeights,
  normals,
  rowsOf,
  seeded,
  shown,
  softplus,
} from "../_lib/mod.ts";

interface Play {
  readonly encoder: NetWeights;
  readonly discriminator: NetWeights;
  /** [batch, 5], row by row. */
  readonly inputs: readonly number[];
  /** [count, 2], row by row; the first of them are handed to the first step, the next ones to the next. */
  readonly prior: readonly number[];
  /** Prior samples a step. */
  readonly priorCount: number;
  readonly optimizer: "sgd" | "adam";
  readonly rate: number;
  /** Steps of the discriminator and of the encoder, in order. */
  readonly steps: readonly ("d" | "e")[];
}

interface Played {
  readonly losses: readonly (number | null)[];
  readonly encoder: NetWeights;
  readonly discriminator: NetWeights;
}

const sizes = { data: 5, hidden: 8, code: 2 };

function draw(random: Random, parts: Partial<Play> & { readonly batch?: number; readonly hidden?: number }): Play[] {
  const { batch = 64, hidden = sizes.hidden, ...rest } = parts;
  const steps = rest.steps ?? [];
  const priorCount = rest.priorCount ?? batch;
  const play: Play = {
    encoder: netWeights(random, { inputs: sizes.data, hidden, outputs: sizes.code }),
    discriminator: netWeights(random, { inputs: sizes.code, hidden, outputs: 1 }),
    inputs: normals(random, batch * sizes.data),
    prior: normals(random, Math.max(1, steps.filter((step) => step === "d").length) * priorCount * sizes.code),
    priorCount,
    optimizer: "sgd",
    rate: 0.1,
    steps,
    ...rest,
  };
  return [play];
}

/** Plays one after the other, each with networks of its own. */
const probe: CodingCheck["probe"] = ({ tf, candidate, inputs, report }) => {
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  const network = (weights: NetWeights, width: number) => {
    const [hidden, out] = [weights[1]!.length, weights[3]!.length];
    const shapes = [[width, hidden], [hidden], [hidden, out], [out]];
    const variables = weights.map((values, index) => tf.variable(tf.tensor(values, shapes[index])));
    const apply = (x: Tensor) =>
      tf.leakyRelu(tf.matMul(x, variables[0]).add(variables[1]), 0.2).matMul(variables[2]).add(variables[3]);
    return { variables, apply };
  };
  return (inputs as unknown as Play[]).map((play) => {
    const encoder = network(play.encoder, 5);
    const discriminator = network(play.discriminator, 2);
    const data = tf.tensor(play.inputs, [play.inputs.length / 5, 5]);
    const optimizers = { d: tf.train[play.optimizer](play.rate), e: tf.train[play.optimizer](play.rate) };
    const losses: (number | null)[] = [];
    const last: { [name: string]: number } = {};
    let used = 0;
    for (const step of play.steps) {
      let loss: unknown;
      if (step === "d") {
        const prior = tf.tensor(play.prior.slice(2 * used, 2 * (used + play.priorCount)), [play.priorCount, 2]);
        used += play.priorCount;
        loss = candidate.discriminatorStep(encoder, discriminator, optimizers.d, data, prior);
      } else {
        loss = candidate.encoderStep(encoder, discriminator, optimizers.e, data);
      }
      losses.push(typeof loss === "number" ? loss : null);
      if (typeof loss === "number") last[step === "d" ? "discriminator" : "encoder"] = loss;
      report(losses.length / 2, last);
    }
    const read = (net: { variables: Tensor[] }) => net.variables.map((variable) => [...variable.dataSync()]);
    const played = { losses, encoder: read(encoder), discriminator: read(discriminator) };
    for (const { variables } of [encoder, discriminator]) {
      for (const variable of variables) variable.dispose();
    }
    optimizers.d.dispose();
    optimizers.e.dispose();
    return played;
  });
};

type Nets = Pick<Play, "encoder" | "discriminator">;

// float64 and plain loops: independent of what is examined.
const codesOf = (play: Play, { encoder }: Nets) => rowsOf(play.inputs, sizes.data).map((x) => forward(encoder, x));
const codeLogits = (play: Play, nets: Nets) => codesOf(play, nets).map((code) => forward(nets.discriminator, code)[0]!);
const priorLogits = (play: Play, { discriminator }: Nets) =>
  rowsOf(play.prior, sizes.code).slice(0, play.priorCount).map((z) => forward(discriminator, z)[0]!);
const bce = (logits: readonly number[], target: number) => mean(logits.map((l) => softplus(l) - target * l));
const discriminatorLoss = (play: Play, nets: Nets) => bce(priorLogits(play, nets), 1) + bce(codeLogits(play, nets), 0);
const encoderLoss = (play: Play, nets: Nets) => bce(codeLogits(play, nets), 1);

const inWords = ({ inputs, priorCount }: Play) =>
  `${inputs.length / sizes.data} inputs, ${priorCount} prior samples, nets 5-8-2 and 2-8-1 with random weights`;

function judge(judgement: (played: Played, play: Play) => Judgement): CodingCheck["judge"] {
  const judgePlay = (output: Json | undefined, play: Play): Judgement => {
    const isWhole = isRecord(output) && Array.isArray(output.losses) &&
      [output.encoder, output.discriminator].every((net) => Array.isArray(net) && net.every((part) => isNumbers(part)));
    if (!isWhole) return { passed: false, message: "Expected finite weights after the steps, got others." };
    return judgement(output as unknown as Played, play);
  };
  return (output, inputs) => {
    const results = Array.isArray(output) ? output : [];
    const judgements = (inputs as unknown as Play[]).map((play, i) => judgePlay(results[i], play));
    return judgements.find(({ passed }) => !passed) ?? judgements[0]!;
  };
}

const judgeDiscriminatorLoss = (played: Played, play: Play): Judgement => {
  const [prior, codes] = [priorLogits(play, play), codeLogits(play, play)];
  const expected = discriminatorLoss(play, play);
  return judgeNumber(played.losses[0], expected, {
    tolerance: 1e-3,
    what: "the loss",
    input: inWords(play),
    suspicions: [
      { says: "there the codes are labelled real and the prior generated", value: bce(prior, 0) + bce(codes, 1) },
      { says: "that is the loss on prior samples alone", value: bce(prior, 1) },
      { says: "that is the loss on codes alone", value: bce(codes, 0) },
      { says: "that is the mean of the two, not their sum", value: expected / 2 },
      { says: "that is the loss after the update", value: discriminatorLoss(play, played) },
    ],
  });
};

const judgeEncoderLoss = (played: Played, play: Play): Judgement => {
  const codes = codeLogits(play, play);
  return judgeNumber(played.losses[0], bce(codes, 1), {
    tolerance: 1e-3,
    what: "the loss",
    input: inWords(play),
    suspicions: [
      { says: "that is the loss with target 0", value: bce(codes, 0) },
      { says: "that is the saturating loss, log(1 - C)", value: -bce(codes, 0) },
      { says: "that is the loss after the update", value: encoderLoss(play, played) },
    ],
  });
};

function judgeOwnership(own: keyof Nets): (played: Played, play: Play) => Judgement {
  const other = own === "encoder" ? "discriminator" : "encoder";
  return (played, play) => {
    const isSame = (name: keyof Nets) =>
      played[name].every((part, i) => part.every((value, j) => value === play[name][i]![j]));
    const found = `${own} ${isSame(own) ? "unchanged" : "changed"} and ${other} ${
      isSame(other) ? "unchanged" : "changed"
    }`;
    return {
      passed: !isSame(own) && isSame(other),
      message: `Expected ${own} changed and ${other} unchanged, got ${found}.`,
      input: `one step of SGD at rate ${play.rate} on ${inWords(play)}`,
    };
  };
}

const rounds = 120;

function plotsOf(played: Played, play: Play): readonly Plot[] {
  const losses = played.losses.every(isNumber) ? played.losses as readonly number[] : [];
  const round = Array.from({ length: losses.length / 2 }, (_, index) => index + 1);
  const codes = codesOf(play, played);
  const before = codesOf(play, play);
  const prior = rowsOf(play.prior, sizes.code).slice(-codes.length);
  const cloud = (name: string, points: readonly (readonly number[])[]) => ({
    name,
    x: points.map(([x]) => x!),
    y: points.map(([, y]) => y!),
  });
  return [
    {
      id: "losses",
      title: "Losses while the codes are drawn to the prior",
      kind: "line",
      xLabel: "round",
      yLabel: "loss before the update",
      series: [
        { name: "discriminator", x: round, y: round.map((_, i) => losses[2 * i]!) },
        { name: "encoder", x: round, y: round.map((_, i) => losses[2 * i + 1]!) },
      ],
    },
    {
      id: "codes",
      title: "Codes and samples of the prior",
      kind: "scatter",
      xLabel: "first code unit",
      yLabel: "second code unit",
      series: [cloud("prior", prior), cloud("codes before", before), cloud("codes after", codes)],
    },
  ];
}

function judgeMatch(played: Played, play: Play): Judgement {
  const codes = codesOf(play, played);
  const units = [0, 1].map((unit) => codes.map((code) => code[unit]!));
  const means = units.map(mean);
  const variances = units.map((values, unit) => mean(values.map((value) => (value - means[unit]!) ** 2)));
  const isNear = means.every((value) => Math.abs(value) < 1.7) &&
    variances.every((value) => value > 0.02 && value < 3.5);
  return {
    passed: isNear,
    message: `Expected codes with means within ±1.7 and variances from 0.02 to 3.5, got means ${
      shown(means)
    } and variances ${shown(variances)}.`,
    input: `${rounds} rounds of both steps with Adam at rate ${play.rate}, nets 5-16-2 and 2-16-1, prior N(0, I)`,
    plots: plotsOf(played, play),
  };
}

/** Weights after one step of gradient descent, by central differences of the float64 loss. */
function descended(play: Play, name: keyof Nets, loss: (play: Play, nets: Nets) => number): number[] {
  const step = 1e-5;
  const moved = (part: number, entry: number, by: number): Nets => ({
    ...play,
    [name]: play[name].map((values, i) => values.map((value, j) => i === part && j === entry ? value + by : value)),
  });
  return play[name].flatMap((values, i) =>
    values.map((value, j) =>
      value - play.rate * (loss(play, moved(i, j, step)) - loss(play, moved(i, j, -step))) / (2 * step)
    )
  );
}

function judgeSteps(played: Played, play: Play): Judgement {
  const [step] = play.steps;
  const name = step === "d" ? "discriminator" : "encoder";
  const loss = step === "d" ? discriminatorLoss : encoderLoss;
  const value = step === "d" ? judgeDiscriminatorLoss(played, play) : judgeEncoderLoss(played, play);
  if (!value.passed) return value;
  return judgeNumbers(played[name].flat(), descended(play, name, loss), {
    tolerance: 1e-3,
    what: `the weights of the ${name} after a step`,
  });
}

/** Codes that begin beside the prior. */
function awayFromPrior(random: Random): Json {
  const [play] = draw(random, {
    ...{ batch: 128, hidden: 16, optimizer: "adam", rate: 0.005 },
    steps: Array.from({ length: 2 * rounds }, (_, i) => i % 2 === 0 ? "d" : "e"),
  }) as [Play];
  const [first, bias, second] = play.encoder;
  return [{ ...play, encoder: [first!, bias!, second!, [1, -1]] }] as unknown as Json;
}

const drawStep = (step: "d" | "e"): CodingCheck["draw"] => (random) =>
  draw(random, { steps: [step] }) as unknown as Json;

const tellingMin = 0.05;
const drawsMax = 100;

// With labels the other way round a loss changes by the mean logit of the codes, less that of the prior: not small by chance.
const drawTelling = (step: "d" | "e"): CodingCheck["draw"] => (random) => {
  let plays = draw(random, { steps: [step] });
  for (let n = 1; n < drawsMax; n++) {
    const play = plays[0]!;
    const change = mean(codeLogits(play, play)) - (step === "d" ? mean(priorLogits(play, play)) : 0);
    if (Math.abs(change) >= tellingMin) break;
    plays = draw(random, { steps: [step] });
  }
  return plays as unknown as Json;
};

export const checks: Record<string, CodingCheck> = {
  "discriminator-loss": { draw: drawTelling("d"), probe, judge: judge(judgeDiscriminatorLoss) },
  "encoder-loss": { draw: drawTelling("e"), probe, judge: judge(judgeEncoderLoss) },
  "discriminator-only": {
    draw: drawStep("d"),
    probe,
    judge: judge(judgeOwnership("discriminator")),
  },
  "encoder-only": { draw: drawStep("e"), probe, judge: judge(judgeOwnership("encoder")) },
  // An adversary need not bring its codes to the prior in so few rounds; from these weights it does.
  "matches-prior": { draw: () => awayFromPrior(seeded(4)), probe, judge: judge(judgeMatch) },
  "fresh-steps": {
    draw: (random) => {
      const parts = { batch: 24, priorCount: 32, rate: 0.5 };
      return [
        ...draw(random, { ...parts, steps: ["d"] }),
        ...draw(random, { ...parts, steps: ["e"] }),
      ] as unknown as Json;
    },
    probe,
    judge: judge(judgeSteps),
  },
};
