import type { Question } from "../../question-bank/mod.ts";
import { bestComparisons } from "../../grader/free_text/offline/best_comparison.ts";
import { column, featureNames } from "../../grader/free_text/offline/features.ts";
import type { Idf } from "../../grader/free_text/offline/idf.ts";
import type { Rate } from "../../grader/free_text/offline/model.ts";
import { prepareAnswer, prepareRubric } from "../../grader/free_text/offline/prepare.ts";
import { contradicted, keywords, negated, shuffled, swapped } from "../../grader/testing/attacks.ts";
import { seeded } from "../eval/bootstrap.ts";

/** One statement and one answer: what the best place looks like, and whether a person takes it for said. */
export interface LabelledPair {
  /** Question it belongs to. */
  readonly group: string;
  readonly features: Float64Array;
  /** What kind of text it is. */
  readonly kind: PairKind;
  readonly target: number;
  readonly weight: number;
}

/** Labelled answers with a criterion or a misconception, model answers, probes, spoilt and idle texts. */
export type PairKind = "example" | "misconception" | "model" | "probe" | "spoilt" | "idle";

// How much a pair counts.
const weights = { example: 1, misconception: 0.7, model: 1, probe: 1, spoilt: 0.15, idle: 0.05 } as const;
// A point for nothing is worse than a point missed.
const weightOfNothing = 2.5;
// What nobody says of a network; a grader that finds a point in it grants anything.
const idle = [
  "We usually walk the dog along the river before breakfast.",
  "My two cousins play football against each other every weekend.",
  "The second floor of the library is closed until the end of the month.",
  "She learns Spanish because her new job starts in Madrid.",
  "It took him a long time to find the same shoes in a smaller size.",
  "They compare prices in three shops and then buy nothing at all.",
  "Our neighbour keeps bees and gives us a jar of honey each year.",
  "The old printer makes a strange noise and stops after one page.",
];
// So many ways of putting a criterion are turned into their opposites.
const swappedWays = 4;

/**
 * Pairs from the bank: labelled answers with every criterion and misconception, model answers (all met, nothing wrong), probes (nothing met), and
 * spoilt texts (nothing met): denied, negated, shuffled, reduced to their words, or turned into their opposites; idle talk (nothing met).
 */
export function bankPairs(
  questions: readonly Question[],
  { rate, idf }: { readonly rate: Rate; readonly idf: Idf },
): LabelledPair[] {
  const random = seeded(1);
  const pairs: LabelledPair[] = [];
  for (const question of questions) {
    if (question.kind !== "free-text") continue;
    const prepared = prepareRubric(question, idf);
    const add = (text: string, kind: keyof typeof weights, { met = [], only, weight }: Labels = {}) => {
      const { criteria, misconceptions } = prepared;
      const [items, against] = kind === "misconception" ? [misconceptions, criteria] : [criteria, misconceptions];
      const places = bestComparisons(items, prepareAnswer(text, prepared, idf), { rate, against });
      items.forEach(({ id }, i) => {
        if (only !== undefined && only !== id) return;
        pairs.push(
          pairOf(places[i], {
            group: question.id,
            target: met.includes(id) ? 1 : 0,
            weight: weight ?? weights[kind],
            kind,
          }),
        );
      });
    };
    const { criteria } = question.rubric;
    for (const { text, met, states } of question.examples) {
      add(text, "example", { met, ...(met.length === 0 && { weight: weightOfNothing }) });
      add(text, "misconception", { met: states });
    }
    add(question.modelAnswer, "misconception");
    add(question.prompt, "probe");
    add(question.modelAnswer, "model", { met: criteria.map(({ id }) => id) });
    for (const { probe } of criteria) add(probe, "probe");
    for (const text of idle) add(text, "idle");
    const full = question.examples.find(({ level }) => level === "full")?.text ?? "";
    for (const spoil of [negated, contradicted]) {
      for (const text of [question.modelAnswer, full]) add(spoil(text), "spoilt");
    }
    for (const text of [question.modelAnswer, full]) add(shuffled(text, random), "spoilt");
    add(keywords(question.modelAnswer, random), "spoilt");
    for (const { id, says, paraphrases } of criteria) {
      add(shuffled(says, random), "spoilt", { only: id });
      add(keywords(says, random, " "), "spoilt", { only: id });
      for (const text of [says, ...paraphrases].slice(0, swappedWays)) {
        const opposite = swapped(text);
        if (opposite !== undefined) add(opposite, "spoilt", { only: id });
      }
    }
  }
  return pairs;
}

interface Labels {
  /** Ids that hold. */
  readonly met?: readonly string[];
  /** Instead of the kind's. */
  readonly weight?: number;
  /** The only id that the text tells something of. */
  readonly only?: string;
}

type Place = ReturnType<typeof bestComparisons>[number];

// What is said in words that no statement shares cannot be told from what is not said.
const recallMin = 0.35;
const weightOfUnseen = 0.2;

function pairOf(place: Place, rest: Omit<LabelledPair, "features">): LabelledPair {
  const features = place?.features ?? new Float64Array(featureNames.length);
  const isUnseen = rest.target === 1 && (features[column.plainRecall] ?? 0) < recallMin;
  return { ...rest, features, weight: isUnseen ? weightOfUnseen * rest.weight : rest.weight };
}
