import type { CodingCheck } from "../../mod.ts";
import { mean, normals, type ScoreLoss, scoreLosses, sigmoid, softplus } from "../_lib/mod.ts";

// float64 and plain loops: independent of what is examined.
const expected = ({ name, columns: { real = [], fake = [] } }: ScoreLoss) => {
  const turned = "its sign is turned around";
  const slopes = (scores: readonly number[], sign: number) => scores.map(() => sign / scores.length);
  if (name === "generatorLoss") {
    return {
      value: -mean(fake),
      gradient: slopes(fake, -1),
      suspicions: [
        { says: turned, value: mean(fake) },
        { says: "that is a log loss", value: mean(fake.map((f) => softplus(-f))) },
        { says: "that is a mean of sigmoids", value: -mean(fake.map(sigmoid)) },
      ],
    };
  }
  const sign = name === "criticLoss" ? -1 : 1;
  const difference = mean(real) - mean(fake);
  const sigmoids = mean(real.map(sigmoid)) - mean(fake.map(sigmoid));
  return {
    value: sign * difference,
    gradient: [...slopes(real, sign), ...slopes(fake, -sign)],
    suspicions: [
      {
        says: sign * difference < 0 ? `${turned}, or taken away` : turned,
        value: -sign * difference,
      },
      { says: "that is a difference of mean sigmoids", value: sign * sigmoids },
    ],
  };
};

const values = (call: ScoreLoss) => {
  const { value, suspicions } = expected(call);
  return { value, suspicions, tolerance: 1e-4 };
};
/** What is minimised needs a gradient; the estimate is a number to look at. */
const both = (call: ScoreLoss) =>
  call.name === "wassersteinEstimate" ? values(call) : { ...values(call), gradient: expected(call).gradient };

interface Scores {
  readonly real: number[];
  readonly fake: number[];
}

const critic = ({ real, fake }: Scores): ScoreLoss => ({ name: "criticLoss", columns: { real, fake } });
const estimate = ({ real, fake }: Scores): ScoreLoss => ({ name: "wassersteinEstimate", columns: { real, fake } });
const generator = ({ fake }: Scores): ScoreLoss => ({ name: "generatorLoss", columns: { fake } });

const scores: Scores = {
  real: [-3.1, -0.4, 0, 0.7, 2.5].map(Math.fround),
  fake: [1.2, -2.2, 0.3, -0.9, 4].map(Math.fround),
};
const shifted: Scores = {
  real: scores.real.map((score) => Math.fround(score + 7)),
  fake: scores.fake.map((score) => Math.fround(score + 7)),
};
const unequal: Scores = { real: [1, 2, 3], fake: [4, 8] };

export const checks: Record<string, CodingCheck> = {
  "critic-value": scoreLosses(() => [critic(scores)], values),
  "generator-value": scoreLosses(() => [generator(scores)], values),
  "estimate-value": scoreLosses(() => [estimate(scores)], values),
  "shifted": scoreLosses(() => [critic(shifted), estimate(shifted)], values),
  "unequal-batches": scoreLosses(() => [critic(unequal), estimate(unequal)], values),
  "fresh-batch": scoreLosses((random) => {
    const fresh = { real: normals(random, 6, { deviation: 3 }), fake: normals(random, 4, { mean: -2, deviation: 3 }) };
    return [critic(fresh), estimate(fresh), generator(fresh)];
  }, both),
};
