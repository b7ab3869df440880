import type { CodingCheck, Random } from "../../mod.ts";
import { type Argument, callCheck, mean, normalTensor, sigmoid, softplus, type TensorData } from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const each = (of: (logit: number) => number) => ([logits]: readonly Argument[]) => {
  const { shape, values } = logits as TensorData;
  return { result: { shape, values: values.map(of) } };
};

const scalar = (value: number) => ({ result: { shape: [], values: [value] } });
const both = (expert: (logit: number) => number, agent: (logit: number) => number) => (args: readonly Argument[]) => {
  const [ofExpert, ofAgent] = args as readonly TensorData[];
  return scalar(mean(ofExpert!.values.map(expert)) + mean(ofAgent!.values.map(agent)));
};
const isReal = (logit: number) => softplus(-logit);

function reward(draw: (random: Random) => TensorData): CodingCheck {
  return callCheck({
    name: "imitationReward",
    draw: (random) => [draw(random)],
    expect: each(softplus),
    tolerance: 1e-4,
    mistakes: [
      { says: "that is log(1 − D), which punishes what passes for the expert's", expect: each((l) => -softplus(l)) },
      { says: "that is log D, which is never positive", expect: each((l) => -isReal(l)) },
      { says: "that is −log D, which falls where it should rise", expect: each(isReal) },
      { says: "those are the logits themselves", expect: each((l) => l) },
      { says: "those are probabilities", expect: each(sigmoid) },
      { says: "that is −log(1 − l), as if the logit were a probability", expect: each((l) => -Math.log(1 - l)) },
      { says: "the logit was cut or blurred by an epsilon", expect: each((l) => -Math.log(1 - sigmoid(l) + 1e-7)) },
      {
        says: "that is the mean, not one reward each",
        expect: ([logits]) => scalar(mean((logits as TensorData).values.map(softplus))),
      },
    ],
  });
}

function loss(draw: (random: Random) => readonly Argument[], { isDifferentiated = false } = {}): CodingCheck {
  return callCheck({
    name: "discriminatorLoss",
    draw,
    expect: both(isReal, softplus),
    tolerance: 1e-4,
    ...(isDifferentiated ? { gradientBy: [0, 1] } : {}),
    mistakes: [
      { says: "there the labels are exchanged", expect: both(softplus, isReal) },
      { says: "its sign is turned around", expect: both((l) => -isReal(l), (l) => -softplus(l)) },
      { says: "that is the expert's half alone", expect: both(isReal, () => 0) },
      { says: "that is the agent's half alone", expect: both(() => 0, softplus) },
      {
        says: "that is the mean of the two, not their sum",
        expect: both((l) => isReal(l) / 2, (l) => softplus(l) / 2),
      },
    ],
  });
}

const vector = (...values: number[]): TensorData => ({ shape: [values.length], values: values.map(Math.fround) });
const column = (...values: number[]): TensorData => ({ shape: [values.length, 1], values: values.map(Math.fround) });

export const checks: Record<string, CodingCheck> = {
  "reward": reward(() => vector(-5, 0, 5)),
  "large-logit": reward(() => vector(80)),
  "loss": loss(() => [column(1.5), column(-0.5)]),
  "shape": reward(() => ({ shape: [2, 3, 1], values: [-3, -1, 0.5, 1, 2, 4] })),
  "fresh-logits": reward((random) => normalTensor(random, [4, 5], { deviation: 3 })),
  "fresh-loss": loss(
    (random) => [normalTensor(random, [6, 1], { deviation: 2 }), normalTensor(random, [4, 1], { deviation: 2 })],
    {
      isDifferentiated: true,
    },
  ),
};
