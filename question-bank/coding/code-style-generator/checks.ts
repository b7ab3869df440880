import type { CodingCheck, Json, Random } from "../../mod.ts";
import { isNumbers, mean, normals, shown, symmetricEigen } from "../_lib/mod.ts";

const batch = 8;
const latentDim = 8;
const pixels = 16 * 16;
const [styleDim, directions] = [32, 12];

interface Inputs {
  /** Two batches of latents, [batch, latentDim] each. */
  readonly z: readonly (readonly number[])[];
  /** Two sets of noise maps of 4, 8 and 16 pixels. */
  readonly noise: readonly (readonly (readonly number[])[])[];
}

const draw = (random: Random): Json => ({
  z: [0, 1].map(() => normals(random, batch * latentDim)),
  noise: [0, 1].map(() => [4, 8, 16].map((size) => normals(random, size * size))),
});

/** Images [batch, 16, 16, 3], row by row, as rows per image. */
type Images = readonly (readonly number[])[];

// deno-lint-ignore no-explicit-any
type Tensor = any;

/**
 * Images of the first latents' styles, and of the same with the style of one block, or more, of the second latents: `mixes` names
 * for each result the blocks that take it.
 */
const mixed = (mixes: readonly (readonly number[])[]): Pick<CodingCheck, "draw" | "probe"> => ({
  draw: (random) => ({ ...draw(random) as object, mixes }) as unknown as Json,
  probe: ({ tf, candidate, inputs }) => {
    const { z, mixes } = inputs as unknown as Inputs & { mixes: number[][] };
    const generator = candidate.createStyleGenerator({});
    const [first, second] = z.map((values): Tensor => generator.mapLatent(tf.tensor2d(values, [values.length / 8, 8])));
    return mixes.map((blocks) => {
      const styles = [0, 1, 2].map((block) => blocks.includes(block) ? second : first);
      return generator.synthesize(styles, null).reshape([styles[0].shape[0], -1]).arraySync();
    });
  },
});

const isImages = (images: Json | undefined): images is Images =>
  Array.isArray(images) && images.length === batch && images.every((image) => isNumbers(image, 3 * pixels));

const greatest = (a: Images, b: Images) =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

const size = (images: Images) => Math.max(...images.flatMap((row) => row.map(Math.abs)));

/** Entries of one colour of one image. */
const colour = (image: readonly number[], channel: number) => image.filter((_, index) => index % 3 === channel);

