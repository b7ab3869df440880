import type { CodingCheck, Json, Judgement } from "../../mod.ts";
import { isNumber, isNumbers, isRecord, seeded, shown, uniforms } from "../_lib/mod.ts";

interface Built {
  readonly size: number;
  readonly channels: number;
  readonly codeChannels: number;
}

/** What is to be seen of models without training them. */
interface Look {
  readonly builds: readonly Built[];
  /** One number for every pixel of the inputs of the first model. */
  readonly pixels: readonly number[];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { builds, pixels } = inputs as unknown as Look;
  return builds.map(({ size, channels, codeChannels }, index) => {
    const model = candidate.buildAutoencoder(size, channels, codeChannels);
    type Layer = { name: string; outputShape: Json; layers?: Layer[]; getClassName(): string };
    // An encoder and a decoder may be models of their own.
    const flat = (layers: Layer[]): Layer[] => layers.flatMap((layer) => [layer, ...flat(layer.layers ?? [])]);
    const layers = flat(model.layers);
    const count = 2;
    const images = index === 0 && pixels.length > 0
      ? tf.tensor4d(pixels, [pixels.length / (size * size * channels), size, size, channels])
      : tf.zeros([count, size, size, channels]);
    const output = model.predict(images);
    const code = layers.find(({ name }) => name === "code");
    return {
      shape: output.shape,
      batch: images.shape[0],
      least: output.min().dataSync()[0],
      greatest: output.max().dataSync()[0],
      code: code ? code.outputShape : null,
      kinds: layers.map((layer) => layer.getClassName()),
      weights: model.countParams(),
    };
  });
};

interface Seen {
  readonly shape: readonly number[];
  readonly batch: number;
  readonly least: Json;
  readonly greatest: Json;
  readonly code: readonly (number | null)[] | null;
  readonly kinds: readonly string[];
  readonly weights: number;
}

type JudgeSeen = (seen: Seen, built: Built) => Judgement;

const inWords = ({ size, channels, codeChannels }: Built) =>
  `size ${size}, channels ${channels}, codeChannels ${codeChannels}`;

function judge(...judgements: readonly JudgeSeen[]): CodingCheck["judge"] {
  return (output, inputs) => {
    const { builds } = inputs as unknown as Look;
    const all = (output as unknown as Seen[]).flatMap((seen, i) =>
      judgements.map((judgement) => ({ ...judgement(seen, builds[i]!), input: inWords(builds[i]!) }))
    );
    return all.find(({ passed }) => !passed) ?? all[0]!;
  };
}

const isSame = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);

const judgeOutput: JudgeSeen = ({ shape, batch }, { size, channels }) => {
  const expected = [batch, size, size, channels];
  return {
    passed: isSame(shape, expected),
    message: `Expected an output of shape ${shown(expected)}, got ${shown([...shape])}.`,
  };
};

const judgeCode: JudgeSeen = ({ code }, { size, codeChannels }) => {
  const expected = [size / 4, size / 4, codeChannels];
  if (code === null) return { passed: false, message: 'Expected a layer named "code", got none.' };
  const got = Array.isArray(code) ? code.slice(1) : [];
  return {
    passed: isSame(got, expected),
    message: `Expected the layer "code" to have the output [B, ${expected.join(", ")}], got [B, ${got.join(", ")}].`,
  };
};

const judgeKinds: JudgeSeen = ({ kinds }) => {
  const found = kinds.filter((kind) => kind === "Dense" || kind === "Flatten");
  return {
    passed: found.length === 0 && kinds.some((kind) => kind.includes("Conv")),
    message: `Expected convolutions and neither Dense nor Flatten, got ${shown([...new Set(kinds)])}.`,
  };
};

const judgeRange: JudgeSeen = ({ least, greatest }) => ({
  passed: isNumber(least) && isNumber(greatest) && least >= 0 && greatest <= 1,
  message: `Expected an output from 0 to 1, got ${shown(least)} to ${shown(greatest)}.`,
});

const side = 16;

/** A white 8×8 square at each of sixteen places. */
function squares(): number[] {
  const offsets = [0, 2, 4, 6];
  const isIn = (at: number, from: number) => at >= from && at < from + 8;
  return offsets.flatMap((top) =>
    offsets.flatMap((left) =>
      Array.from({ length: side * side }, (_, i) => Number(isIn(Math.floor(i / side), top) && isIn(i % side, left)))
    )
  );
}

