import { dirname, join } from "node:path";

/** A bank in a temporary folder that goes when it is disposed of. */
export interface TemporaryBank extends AsyncDisposable {
  readonly directory: string;
  write(path: string, text: string): Promise<void>;
}

/** Writes files, by path below the folder, into a temporary folder. */
export async function temporaryBank(files: Readonly<Record<string, string>>): Promise<TemporaryBank> {
  const directory = await Deno.makeTempDir({ prefix: "bank-" });
  const write = async (path: string, text: string) => {
    await Deno.mkdir(join(directory, dirname(path)), { recursive: true });
    await Deno.writeTextFile(join(directory, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { directory, write, [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }) };
}

/** A sound free-text file. */
export const freeTextYaml = `id: latent-noise
kind: free-text
topic: fundamentals
difficulty: easy
title: Latent noise
prompt: |
  Why does a generator take noise $z$?
  Say what would happen without it.
hints: [Think of two calls with the same input.]
rubric:
  criteria:
    - id: variety
      says: Different noise gives different samples.
      weight: 2
      paraphrases: [each draw makes another picture]
      explain: Any statement that the variety of samples comes from the noise.
      probe: Where does the variety come from?
    - id: constant
      says: Without noise the generator makes one single sample.
      weight: 1
      explain: A fixed or deterministic output counts.
      probe: What would it return twice in a row?
  misconceptions:
    - id: label
      says: The noise is the label.
      penalty: 0.25
      correct: The noise is drawn at random; a label is given.
modelAnswer: Each $z$ gives another sample; without noise there is one sample alone.
references:
  - { title: Generative Adversarial Nets, authors: Goodfellow et al., year: 2014, arxiv: "1406.2661" }
examples:
  - level: full
    text: Every draw turns into another picture, and with no noise it is one picture for ever.
    met: [variety, constant]
    states: []
`;

/** A sound multiple-choice file. */
export const multipleChoiceYaml = `id: mcq-players
kind: multiple-choice
topic: fundamentals
difficulty: easy
title: The players
prompt: How many networks does a GAN train?
options:
  - { id: a, text: One, correct: false, why: There is a second. }
  - { id: b, text: Two, correct: true, why: A generator and a discriminator. }
references:
  - { title: Generative Adversarial Nets, authors: Goodfellow et al., year: 2014, arxiv: "1406.2661" }
`;

/** A sound coding folder, by path below it. */
export const codingFiles = {
  "question.yaml": `id: code-double
kind: coding
topic: fundamentals
difficulty: easy
title: Double
prompt: Double a number.
entryPoints:
  - { name: double, signature: "(x: number) => number", doc: Twice x. }
limits: { wallMs: 5000, memoryMiB: 128 }
backend: cpu
checks:
  - { id: doubles, title: Doubles, weight: 1, visible: true, rejects: It does not double. }
`,
  "starter.ts": "export function double(x: number): number {\n  return x;\n}\n",
  "reference.ts": "export function double(x: number): number {\n  return 2 * x;\n}\n",
  "checks.ts": `export const checks = {
  "doubles": {
    draw: () => 2,
    probe: ({ candidate, inputs }) => candidate.double(inputs),
    judge: (output, inputs) => ({ passed: output === 2 * inputs, message: String(output) }),
  },
};
`,
  "wrong/identity.ts": "// rejected by: doubles\nexport const double = (x: number) => x;\n",
  "wrong/square.ts": "// rejected by: doubles\nexport const double = (x: number) => x * x + 1;\n",
  "wrong/zero.ts": "// rejected by: doubles\nexport const double = () => 0;\n",
} as const;

/** {@link codingFiles} below `coding/<id>/`. */
export function codingFolder(id: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const files: Record<string, string> = { ...codingFiles, ...changes };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`coding/${id}/${path}`, text]));
}
