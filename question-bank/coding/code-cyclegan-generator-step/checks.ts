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
  norm,
  normals,
  rowsOf,
  seeded,
  shown,
  uniforms,
} from "../_lib/mod.ts";

interface Nets {
  readonly generatorXtoY: NetWeights;
  readonly generatorYtoX: NetWeights;
  readonly discriminatorX: NetWeights;
  readonly discriminatorY: NetWeights;
}

interface Play extends Nets {
  /** [16, 3] each, row by row. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly optimizer: "sgd" | "adam";
  readonly rate: number;
  readonly steps: number;
  /** Cycle and identity; those that are absent are left out of the call. */
  readonly weights?: readonly number[];
}

interface Played {
  readonly losses: readonly (number | null)[];
  readonly nets: Nets;
  /** Steps that the optimizer counted. */
  readonly iterations: number;
}

const width = 3;
const samples = 16;
const names = ["generatorXtoY", "generatorYtoX", "discriminatorX", "discriminatorY"] as const;

function draw(random: Random, parts: Partial<Play>): Json {
  const generator = () => netWeights(random, { inputs: width, hidden: 8, outputs: width });
  const discriminator = () => netWeights(random, { inputs: width, hidden: 8, outputs: 1 });
  const play: Play = {
    generatorXtoY: generator(),
    generatorYtoX: generator(),
    discriminatorX: discriminator(),
    discriminatorY: discriminator(),
    x: normals(random, samples * width),
    y: normals(random, samples * width, { mean: 2 }),
    optimizer: "sgd",
    rate: 0.001,
    steps: 1,
    ...parts,
  };
  return play as unknown as Json;
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const play = inputs as unknown as Play;
  const width = 3;
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  const network = (weights: NetWeights) => {
    const hidden = weights[1]!.length;
    const out = weights[3]!.length;
    const shapes = [[width, hidden], [hidden], [hidden, out], [out]];
    const variables = weights.map((values, index) => tf.variable(tf.tensor(values, shapes[index])));
    const apply = (x: Tensor) =>
      tf.leakyRelu(tf.matMul(x, variables[0]).add(variables[1]), 0.2).matMul(variables[2]).add(variables[3]);
    return { variables, apply };
  };
  const networks = {
    generatorXtoY: network(play.generatorXtoY),
    generatorYtoX: network(play.generatorYtoX),
    discriminatorX: network(play.discriminatorX),
    discriminatorY: network(play.discriminatorY),
  };
  const x = tf.tensor2d(play.x, [play.x.length / width, width]);
  const y = tf.tensor2d(play.y, [play.y.length / width, width]);
  const optimizer = tf.train[play.optimizer](play.rate);
  const losses: (number | null)[] = [];
  for (let step = 0; step < play.steps; step++) {
    const loss = candidate.generatorStep(networks, optimizer, x, y, ...(play.weights ?? []));
    losses.push(typeof loss === "number" ? loss : null);
  }
  const { iterations } = optimizer;
  const read = ({ variables }: { variables: Tensor[] }) => variables.map((variable) => [...variable.dataSync()]);
  const nets = {
    generatorXtoY: read(networks.generatorXtoY),
    generatorYtoX: read(networks.generatorYtoX),
    discriminatorX: read(networks.discriminatorX),
    discriminatorY: read(networks.discriminatorY),
  };
  for (const { variables } of Object.values(networks)) for (const variable of variables) variable.dispose();
  optimizer.dispose();
  return { losses, nets, iterations };
};

// float64 and plain loops: independent of what is examined.
type Rows = readonly (readonly number[])[];

const through = (weights: NetWeights, rows: Rows) => rows.map((row) => forward(weights, row));
const l1 = (a: Rows, b: Rows) => mean(a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));
const towards = (scores: Rows, target: number) => mean(scores.flat().map((score) => (score - target) ** 2));

