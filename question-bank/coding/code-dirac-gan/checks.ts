import type { CodingCheck, Json, Judgement, Plot } from "../../mod.ts";
import { close, isNumbers, judgeNumber, judgeNumbers, shown, sigmoid, uniforms } from "../_lib/mod.ts";

interface State {
  readonly theta: number;
  readonly psi: number;
}

interface Run extends State {
  readonly learningRate: number;
  readonly steps: number;
  readonly schedule: "simultaneous" | "alternating";
  readonly loss: "wasserstein" | "logistic";
  readonly gamma?: number;
}

const probe: CodingCheck["probe"] = ({ candidate, inputs }) =>
  (inputs as unknown as Run[]).map((run) => {
    const states = candidate.simulateDiracGan({ ...run });
    return states.map(({ theta, psi }: State) => [theta, psi]);
  });

function simulate({ theta, psi, ...run }: Run): number[][] {
  const states = [[theta, psi]];
  const slope = (t: number) => run.loss === "wasserstein" ? 1 : sigmoid(-t);
  for (let step = 0; step < run.steps; step++) {
    const [theta, psi] = states.at(-1) as [number, number];
    const next = psi + run.learningRate * (theta * slope(theta * psi) - (run.gamma ?? 0) * psi);
    const seen = run.schedule === "alternating" ? next : psi;
    states.push([theta - run.learningRate * seen * slope(theta * seen), next]);
  }
  return states;
}

/** The states of a run, or what is wrong with their form. */
function statesOf(got: Json | undefined, { steps }: Run): readonly (readonly number[])[] | string {
  if (!Array.isArray(got) || got.length !== steps + 1) {
    return `Expected ${steps + 1} states, the start included, got ${Array.isArray(got) ? got.length : "no list"}.`;
  }
  return got.every((state) => isNumbers(state, 2)) ? got as number[][] : "Expected finite numbers, got others.";
}

const inWords = ({ theta, psi, learningRate, steps, schedule, loss, gamma = 0 }: Run) =>
  `start (${shown(theta)}, ${shown(psi)}), rate ${learningRate}, ${steps} steps, ${schedule}, ${loss}, gamma ${gamma}`;

function phasePlot(id: string, states: readonly (readonly number[])[], title: string): Plot {
  const every = Math.ceil(states.length / 500);
  const shownStates = states.filter((_, i) => i % every === 0);
  return {
    id,
    title,
    kind: "scatter",
    xLabel: "theta",
    yLabel: "psi",
    series: [{
      name: every === 1 ? "states" : `every ${every}th state`,
      x: shownStates.map(([theta]) => theta!),
      y: shownStates.map(([, psi]) => psi!),
    }],
  };
}

type JudgeStates = (states: readonly (readonly number[])[], run: Run) => Judgement;

/** One check of one run. */
function followed(run: Run, judge: JudgeStates): CodingCheck {
  return {
    draw: () => [run] as unknown as Json,
    probe,
    judge(output) {
      const input = inWords(run);
      const states = statesOf(Array.isArray(output) ? output[0] : undefined, run);
      return typeof states === "string" ? { passed: false, message: states, input } : { input, ...judge(states, run) };
    },
  };
}

const judgeStep: JudgeStates = ([start, next], run) => {
  const { theta, psi, learningRate } = run;
  const first = judgeNumbers([...start!], [theta, psi], { tolerance: 1e-9, what: "the start" });
  if (!first.passed) return first;
  const other = run.schedule === "alternating" ? "simultaneous" : "alternating";
  const generatorFirst = theta - learningRate * psi;
  return judgeNumbers([...next!], simulate(run)[1]!, {
    tolerance: 1e-4,
    what: "(theta, psi) after the step",
    suspicions: [
      { says: `that is the step of the ${other} schedule`, value: simulate({ ...run, schedule: other })[1]! },
      { says: "there both descend", value: [theta - learningRate * psi, psi - learningRate * theta] },
      { says: "there both ascend", value: [theta + learningRate * psi, psi + learningRate * theta] },
      { says: "there the roles are exchanged", value: [theta + learningRate * psi, psi - learningRate * theta] },
      { says: "there the generator moves first", value: [generatorFirst, psi + learningRate * generatorFirst] },
    ],
  });
};

