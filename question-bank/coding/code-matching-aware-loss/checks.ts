import type { CodingCheck, Random } from "../../mod.ts";
import { type ExpectedLoss, mean, normals, type ScoreLoss, scoreLosses, sigmoid, softplus } from "../_lib/mod.ts";

interface Pairs {
  readonly match: readonly number[];
  readonly mismatch: readonly number[];
  readonly fake: readonly number[];
}

const bce = (logits: readonly number[], target: number) => mean(logits.map((l) => softplus(l) - target * l));

function expect({ columns }: ScoreLoss): ExpectedLoss {
  const [match = [], mismatch = [], fake = []] = Object.values(columns);
  const slopes = (logits: readonly number[], target: number, weight: number) =>
    logits.map((l) => weight * (sigmoid(l) - target) / logits.length);
  const accepted = bce(match, 1);
  return {
    tolerance: 1e-4,
    value: accepted + (bce(mismatch, 0) + bce(fake, 0)) / 2,
    gradient: [...slopes(match, 1, 1), ...slopes(mismatch, 0, 0.5), ...slopes(fake, 0, 0.5)],
    suspicions: [
      { says: "there the factor ½ is missing", value: accepted + bce(mismatch, 0) + bce(fake, 0) },
      { says: "there mismatched pairs are accepted", value: accepted + (bce(mismatch, 1) + bce(fake, 0)) / 2 },
      { says: "there generated images are accepted", value: accepted + (bce(mismatch, 0) + bce(fake, 1)) / 2 },
      { says: "there the mismatched pairs are left out", value: accepted + bce(fake, 0) / 2 },
      { says: "that is the usual loss, without the mismatched pairs", value: accepted + bce(fake, 0) },
      { says: "there the targets are swapped", value: bce(match, 0) + (bce(mismatch, 1) + bce(fake, 1)) / 2 },
      { says: "there both refused kinds are one batch", value: accepted + bce([...mismatch, ...fake], 0) },
    ],
  };
}

function check(draw: (random: Random) => Pairs): CodingCheck {
  return scoreLosses((random) => {
    const { match, mismatch, fake } = draw(random);
    return [{ name: "matchingAwareLoss", columns: { match, mismatch, fake } }];
  }, expect);
}

export const checks: Record<string, CodingCheck> = {
  "value": check(() => ({ match: [2, -0.5], mismatch: [0.3, -1], fake: [1.2] })),
  "undecided": check(() => ({ match: [0], mismatch: [0], fake: [0] })),
  "mismatch-counts": check(() => ({ match: [9, 9], mismatch: [4, 6], fake: [-9, -9] })),
  "large-logits": check(() => ({ match: [150, -150], mismatch: [-150, 150, -150], fake: [150] })),
  "fresh-batch": check((random) => ({
    match: normals(random, 5, { deviation: 2 }),
    mismatch: normals(random, 3, { mean: 1, deviation: 2 }),
    fake: normals(random, 7, { mean: -1, deviation: 2 }),
  })),
};
