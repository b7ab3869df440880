import { isPhrase, type ReferenceForm } from "../eval/reference_model.ts";
import { tokens } from "../../grader/free_text/offline/tokens.ts";
import { itemsKept } from "../eval/items.ts";
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
  /** Whether the text is as good as before: the items of a phrase ("private and public") may stand in any order. */
  readonly genuine: boolean;
}

const denials: readonly Spoiling[] = ["negated", "contradicted", "swapped"];
const reorderings: readonly Spoiling[] = ["shuffled", "keywords"];
const wordsThatCanBeDenied = 3;
const drawsMax = 20;

/**
 * All spoilt forms of a reference that differ from it. A word or two cannot be denied. Words that are drawn in an order that keeps items
 * together are drawn again; where every order does, a phrase says the same as before.
 */
export function spoiltReferences(
  reference: string,
  form: ReferenceForm,
  { random, others }: { readonly random: () => number; readonly others: readonly string[] },
): SpoiltReference[] {
  const before = tokens(reference);
  const isWhole = (text: string) => itemsKept(before, tokens(text)) === 1;
  const words = (text: string) => tokens(text).map(({ word }) => word).join(" ");
  return spoilingNames.flatMap((kind) => {
    if (denials.includes(kind) && form.words < wordsThatCanBeDenied) return [];
    const isReordered = reorderings.includes(kind);
    const draw = () => spoilings[kind](reference, random, others);
    let text = draw();
    for (let n = 1; n < drawsMax && isReordered && text !== undefined && isWhole(text); n++) text = draw();
    if (text === undefined || words(text) === words(reference)) return [];
    return [{ kind, text, genuine: isReordered && isPhrase(form) && isWhole(text) }];
  });
}