interface Lesson {
  readonly pixels: readonly number[];
  readonly steps: number;
  /** A second model is trained only if the first keeps a larger share of its error. */
  readonly keptMax: number;
}

const probeLearning: CodingCheck["probe"] = ({ tf, candidate, inputs, report }) => {
  const { pixels, steps, keptMax } = inputs as unknown as Lesson;
  const images = tf.tensor4d(pixels, [16, 16, 16, 1]);
  const train = () => {
    const model = candidate.buildAutoencoder(16, 1, 4);
    const optimizer = tf.train.adam(0.01);
    const variables = model.trainableWeights.map((weight: { read(): unknown }) => weight.read());
    const loss = () => model.apply(images, { training: true }).sub(images).square().mean();
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const value = tf.tidy(() => optimizer.minimize(loss, true, variables).dataSync()[0]);
      losses.push(value);
      report(step, { loss: value });
    }
    const output = model.predict(images);
    losses.push(output.sub(images).square().mean().dataSync()[0]);
    optimizer.dispose();
    return { losses, made: [...output.slice([5, 0, 0, 0], [1, 16, 16, 1]).dataSync()] };
  };
  const first = train();
  return first.losses.at(-1)! <= keptMax * first.losses[0]! ? first : train();
};

function judgeLearning(output: Json, inputs: Json): Judgement {
  const { pixels, steps, keptMax } = inputs as unknown as Lesson;
  const { losses, made } = isRecord(output) ? output : {};
  const input = `16 images of a square, ${steps} steps of Adam at rate 0.01, the better of two models`;
  if (!isNumbers(losses, steps + 1) || !isNumbers(made, side * side)) {
    return { passed: false, message: "Expected finite losses, got others.", input };
  }
  const kept = losses.at(-1)! / losses[0]!;
  return {
    passed: kept <= keptMax,
    message: `Expected at most ${keptMax} of the error to be left, got ${shown(kept)}.`,
    input,
    plots: [
      {
        id: "losses",
        title: "Reconstruction error while training",
        kind: "line",
        xLabel: "step",
        yLabel: "mean squared error",
        series: [{ name: "error", x: losses.map((_, step) => step), y: losses }],
      },
      {
        id: "reconstruction",
        title: "A square and its reconstruction",
        kind: "image",
        xLabel: "",
        yLabel: "",
        series: [
          { name: "image", x: [side], y: pixels.slice(5 * side * side, 6 * side * side) },
          { name: "reconstruction", x: [side], y: made },
        ],
      },
    ],
  };
}

const look = (builds: readonly Built[], pixels: readonly number[] = []): CodingCheck["draw"] => () =>
  ({ builds, pixels }) as unknown as Json;
const small = { size: 16, channels: 1, codeChannels: 4 };

export const checks: Record<string, CodingCheck> = {
  "output-shape": { draw: look([small, { ...small, channels: 3 }]), probe, judge: judge(judgeOutput) },
  "code-shape": { draw: look([small, { ...small, size: 32, codeChannels: 2 }]), probe, judge: judge(judgeCode) },
  "convolutional": {
    draw: look([small, { ...small, size: 24 }]),
    probe,
    judge(output, inputs) {
      const judged = judge(judgeKinds)(output, inputs);
      const [first, second] = output as unknown as [Seen, Seen];
      if (!judged.passed || first.weights === second.weights) return judged;
      const message =
        `Expected as many weights for size 24 as for size 16, got ${second.weights} and ${first.weights}.`;
      return { ...judged, passed: false, message };
    },
  },
  "range": {
    draw: look([small], uniforms(seeded(1), 2 * side * side, { from: -20, to: 20 })),
    probe,
    judge: judge(judgeRange),
  },
  "learns": {
    draw: () => ({ pixels: squares(), steps: 30, keptMax: 0.6 }),
    probe: probeLearning,
    judge: judgeLearning,
  },
  "other-sizes": {
    draw(random) {
      const draw = (from: number, to: number) => from + Math.floor((to - from + 1) * random.uniform());
      const builds = [1, 2].map(() => ({ size: 4 * draw(2, 7), channels: draw(2, 4), codeChannels: draw(5, 8) }));
      const [{ size, channels }] = builds as [Built, Built];
      return { builds, pixels: uniforms(random, size * size * channels, { from: -5, to: 5 }) };
    },
    probe,
    judge: judge(judgeOutput, judgeCode, judgeKinds, judgeRange),
  },
};
