import type { QuestionKind, Topic } from "./format.ts";

/** What a new question is to be. */
export interface NewQuestion {
  /** Canonical id: lower-case words joined by hyphens. */
  readonly id: string;
  /** How it is answered. */
  readonly kind: QuestionKind;
  /** The group to file it under. */
  readonly topic: Topic;
  /** Address of the JSON Schema for editors; relative to the file, or absolute. */
  readonly schema: string;
}

/**
 * The files of a question to start from, by path below the bank's folder. The loader takes them as they are; what each field is for stands
 * beside it.
 */
export function newQuestionFiles(question: NewQuestion): Readonly<Record<string, string>> {
  const { id, kind, topic } = question;
  switch (kind) {
    case "free-text":
      return { [`questions/${topic}/${id}.yaml`]: head(question) + freeTextBody };
    case "multiple-choice":
      return { [`questions/${topic}/${id}.yaml`]: head(question) + multipleChoiceBody };
    case "coding":
      return codingFiles(question);
    default:
      return kind satisfies never;
  }
}

function head({ id, kind, topic, schema }: NewQuestion): string {
  return `# yaml-language-server: $schema=${schema}
id: ${id} # never changes: grades refer to it
kind: ${kind}
topic: ${topic}
difficulty: medium # easy, medium, hard
title: A few words for lists
`;
}

const sources = `references: # at least one primary source; the identifier in quotes
  - { title: Generative Adversarial Nets, authors: Goodfellow et al., year: 2014, arxiv: "1406.2661" }
`;

const freeTextBody = `prompt: | # answerable in two to five minutes; ask for everything that the criteria check
  What does a generator turn into what?
clarification: The same question in other words, which give nothing away.
hints: # from gentle to strong
  - Where does the generator's input come from?
  - It is drawn at random.
rubric:
  criteria: # four to eight, each one statement that is said or not
    - id: noise-to-sample
      says: The generator turns random noise into a sample.
      weight: 1 # relative to the others
      paraphrases: # as candidates speak; three or more, better six
        - it takes a random vector and outputs an image
        - latent in, data out
        - noise goes in at one end and a fake comes out at the other
      explain: What counts and what does not, for the grader.
      probe: What goes in, and what comes out? # asked when it is missing; does not give the answer away
  misconceptions: # one to three
    - id: takes-data
      says: The generator takes real data as its input.
      paraphrases:
        - it is fed with training images
        - real photos go into the generator
        - its input is a sample of the dataset
      penalty: 0.25
      correct: The generator sees noise alone; real data goes to the discriminator.
modelAnswer: | # 80 to 160 words, meets every criterion
  The generator turns random noise $z$ into a sample $G(z)$.
${sources}examples: # at least one of each level, in words far from the criteria's
  - level: full
    text: You hand it a bunch of random numbers and receive a picture.
    met: [noise-to-sample]
  - level: wrong
    text: It is fed with training images and sharpens them.
    states: [takes-data]
`;

const multipleChoiceBody =
  `prompt: Which network of a GAN sees real data? # say "select all that apply" when several are right
clarification: The same question in other words, which give nothing away.
hints: # from gentle to strong
  - One of the two has to know what real data looks like.
  - It is not the one that draws.
options: # of like length and form
  - { id: a, text: The generator, correct: false, why: It learns from the discriminator alone. }
  - { id: b, text: The discriminator, correct: true, why: It compares real data with generated samples. }
${sources}`;

function codingFiles(question: NewQuestion): Record<string, string> {
  const files = {
    "question.yaml": `${head(question)}prompt: | # what to write and by which convention; the signature stands below
  Return the negative log of each probability.
hints: # from gentle to strong
  - Mind the sign.
entryPoints: # what the answer must export
  - name: negativeLog
    signature: "(probabilities: number[]) => number[]"
    doc: Returns -log(p) of each probability; both lists have the same length.
limits: { wallMs: 10000, memoryMiB: 256 }
backend: cpu # wasm, cpu, webgpu
checks: # in the order in which they run; each has its half in checks.ts
  - id: values
    title: Values
    weight: 1
    visible: true # whether the candidate sees input and values
    rejects: The result is not the negative natural logarithm.
${sources}`,
    "starter.ts": `export function negativeLog(probabilities: number[]): number[] {
  return probabilities;
}
`,
    "reference.ts": `export function negativeLog(probabilities: number[]): number[] {
  return probabilities.map((p) => -Math.log(p));
}
`,
    "checks.ts": `// \`draw\` and \`judge\` run on the host; \`probe\` runs in the jail and must be self-contained.
export const checks = {
  "values": {
    draw: (random: { uniform(): number }) => [0.5, 0.1 + 0.8 * random.uniform()],
    // deno-lint-ignore no-explicit-any
    probe: ({ candidate, inputs }: any) => candidate.negativeLog(inputs),
    judge: (output: unknown, inputs: unknown) => {
      const expected = (inputs as number[]).map((p) => -Math.log(p));
      const passed = Array.isArray(output) && output.length === expected.length &&
        expected.every((value, index) => Math.abs(value - output[index]) < 1e-6);
      return { passed, message: \`expected \${JSON.stringify(expected)}, got \${JSON.stringify(output)}\` };
    },
  },
};
`,
    "wrong/sign.ts": `// rejected by: values
export const negativeLog = (probabilities: number[]): number[] => probabilities.map((p) => Math.log(p));
`,
    "wrong/base_two.ts": `// rejected by: values
export const negativeLog = (probabilities: number[]): number[] => probabilities.map((p) => -Math.log2(p));
`,
    "wrong/complement.ts": `// rejected by: values
export const negativeLog = (probabilities: number[]): number[] => probabilities.map((p) => -Math.log(1 - p * p));
`,
  };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`coding/${question.id}/${path}`, text]));
}
