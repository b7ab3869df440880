import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { firstFailure, isNumbers, isRecord, normals, shown } from "../_lib/mod.ts";

interface Case {
  /** Units of the dense layers, on 3 inputs. */
  readonly units: readonly number[];
  readonly count: number;
  /** [8, 3], row by row. */
  readonly x: readonly number[];
}

interface Frozen {
  readonly trainable: readonly boolean[];
  /** Weights of each layer before freezing, after it, and after a step. */
  readonly before: readonly (readonly number[])[];
  readonly frozen: readonly (readonly number[])[];
  readonly after: readonly (readonly number[])[];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  // deno-lint-ignore no-explicit-any
  type Any = any;
  return (inputs as unknown as Case[]).map(({ units, count, x }) => {
    const model = tf.sequential();
    // tanh, so that no unit of a random net is dead.
    units.forEach((size, index) =>
      model.add(tf.layers.dense({
        units: size,
        ...(index === 0 ? { inputShape: [3] } : {}),
        ...(index === units.length - 1 ? {} : { activation: "tanh" }),
      }))
    );
    const layers: Any[] = [...model.layers];
    const read = () => layers.map((layer) => layer.getWeights().flatMap((weights: Any) => [...weights.dataSync()]));
    const before = read();
    candidate.freezeLayers(model, count);
    const trainable = layers.map((layer) => layer.trainable === true);
    const frozen = read();
    const batch = tf.tensor2d(x, [x.length / 3, 3]);
    const variables: Any[] = model.trainableWeights.map((weight: Any) => weight.val);
    if (variables.length > 0) {
      const optimizer = tf.train.sgd(0.1);
      optimizer.minimize(() => model.predict(batch).sub(1).square().mean(), false, variables);
      optimizer.dispose();
    }
    const result = { trainable, before, frozen, after: read() };
    model.dispose();
    return result;
  });
};

const inWords = ({ units, count }: Case) => `dense layers of ${shown(units)} units, count ${count}`;
const named = (flags: readonly boolean[]) => flags.map((flag) => flag ? "trainable" : "frozen").join(", ");

function judgeFlags({ trainable }: Frozen, each: Case): Judgement {
  const { units, count } = each;
  const expected = units.map((_, index) => index >= count);
  const isSame = (other: readonly boolean[]) => JSON.stringify(trainable) === JSON.stringify(other);
  const suspicion = isSame(expected) ? undefined : [
    { says: "those are the last layers", flags: expected.toReversed() },
    { says: "that is all of them", flags: units.map(() => false) },
    { says: "that is none of them", flags: units.map(() => true) },
    { says: "that is only the one at that place", flags: units.map((_, index) => index !== count) },
    { says: "that is one too many", flags: units.map((_, index) => index > count) },
    { says: "there frozen and trainable are exchanged", flags: expected.map((flag) => !flag) },
  ].find(({ flags }) => isSame(flags));
  return {
    passed: isSame(expected),
    message: `Expected ${named(expected)}; got ${named(trainable)}${suspicion ? `: ${suspicion.says}` : ""}.`,
    input: inWords(each),
  };
}

function judgeStep({ before, frozen, after }: Frozen, each: Case): Judgement {
  const { units, count } = each;
  const isSame = (a: readonly number[], b: readonly number[]) => a.join() === b.join();
  const moved = before.findIndex((weights, index) => !isSame(weights, frozen[index]!));
  if (moved >= 0) {
    return {
      passed: false,
      message: `Expected freezing to change no weights, got those of layer ${moved} changed.`,
      input: inWords(each),
    };
  }
  const learned = before.map((weights, index) => !isSame(weights, after[index]!));
  const list = (flags: readonly boolean[]) => {
    const layers = flags.flatMap((flag, index) => flag ? [index] : []);
    return layers.length === 0 ? "none" : layers.join(", ");
  };
  const expected = units.map((_, index) => index >= count);
  return {
    passed: learned.every((flag, index) => flag === expected[index]),
    message: `Expected a step to change layers ${list(expected)}; got ${list(learned)} changed.`,
    input: inWords(each),
  };
}

type Judge = (frozen: Frozen, each: Case) => Judgement;

function check(draw: (random: Random) => readonly Omit<Case, "x">[], ...judges: readonly Judge[]): CodingCheck {
  return {
    draw: (random) => draw(random).map((each) => ({ ...each, x: normals(random, 8 * 3) })) as unknown as Json,
    probe,
    judge(output, inputs) {
      const results: readonly Json[] = Array.isArray(output) ? output : [];
      const judgements = (inputs as unknown as Case[]).flatMap((each, index) => {
        const got = results[index];
        const isWhole = isRecord(got) &&
          [got.before, got.frozen, got.after].every((weights) =>
            Array.isArray(weights) && weights.every((layer) => isNumbers(layer))
          );
        if (!isWhole) {
          return [{ passed: false, message: "Expected finite weights before and after the step, got others." }];
        }
        return judges.map((judge) => judge(got as unknown as Frozen, each));
      });
      return firstFailure(judgements as [Judgement, ...Judgement[]]);
    },
  };
}

const units = [4, 4, 1];

export const checks: Record<string, CodingCheck> = {
  "flags": check(() => [{ units, count: 1 }, { units, count: 2 }, { units, count: 0 }], judgeFlags),
  "step": check(() => [{ units, count: 2 }], judgeStep),
  "fresh-model": check(
    (random) => [{ units: [6, 5, 4, 3, 2, 1], count: 3 + Math.floor(random.uniform() * 3) }],
    judgeFlags,
    judgeStep,
  ),
};