/** The share of the change between two images that no affine map of the first one's colours explains. */
function unexplained(before: Images, after: Images): number {
  let [rest, all] = [0, 0];
  before.forEach((image, b) => {
    const features = [...[0, 1, 2].map((channel) => colour(image, channel)), Array<number>(pixels).fill(1)];
    const basis = orthogonal(features);
    for (const channel of [0, 1, 2]) {
      const [from, to] = [colour(image, channel), colour(after[b]!, channel)];
      const change = to.map((value, i) => value - from[i]!);
      // The change of the mean is explained by any map with an offset.
      const centered = change.map((value) => value - mean(change));
      const explained = basis.reduce((total, vector) => total + dot(vector, change) ** 2, 0) -
        pixels * mean(change) ** 2;
      const energy = dot(centered, centered);
      all += energy;
      rest += energy - explained;
    }
  });
  return rest / all;
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Gram–Schmidt. */
function orthogonal(vectors: readonly (readonly number[])[]): number[][] {
  const basis: number[][] = [];
  for (const vector of vectors) {
    const rest = basis.reduce<number[]>((left, unit) => {
      const along = dot(left, unit);
      return left.map((value, i) => value - along * unit[i]!);
    }, [...vector]);
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-9 * Math.sqrt(dot(vector, vector))) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

const input = `createStyleGenerator({}), ${batch} latents`;

export const checks: Record<string, CodingCheck> = {
  "shapes": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z } = inputs as unknown as Inputs;
      const generator = candidate.createStyleGenerator({});
      const w = generator.mapLatent(tf.tensor2d(z[0], [8, 8]));
      const images = generator.synthesize([w, w, w], null);
      return { styles: w.shape, images: images.shape, sum: images.sum().dataSync()[0] };
    },
    judge(output) {
      const got = output as unknown as { styles: number[]; images: number[]; sum: number | null };
      const passed = `${got.styles}` === `${[batch, 8]}` && `${got.images}` === `${[batch, 16, 16, 3]}`;
      return {
        passed: passed && got.sum !== null,
        message: `Expected styles of shape [8, 8] and images of shape [8, 16, 16, 3], got ${shown(got.styles)} and ${
          shown(got.images)
        }${got.sum === null ? ", with values that are not finite" : ""}.`,
        input,
      };
    },
  },
  "scale-free-latent": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z } = inputs as unknown as Inputs;
      const { mapLatent } = candidate.createStyleGenerator({});
      const latents = tf.tensor2d(z[0], [8, 8]);
      // Each row by a factor of its own: it is not the batch that is normalised.
      const factors = tf.tensor2d([7, 1, 3, 5, 2, 9, 4, 6], [8, 1]);
      return [latents, latents.mul(factors)].map((each) => mapLatent(each).arraySync());
    },
    judge(output) {
      const [once, sevenfold] = output as unknown as [Images, Images];
      const [moved, large] = [greatest(once, sevenfold), size(once)];
      const spread = greatest(once, once.map(() => once[0]!));
      return {
        passed: moved <= 1e-3 * (1 + large) && spread > 1e-4 * large,
        message: spread > 1e-4 * large
          ? `Expected equal styles for z and for its rows times 1 to 9, got a difference of ${shown(moved)}.`
          : `Expected different styles for different latents, got a difference of ${shown(spread)}.`,
        input,
      };
    },
  },
  "every-style-acts": {
    ...mixed([[], [0], [1], [2]]),
    judge(output) {
      const images = output as unknown as Images[];
      if (!images.every(isImages)) return { passed: false, message: "Expected finite images of 16×16, got others." };
      const [base, ...others] = images as readonly Images[];
      const changes = others.map((other) => greatest(base!, other) / size(base!));
      return {
        passed: changes.every((change) => change > 1e-4),
        message: `Expected another image for another style in each of the three blocks, got relative changes of ${
          shown(changes)
        }.`,
        input: `${input}, the style of one block from other latents`,
      };
    },
  },
  "styles-only": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z } = inputs as unknown as Inputs;
      const generator = candidate.createStyleGenerator({});
      const zeros = tf.zeros([8, 8]);
      return z.map((values) => {
        // What was mapped before must not matter.
        generator.mapLatent(tf.tensor2d(values, [8, 8])).dataSync();
        return generator.synthesize([zeros, zeros, zeros], null).reshape([8, -1]).arraySync();
      });
    },
    judge(output) {
      const [first, second] = output as unknown as [Json, Json];
      if (!isImages(first) || !isImages(second)) {
        return { passed: false, message: "Expected finite images of 16×16, got others.", input };
      }
      const moved = Math.max(greatest(first, first.map(() => first[0]!)), greatest(first, second));
      return {
        passed: moved <= 1e-4 * (1 + size(first)),
        message: `Expected ${batch} equal images for ${batch} rows of zeros, got a difference of ${shown(moved)}.`,
        input: `${input} mapped before, then styles of zeros`,
      };
    },
  },
  // Scales and shifts of two maps are four numbers: more directions than that, of 32, an image cannot go with one style.
  "affine-styles": {
    draw: (random) => ({
      styles: [0, 1, 2].map(() => normals(random, styleDim)),
      directions: Array.from({ length: directions }, () => normals(random, 3 * pixels)),
    }),
    probe: ({ tf, candidate, inputs }) => {
      const { styles, directions } = inputs as unknown as { styles: number[][]; directions: number[][] };
      const { synthesize } = candidate.createStyleGenerator({ styleDim: 32, channels: 2 });
      const given: Tensor[] = styles.map((style) => tf.tensor2d([style]));
      return given.map((style, block) =>
        directions.map((direction) => {
          const along = (w: Tensor) =>
            synthesize(given.map((each, i) => i === block ? w : each), null).flatten().mul(direction).sum();
          return [...tf.grad(along)(style).dataSync()];
        })
      );
    },
    judge(output) {
      const blocks = output as unknown as number[][][];
      if (!blocks.every((rows) => rows.every((row) => isNumbers(row, styleDim)))) {
        return { passed: false, message: "Expected finite gradients for all styles, got others." };
      }
      const shares = blocks.map((rows) => {
        const { values } = symmetricEigen(rows.map((row) => rows.map((other) => dot(row, other))));
        const [first, , , , fifth] = values.sort((a, b) => b - a);
        return Math.sqrt(Math.max(0, fifth!) / first!);
      });
      return {
        passed: shares.every((share) => share < 1e-3),
        message: `Expected each style to act in four directions for two channels, got a fifth with shares of ${
          shown(shares)
        }.`,
        input: "createStyleGenerator({ styleDim: 32, channels: 2 }), the gradient of the image by each style",
      };
    },
  },
  "seed": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z } = inputs as unknown as Inputs;
      return [3, 3, 4].map((seed) => {
        const generator = candidate.createStyleGenerator({ seed });
        const w = generator.mapLatent(tf.tensor2d(z[0], [8, 8]));
        return generator.synthesize([w, w, w], null).reshape([8, -1]).arraySync();
      });
    },
    judge(output) {
      const images = output as unknown as Images[];
      if (!images.every(isImages)) return { passed: false, message: "Expected finite images of 16×16, got others." };
      const [first, again, other] = images as unknown as [Images, Images, Images];
      const [moved, changed] = [greatest(first, again), greatest(first, other)];
      return {
        passed: moved <= 1e-5 * (1 + size(first)) && changed > 1e-3 * size(first),
        message: `Expected equal images from equal seeds and others from another, got differences of ${
          shown(moved)
        } and ${shown(changed)}.`,
        input: "createStyleGenerator with seeds 3, 3 and 4",
      };
    },
  },
  "coarse-to-fine": {
    ...mixed([[], [0], [2]]),
    judge(output) {
      const images = output as unknown as Images[];
      if (!images.every(isImages)) return { passed: false, message: "Expected finite images of 16×16, got others." };
      const [base, coarse, fine] = images as readonly Images[];
      const [byFirst, byLast] = [unexplained(base!, coarse!), unexplained(base!, fine!)];
      return {
        passed: byLast < byFirst,
        message:
          `Expected the last style to change less than the first beyond an affine map of the colours, got shares of ${
            shown(byLast)
          } and ${shown(byFirst)}.`,
        input,
      };
    },
  },
  "channel-means": {
    ...mixed([[], [0], [1]]),
    judge(output) {
      const images = output as unknown as Images[];
      if (!images.every(isImages)) return { passed: false, message: "Expected finite images of 16×16, got others." };
      const [base, ...others] = images as readonly Images[];
      const means = (of: Images) => of.map((image) => [0, 1, 2].map((channel) => mean(colour(image, channel))));
      const moved = Math.max(...others.map((other) => greatest(means(base!), means(other))));
      return {
        passed: moved <= 5e-3 * (1 + size(means(base!))) && greatest(base!, others[0]!) > 0,
        message: `Expected the mean of every colour to stay, got a change of ${shown(moved)}.`,
        input: `${input}, the style of the first or second block from other latents`,
      };
    },
  },
  "noise": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z, noise } = inputs as unknown as Inputs;
      const generator = candidate.createStyleGenerator({});
      const w = generator.mapLatent(tf.tensor2d(z[0], [8, 8])).slice(0, 2);
      for (const scale of generator.noiseScales) scale.assign(tf.onesLike(scale));
      const maps = (set: number, blocks: readonly number[]): Tensor[] =>
        [4, 8, 16].map((size, block) => {
          const map = tf.tensor4d(noise[set]![block]!, [1, size, size, 1]);
          return blocks.includes(block) ? map : map.mul(0);
        });
      const image = (given: Tensor[] | null): Tensor => generator.synthesize([w, w, w], given);
      const distance = (a: Tensor, b: Tensor) => a.sub(b).abs().max().dataSync()[0];
      const plain = image(null);
      return {
        size: plain.abs().max().dataSync()[0],
        again: Math.max(distance(plain, image(null)), distance(image(maps(0, [0, 1, 2])), image(maps(0, [0, 1, 2])))),
        silent: distance(plain, image(maps(0, []))),
        blocks: [0, 1, 2].map((block) => distance(plain, image(maps(0, [block])))),
        other: distance(image(maps(0, [0, 1, 2])), image(maps(1, [0, 1, 2]))),
      };
    },
    judge(output) {
      const got = output as unknown as { [name in "size" | "again" | "silent" | "other"]: number } & {
        blocks: number[];
      };
      const least = 1e-4 * got.size;
      const isRepeated = got.again === 0 && got.silent <= 1e-5 * (1 + got.size);
      const acts = isNumbers(got.blocks, 3) && got.blocks.every((change) => change > least) && got.other > least;
      return {
        passed: isRepeated && acts,
        message: isRepeated
          ? `Expected the noise of each block to change the image, got changes of ${shown([...got.blocks])}, and of ${
            shown(got.other)
          } from noise to noise.`
          : `Expected equal images for equal noise and for none, got differences of ${shown(got.again)} and ${
            shown(got.silent)
          }.`,
        input: "createStyleGenerator({}) with all noise scales set to 1",
      };
    },
  },
  "noise-scales": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z, noise } = inputs as unknown as Inputs;
      const generator = candidate.createStyleGenerator({});
      const w = generator.mapLatent(tf.tensor2d(z[0], [8, 8]));
      const maps = [4, 8, 16].map((size, block) => tf.tensor4d(noise[0]![block]!, [1, size, size, 1]));
      const moved = generator.synthesize([w, w, w], maps).sub(generator.synthesize([w, w, w], null)).abs().max();
      const scales = generator.noiseScales.map((scale: { dataSync(): Float32Array }) => [...scale.dataSync()]);
      return { scales, moved: moved.dataSync()[0] };
    },
    judge(output) {
      const { scales, moved } = output as unknown as { scales: number[][]; moved: number | null };
      const isZero = scales.length === 3 &&
        scales.every((scale) => isNumbers(scale, 4) && scale.every((value) => value === 0));
      return {
        passed: isZero && moved === 0,
        message: isZero
          ? `Expected noise without effect at first, got a change of ${shown(moved)}.`
          : `Expected three scales of four zeros, got ${shown(scales)}.`,
        input: "createStyleGenerator({})",
      };
    },
  },
  "trains": {
    draw,
    probe: ({ tf, candidate, inputs }) => {
      const { z, noise } = inputs as unknown as Inputs;
      const generator = candidate.createStyleGenerator({});
      const maps = [4, 8, 16].map((size, block) => tf.tensor4d(noise[0]![block]!, [1, size, size, 1]));
      const loss = () => {
        const w = generator.mapLatent(tf.tensor2d(z[0], [8, 8]));
        return generator.synthesize([w, w, w], maps).square().mean();
      };
      const { grads } = tf.variableGrads(loss, generator.variables);
      return generator.variables.map(({ name }: { name: string }) =>
        grads[name] ? grads[name].abs().sum().dataSync()[0] : null
      );
    },
    judge(output) {
      const passed = isNumbers(output) && output.length >= 10;
      return { passed, message: `Expected finite gradients for all variables, got ${shown(output)}.` };
    },
  },
};