function terms({ x, y }: Pick<Play, "x" | "y">, nets: Nets) {
  const [ofX, ofY] = [rowsOf(x, width), rowsOf(y, width)];
  const { generatorXtoY: g, generatorYtoX: f, discriminatorX, discriminatorY } = nets;
  const [fakeY, fakeX] = [through(g, ofX), through(f, ofY)];
  const [backX, backY] = [through(f, fakeY), through(g, fakeX)];
  const adversarial = (xs: Rows, ys: Rows, target = 1) =>
    towards(through(discriminatorX, xs), target) + towards(through(discriminatorY, ys), target);
  return {
    adversarial: adversarial(fakeX, fakeY),
    /** As usual mistakes have it. */
    targetZero: adversarial(fakeX, fakeY, 0),
    exchanged: adversarial(fakeY, fakeX),
    ofReconstructions: adversarial(backX, backY),
    ofReal: adversarial(ofX, ofY),
    cycleX: l1(backX, ofX),
    cycleY: l1(backY, ofY),
    identityY: l1(through(g, ofY), ofY),
    identityX: l1(through(f, ofX), ofX),
    changes: l1(fakeY, ofX) + l1(fakeX, ofY),
  };
}

const defaults = [10, 5] as const;
const weightsOf = ({ weights = [] }: Play) => defaults.map((usual, i) => weights[i] ?? usual) as [number, number];

function lossOf(play: Play, nets: Nets = play): number {
  const [cycleWeight, identityWeight] = weightsOf(play);
  const { adversarial, cycleX, cycleY, identityX, identityY } = terms(play, nets);
  return adversarial + cycleWeight * (cycleX + cycleY) + identityWeight * (identityX + identityY);
}

function judgeLoss({ losses, nets }: Played, play: Play): Judgement {
  const [cycleWeight, identityWeight] = weightsOf(play);
  const all = terms(play, play);
  const expected = lossOf(play);
  const cycle = all.cycleX + all.cycleY;
  const identity = all.identityX + all.identityY;
  const instead = (adversarial: number) => expected - all.adversarial + adversarial;
  return judgeNumber(losses[0], expected, {
    tolerance: 1e-3,
    what: "the loss",
    input: inWords(play),
    suspicions: [
      { says: "there the adversarial target is 0", value: instead(all.targetZero) },
      { says: "there each discriminator is asked about the other domain", value: instead(all.exchanged) },
      { says: "there the discriminators are asked about reconstructions", value: instead(all.ofReconstructions) },
      { says: "there the scores of real samples are added", value: instead(all.adversarial + all.ofReal) },
      { says: "there the adversarial terms are missing", value: instead(0) },
      { says: "there the adversarial terms have a factor ½", value: instead(all.adversarial / 2) },
      { says: "there the identity terms are missing", value: expected - identityWeight * identity },
      { says: "there the cycle terms are missing", value: expected - cycleWeight * cycle },
      { says: "there one of the round trips is missing", value: expected - cycleWeight * all.cycleX },
      { says: "there one of the round trips is missing", value: expected - cycleWeight * all.cycleY },
      {
        says: "there the identity terms get samples of the wrong domain",
        value: expected + identityWeight * (all.changes - identity),
      },
      {
        says: "there the weights are the default ones",
        value: all.adversarial + defaults[0] * cycle + defaults[1] * identity,
      },
      {
        says: "there a weight of 0 is taken for a missing one",
        value: all.adversarial + (cycleWeight || 10) * cycle + (identityWeight || 5) * identity,
      },
      { says: "there the weights are missing", value: all.adversarial + cycle + identity },
      {
        says: "there the weights are exchanged",
        value: all.adversarial + identityWeight * cycle + cycleWeight * identity,
      },
      {
        says: "there the identity weight that is left out is half of the cycle weight",
        value: all.adversarial + cycleWeight * cycle + cycleWeight * identity / 2,
      },
      { says: "that is the loss after the update", value: lossOf(play, nets) },
    ],
  });
}

const inWords = ({ weights }: Play) =>
  `${samples} samples per domain, Y around (2, 2, 2), nets 3-8-3 and 3-8-1 with random weights, ${
    weights === undefined
      ? "weights left out"
      : `cycleWeight ${shown(weights[0])}, identityWeight ${weights.length < 2 ? "left out" : shown(weights[1])}`
  }`;

function judgeOwnership({ nets, iterations }: Played, play: Play): Judgement {
  const isSame = (name: keyof Nets) =>
    nets[name].every((part, i) => part.every((value, j) => value === play[name][i]![j]));
  const changed = names.filter((name) => !isSame(name));
  const isOwn = changed.join() === names.slice(0, 2).join();
  const found = changed.length === 0 ? "nothing changed" : `got ${changed.join(", ")} changed`;
  return {
    passed: isOwn && iterations === 1,
    message: isOwn && iterations !== 1
      ? `Expected one step of the optimizer for both generators together, got ${iterations}.`
      : `Expected generatorXtoY and generatorYtoX changed and nothing else, ${found}.`,
    input: `one step of SGD; ${inWords(play)}`,
  };
}

