/**
 * `deno task train`: makes the offline grader's weights anew.
 *
 * @module
 */
import { featureNames } from "../grader/free_text/offline/features.ts";
import { formatTree } from "../grader/free_text/offline/trees.ts";
import { loadBank, type Question } from "../question-bank/mod.ts";
import { CommandError, parseOptions, readInput, runCommand } from "./command.ts";
import { storeAntonyms } from "./eval/antonyms.ts";
import { withEveryday } from "./eval/everyday_answers.ts";
import type { SetRow } from "./eval/read_set.ts";
import { storeVectors } from "./eval/word_vectors.ts";
import { antonyms } from "./offline_training/antonyms.ts";
import { bankPoints, bankRows } from "./offline_training/bank_rows.ts";
import { fluencyTable } from "./offline_training/fluency_table.ts";
import { glosses, vectorsOf } from "./offline_training/gloss_vectors.ts";
import { closenessTrainer } from "./offline_training/train_closeness.ts";
import { trainReference } from "./offline_training/train_reference.ts";
import { readTrainingSets } from "./offline_training/training_sets.ts";

const usage = `deno task train --sets FOLDER --date YYYY-MM-DD [--step fluency|model|reference]
deno task train --wordnet FOLDER --date YYYY-MM-DD --step vectors|antonyms
    The first writes, in this order: grader/free_text/offline/fluency.json (how words follow each other, from the sets' texts),
    grader/free_text/offline/model.json (from the bank's labelled answers) and
    tools/eval/reference_score.json (how a person's mark follows from a reference, from the sets and the bank).
    A step reads what the steps before it wrote, so each is a run of its own; without --step all three are run.
    --sets holds mohler_dev.tsv, scientsbank_2way_dev.tsv, beetle_2way_dev.tsv and saf_en_dev.tsv.
    The second writes tools/eval/word_vectors.json (which words keep the same company, from WordNet's glosses) or
    tools/eval/antonyms.json (which are opposites), which change only with WordNet. --wordnet holds data.noun, data.verb, data.adj and
    data.adv (Debian: wordnet-base, /usr/share/wordnet).`;

const root = `${import.meta.dirname}/..`;
const files = {
  fluency: `${root}/grader/free_text/offline/fluency.json`,
  model: `${root}/grader/free_text/offline/model.json`,
  reference: `${root}/tools/eval/reference_score.json`,
  vectors: `${root}/tools/eval/word_vectors.json`,
  antonyms: `${root}/tools/eval/antonyms.json`,
};

function trainFluency(rows: readonly SetRow[], date: string): void {
  const table = fluencyTable(rows.flatMap((row) => [row.answer, row.question, ...row.references]));
  write(files.fluency, {
    about: "How often classes of words follow each other in short answers; see fluency.ts.",
    ...made(date),
    ...table,
  });
}

function trainModel(questions: readonly Question[], date: string): void {
  const { bias, trees } = closenessTrainer(withEveryday(questions))(() => true);
  write(files.model, {
    about: "Trees of the closeness model, see trees.ts; the features are described in features.ts.",
    ...made(date),
    data: ["labelled answers of the question bank", "everyday answers (grader/testing/everyday_answers.json)"],
    bias,
    trees: trees.map((tree) => formatTree(tree, featureNames)),
  });
}

function readWordNet(folder: string): string[] {
  return ["noun", "verb", "adj", "adv"].map((part) =>
    readInput(`${folder}/data.${part}`, {
      what: "part of WordNet",
      expected: "data.noun, data.verb, data.adj, data.adv",
    })
  );
}

function trainVectors(folder: string, date: string): void {
  write(files.vectors, {
    about:
      "Which words keep the same company in the glosses of WordNet 3.0 (Princeton University); see word_vectors.ts.",
    date,
    command: `deno task train --step vectors --wordnet FOLDER --date ${date}`,
    ...storeVectors(vectorsOf(glosses(readWordNet(folder)), { words: 10_000, dimensions: 100 })),
  });
}

function writeAntonyms(folder: string, date: string): void {
  write(files.antonyms, {
    about: "Words that WordNet 3.0 (Princeton University) calls each other's opposites; see antonyms.ts.",
    date,
    command: `deno task train --step antonyms --wordnet FOLDER --date ${date}`,
    pairs: storeAntonyms(antonyms(readWordNet(folder))),
  });
}

function made(date: string) {
  return {
    date,
    command: `deno task train --sets FOLDER --date ${date}`,
    data: [
      "labelled answers of the question bank",
      "Mohler, Bunescu and Mihalcea 2011 (CC BY 4.0), development part",
      "SciEntsBank and Beetle, SemEval-2013 task 7 (CC BY-SA 3.0), development part",
      "Filighera et al. 2022, SAF English (CC BY 4.0), development part",
    ],
  };
}

function write(path: string, value: unknown): void {
  Deno.writeTextFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function trainReferenceScore(rows: readonly SetRow[], questions: readonly Question[], date: string): void {
  const shortAnswers = rows.filter(({ set }) => set === "scientsbank" || set === "beetle");
  write(files.reference, {
    about:
      "How a score follows from comparisons with a reference: weights and trees over the features of reference_features.ts.",
    ...made(date),
    ...trainReference([...rows, ...bankRows(questions)], [...bankPoints(questions), ...shortAnswers]),
  });
}

/** The steps that are run without --step, each on what those before it wrote. */
const stepsOfSets = ["fluency", "model", "reference"] as const;
const stepsOfWordNet = ["vectors", "antonyms"] as const;

type Step = (typeof stepsOfSets | typeof stepsOfWordNet)[number];

function stepNamed(name: string): Step {
  const steps = [...stepsOfSets, ...stepsOfWordNet];
  const step = steps.find((it) => it === name);
  if (!step) throw new CommandError(`Cannot train step "${name}": unknown, expected one of ${steps.join(", ")}`);
  return step;
}

async function train(step: Step, { folder, date }: { readonly folder: string; readonly date: string }): Promise<void> {
  switch (step) {
    case "vectors":
      return trainVectors(folder, date);
    case "antonyms":
      return writeAntonyms(folder, date);
    case "fluency":
      return trainFluency(readTrainingSets(folder), date);
    case "model":
      return trainModel((await loadBank()).questions, date);
    case "reference":
      return trainReferenceScore(readTrainingSets(folder), (await loadBank()).questions, date);
    default:
      return step satisfies never;
  }
}

async function main(args: readonly string[]): Promise<number> {
  const { sets, wordnet, date, step: name } = parseOptions(args, {
    sets: { type: "string" },
    wordnet: { type: "string" },
    date: { type: "string" },
    step: { type: "string" },
  });
  const step = name === undefined ? undefined : stepNamed(name);
  const folder = stepsOfWordNet.some((it) => it === step) ? wordnet : sets;
  if (!folder || !date || !/^\d{4}-\d\d-\d\d$/.test(date)) {
    console.error(usage);
    return 2;
  }
  if (step !== undefined) {
    await train(step, { folder, date });
    return 0;
  }
  // Each step's result is imported as a module by the next one, so each runs in a process of its own.
  for (const name of stepsOfSets) {
    const args = ["run", "-A", import.meta.filename ?? "", "--sets", folder, "--date", date, "--step", name];
    const { code } = await new Deno.Command(Deno.execPath(), { args, stdout: "inherit", stderr: "inherit" }).output();
    if (code !== 0) return code;
  }
  return 0;
}

if (import.meta.main) await runCommand(main);
