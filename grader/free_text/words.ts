/** A word of a canonical text. */
export interface Word {
  /** Lower case. */
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
  /** Where it ends, exclusive. */
  readonly end: number;
}

/** The words of a canonical text: letters and digits, with inner apostrophes ("doesn't"). */
export function words(text: string): Word[] {
  return Array.from(
    text.matchAll(/[\p{L}\p{N}\p{M}]+(?:'\p{L}+)*/gu),
    ({ 0: word, index }) => ({
      text: word.toLowerCase(),
      start: index,
      end: index + word.length,
    }),
  );
}

const functionWordList = `
a an the this that these those i you he she it we they me him her us them my your his its our their mine yours ours theirs
myself yourself itself themselves who whom whose which what when where why how
am is are was were be been being do does did doing done have has had having will would shall should can could may might must
and or but so because since as if while although though than then thus hence therefore however moreover also too
of in on at by for from to into onto with within without about over under between through during after before against among
up down out off above below again once here there both each either neither all any some few more most much many such own same
other another no nor not only just even still yet very quite rather really actually basically simply
i'm it's that's there's don't doesn't didn't isn't aren't wasn't weren't can't won't wouldn't couldn't shouldn't haven't hasn't
you're they're we're he's she's what's let's ought us get gets got getting use used uses using make makes made making
one ones thing things way ways lot lots kind sort etc e.g i.e eg ie vs via per upon
`;

/** Words that hold a sentence together and say nothing of the field. */
export const functionWords: ReadonlySet<string> = new Set(
  functionWordList.trim().split(/\s+/),
);
