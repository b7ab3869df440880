import { isPhrase, type ReferenceForm } from "../eval/reference_model.ts";
import { contradicted, keywords, negated, shuffled, swapped } from "../../grader/testing/attacks.ts";

/** Ways to make of a reference, with other references at hand, what must not get its marks. */
export const spoilings = {
  shuffled,
  keywords: (text, random) => keywords(text, random),
  negated,
  contradicted,
  swapped,
  // Everything that could be asked, in one list, or much of it.
  dump: (text, random, others) => keywords([...(random() < 0.5 ? [text] : []), ...others].join(" "), random),
} as const satisfies Record<
  string,
  (text: string, random: () => number, others: readonly string[]) => string | undefined
>;

/** One of {@link spoilings}. */
export type Spoiling = keyof typeof spoilings;

/** Names of {@link spoilings}. */
export const spoilingNames = Object.keys(spoilings) as readonly Spoiling[];

/** A reference that was spoilt. */
export interface SpoiltReference {
  readonly kind: Spoiling;
  readonly text: string;
  /** Whether the text is as good as before: the words of a phrase may stand in any order. */
  readonly genuine: boolean;
}

const denials: readonly Spoiling[] = ["negated", "contradicted", "swapped"];
const wordsThatCanBeDenied = 3;

/** All spoilt forms of a reference that differ from it; a word or two cannot be denied. */
export function spoiltReferences(
  reference: string,
  form: ReferenceForm,
  { random, others }: { readonly random: () => number; readonly others: readonly string[] },
): SpoiltReference[] {
  return spoilingNames.flatMap((kind) => {
    const text = spoilings[kind](reference, random, others);
    if (text === undefined || text === reference) return [];
    const reordered = kind === "shuffled" || kind === "keywords";
    if (denials.includes(kind) && form.words < wordsThatCanBeDenied) return [];
    return [{ kind, text, genuine: reordered && isPhrase(form) }];
  });
}