/** By the weights of both generators, one after the other; central differences. */
function gradientOf(play: Play): number[] {
  // So small that no kink of |·| or of the leaky ReLU lies within it.
  const h = 1e-8;
  return names.slice(0, 2).flatMap((name) =>
    play[name].flatMap((part, i) =>
      part.map((value, j) => {
        const moved = (by: number) => {
          const net = play[name].map((other, k) => k === i ? other.with(j, value + by) : other);
          return lossOf(play, { ...play, [name]: net });
        };
        return (moved(h) - moved(-h)) / (2 * h);
      })
    )
  );
}

function judgeDirection({ nets }: Played, play: Play): Judgement {
  const gradient = gradientOf(play);
  const flat = (of: Nets) => [...of.generatorXtoY.flat(), ...of.generatorYtoX.flat()];
  const before = flat(play);
  const step = flat(nets).map((value, i) => (value - before[i]!) / -play.rate);
  const cosine = step.reduce((sum, value, i) => sum + value * gradient[i]!, 0) / (norm(step) * norm(gradient));
  const ratio = norm(step) / norm(gradient);
  return {
    passed: cosine > 0.995 && Math.abs(ratio - 1) < 0.03,
    message: `Expected a step along the negative gradient, rate times its length: cosine 1 and ratio 1; got cosine ${
      shown(cosine)
    } and ratio ${shown(ratio)}.`,
    input: `one step of SGD at rate ${play.rate}; ${inWords(play)}`,
  };
}

function judgeCycle({ losses, nets }: Played, play: Play): Judgement {
  if (!losses.every(isNumber)) return { passed: false, message: "Expected finite losses, got others." };
  const [before, after] = [terms(play, play).cycleX, terms(play, nets).cycleX];
  return {
    passed: after <= 0.6 * before,
    message: `Expected the round trip from X to end at most 0.6 times as far from its start, got ${
      shown(after)
    } after ${shown(before)}.`,
    plots: [lossPlot(losses as readonly number[])],
  };
}

function lossPlot(losses: readonly number[]): Plot {
  return {
    id: "losses",
    title: "Loss of both generators",
    kind: "line",
    xLabel: "step",
    yLabel: "loss before the update",
    series: [{ name: "loss", x: losses.map((_, step) => step + 1), y: losses }],
  };
}

function check(draw: CodingCheck["draw"], judgement: (played: Played, play: Play) => Judgement): CodingCheck {
  return {
    draw,
    probe,
    judge(output, inputs) {
      const nets = isRecord(output) ? output.nets : undefined;
      const isWhole = isRecord(nets) && names.every((name) => {
        const net = nets[name];
        return Array.isArray(net) && net.every((part) => isNumbers(part));
      });
      if (!isWhole) return { passed: false, message: "Expected finite weights after the step, got others." };
      return judgement(output as unknown as Played, inputs as unknown as Play);
    },
  };
}

export const checks: Record<string, CodingCheck> = {
  "loss": check(() => draw(seeded(1), {}), judgeLoss),
  "weights": check(() => draw(seeded(2), { weights: [3, 0] }), judgeLoss),
  "one-weight": check((random) => draw(random, { weights: [2] }), judgeLoss),
  "generators-only": check(() => draw(seeded(3), { rate: 0.01 }), judgeOwnership),
  "direction": check(() => draw(seeded(4), {}), judgeDirection),
  // How much sixty steps bring depends on the networks that they start from more than on the samples.
  "cycle-error": check((random) => {
    const x = normals(random, samples * width);
    const y = normals(random, samples * width, { mean: 2 });
    return draw(seeded(18), { x, y, optimizer: "adam", rate: 0.01, steps: 60 });
  }, judgeCycle),
  "fresh-networks": check((random) => {
    const [cycleWeight = 1, identityWeight = 1] = uniforms(random, 2, { from: 1, to: 9 });
    return draw(random, { weights: [cycleWeight, identityWeight] });
  }, (played, play) => {
    const loss = judgeLoss(played, play);
    return loss.passed ? judgeDirection(played, play) : loss;
  }),
};
