import { type Wanted, wanted } from "./align.ts";
import type { Idf } from "./idf.ts";
import type { Token } from "./tokens.ts";

/** A word that speaks for an item, however the rest is put. */
export interface VocabularyWord extends Wanted {
  /** How strongly it speaks for this item rather than for another of the question. */
  readonly weight: number;
}

/** All ways of saying each item of a question, as tokens. */
export interface ItemTokens {
  readonly id: string;
  readonly variants: readonly (readonly Token[])[];
}

/**
 * The words of each item, weighted: rare in the bank, used by several of its paraphrases, used by few other items of the
 * question, and not in the question itself.
 */
export function vocabularies(
  items: readonly ItemTokens[],
  idf: Idf,
  inQuestion: (token: Token) => boolean,
): Map<string, readonly VocabularyWord[]> {
  const used = new Map<string, number>();
  for (const item of items) for (const name of namesOf(item)) used.set(name, (used.get(name) ?? 0) + 1);
  return new Map(items.map((item) => {
    const words = new Map<string, { token: Token; variants: number }>();
    for (const variant of item.variants) {
      const seen = new Set<string>();
      for (const token of variant) {
        if (token.negator || !token.content || seen.has(token.stem)) continue;
        seen.add(token.stem);
        words.set(token.stem, { token, variants: (words.get(token.stem)?.variants ?? 0) + 1 });
      }
    }
    return [
      item.id,
      [...words.values()].map(({ token, variants }) => {
        const others = Math.max(0, ...[token.stem, ...token.terms].map((name) => (used.get(name) ?? 1) - 1));
        const known = inQuestion(token) ? 0.15 : 1;
        return {
          ...wanted(token),
          weight: idf.weight(token) * known * (0.6 + 0.4 * Math.min(1, (variants - 1) / 2)) / (1 + others),
        };
      }),
    ];
  }));
}

function namesOf(item: ItemTokens): Set<string> {
  return new Set(item.variants.flatMap((variant) => variant.flatMap((token) => [token.stem, ...token.terms])));
}