const radius = ([theta, psi]: readonly number[]) => Math.hypot(theta!, psi!);

const judgeGrowth: JudgeStates = (states, run) => {
  const expected = states.map((_, t) => (1 + run.learningRate ** 2) ** (t / 2));
  const wrong = states.findIndex((state, t) => !close(radius(state), expected[t]!, { tolerance: 1e-6 }));
  const at = wrong < 0 ? states.length - 1 : wrong;
  const says = states.every((state) => radius(state) > 0.8 && radius(state) < 1.2)
    ? ": it stays on an orbit, as with alternating steps"
    : "";
  return {
    ...judgeNumber(radius(states[at]!), expected[at]!, { tolerance: 1e-6, what: `the radius after ${at} steps` }),
    ...(wrong < 0 ? {} : {
      message: `Expected the radius after ${at} steps ${shown(expected[at]!)}, got ${
        shown(radius(states[at]!))
      }${says}.`,
    }),
    plots: [phasePlot("spiral", states, "Simultaneous steps")],
  };
};

const judgeOrbit: JudgeStates = (states) => {
  const radii = states.map(radius);
  const [least, most] = [Math.min(...radii), Math.max(...radii)];
  // Half an orbit takes some thirty steps: who stands still has not been on the other side.
  const hasTurned = states.some(([theta]) => theta! < -0.8);
  return {
    passed: least > 0.8 && most < 1.2 && hasTurned,
    message: `Expected radii from 0.8 to 1.2 around the equilibrium, got ${shown(least)} to ${shown(most)}${
      hasTurned ? "" : ", always on the same side of it"
    }.`,
    plots: [phasePlot("orbit", states, "Alternating steps")],
  };
};

const judgeConvergence: JudgeStates = (states) => {
  const end = radius(states.at(-1)!);
  return {
    passed: end < 1e-3,
    message: `Expected a radius below 0.001 at the end, got ${shown(end)}.`,
    plots: [phasePlot("damped", states, "Simultaneous steps with a penalty")],
  };
};

const start: Run = { theta: 1, psi: 0, learningRate: 0.1, steps: 200, schedule: "simultaneous", loss: "wasserstein" };

export const checks: Record<string, CodingCheck> = {
  "first-step": followed({ ...start, psi: 2, steps: 1 }, judgeStep),
  "first-alternating-step": followed({ ...start, psi: 2, steps: 1, schedule: "alternating" }, judgeStep),
  "spirals-out": followed(start, judgeGrowth),
  "stays-around": followed({ ...start, steps: 2000, schedule: "alternating" }, judgeOrbit),
  "penalty-converges": followed({ ...start, gamma: 1 }, judgeConvergence),
  "logistic-steps": {
    draw(random) {
      const [theta, psi, gamma, rate] = uniforms(random, 4, { from: 0.5, to: 1.5 }) as [number, number, number, number];
      const run = { theta, psi, learningRate: 0.2 * rate, steps: 12, loss: "logistic" };
      return [
        { ...run, schedule: "simultaneous" },
        { ...run, schedule: "alternating" },
        { ...run, schedule: "alternating", gamma },
        { ...run, schedule: "simultaneous", gamma, loss: "wasserstein" },
      ];
    },
    probe,
    judge(output, inputs) {
      for (const [index, run] of (inputs as unknown as Run[]).entries()) {
        const states = statesOf(Array.isArray(output) ? output[index] : undefined, run);
        if (typeof states === "string") return { passed: false, message: states };
        const judged = judgeNumbers(states.flat(), simulate(run).flat(), {
          tolerance: 1e-4,
          what: `the states, ${run.schedule}, ${run.loss}`,
        });
        if (!judged.passed) return judged;
      }
      return { passed: true, message: "The states agree." };
    },
  },
};
