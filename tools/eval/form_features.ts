import type { PreparedAnswer } from "../../grader/free_text/offline/prepare.ts";
import { type Copy, copyOf } from "./copied.ts";
import { mean } from "./mean.ts";

const copyNames = ["words", "order", "said", "opposites", "neighbours", "items"] as const satisfies (keyof Copy)[];

/** Names of the numbers of {@link formFeatures}, in order. */
export const formNames: readonly string[] = [
  ...["fluency", "functionShare", "referenceFluency", "referenceFunctionShare", "fluencyLost", "functionShareLost"],
  ...["referenceWords", ...copyNames.map((name) => `copy.${name}`)],
];

const oppositesMax = 12;

/**
 * How an answer is put into words, beside the reference that it repeats the most of: fluency, share of the words that only hold
 * sentences together, the reference's words (as the logarithm of one more than their number), and what is repeated how.
 */
export function formFeatures(references: readonly PreparedAnswer[], answer: PreparedAnswer | undefined): number[] {
  const copies = references.map((reference) => ({
    reference,
    copy: copyOf(reference.said.tokens, answer?.said.tokens ?? []),
  }));
  const alike = ({ copy }: { readonly copy: Copy }) => copy.words + copy.order;
  const best = copies.reduce<typeof copies[number] | undefined>(
    (found, one) => found && alike(found) >= alike(one) ? found : one,
    undefined,
  );
  const [own, given] = [form(answer), form(best?.reference)];
  return [
    ...[own.fluency, own.functionShare, given.fluency, given.functionShare],
    ...[given.fluency - own.fluency, given.functionShare - own.functionShare],
    Math.log1p(best?.reference.said.tokens.length ?? 0),
    ...copyNames.map((name) =>
      name === "opposites" ? Math.min(oppositesMax, best?.copy.opposites ?? 0) : best?.copy[name] ?? 0
    ),
  ];
}

/** Whether words are put together as in sentences: a reference may be a list itself. */
function form(text: PreparedAnswer | undefined): { fluency: number; functionShare: number } {
  const { fluency, tokens } = text?.said ?? { fluency: [], tokens: [] };
  return { fluency: mean(fluency), functionShare: mean(tokens.map(({ content }) => content ? 0 : 1)) };
}
