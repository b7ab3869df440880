/** Answers made from other answers, that must not earn what the originals earn. */

const functionWord =
  /^(?:a|an|the|this|that|these|those|it|its|they|their|them|he|she|we|you|i|is|are|was|were|be|been|being|do|does|did|has|have|had|will|would|can|could|should|may|might|must|and|or|but|so|because|since|as|if|when|while|than|then|thus|of|in|on|at|by|for|from|to|into|with|within|about|between|which|who|whose|what|there|here|not|no)$/i;

/** Words of a text with what joins them taken away. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}$\\(]+|[^\p{L}\p{N}$)]+$/gu, "")).filter((word) =>
    word !== ""
  );
}

/** The same words in an order drawn by `random` (uniform in [0, 1)). */
export function shuffled(text: string, random: () => number): string {
  const words = wordsOf(text);
  for (let i = words.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [words[i], words[j]] = [words[j] ?? "", words[i] ?? ""];
  }
  return words.join(" ");
}

/** The content words alone, in an order drawn by `random`, joined by `joint`. */
export function keywords(text: string, random: () => number, joint = ", "): string {
  const content = wordsOf(text).filter((word) => !functionWord.test(word));
  return shuffled(content.join(" "), random).split(" ").join(joint);
}

const auxiliary =
  /\b(is|are|was|were|can|will|would|should|must|may|might|does|do|did|has|have|had|could)\b(?! not\b)(?!n't)/i;

/** Every sentence denied: "not" after its first auxiliary, or else "It is not true that …". */
export function negated(text: string): string {
  return sentences(text).map((sentence) =>
    auxiliary.test(sentence) ? sentence.replace(auxiliary, "$1 not") : denied(sentence)
  ).join(" ");
}

/** "It is not true that …" before every sentence. */
export function contradicted(text: string): string {
  return sentences(text).map(denied).join(" ");
}

function denied(sentence: string): string {
  const first = /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
  return `It is not true that ${first}`;
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|\n\n+/).map((sentence) => sentence.trim()).filter((sentence) => sentence !== "");
}

const opposites: readonly (readonly [string, string])[] = [
  ["increases", "decreases"],
  ["increase", "decrease"],
  ["increasing", "decreasing"],
  ["increased", "decreased"],
  ["raises", "lowers"],
  ["more", "less"],
  ["higher", "lower"],
  ["high", "low"],
  ["larger", "smaller"],
  ["large", "small"],
  ["many", "few"],
  ["most", "least"],
  ["real", "fake"],
  ["generator", "discriminator"],
  ["generators", "discriminators"],
  ["encoder", "decoder"],
  ["maximises", "minimises"],
  ["maximise", "minimise"],
  ["maximizes", "minimizes"],
  ["maximize", "minimize"],
  ["maximising", "minimising"],
  ["before", "after"],
  ["first", "last"],
  ["early", "late"],
  ["always", "never"],
  ["all", "none"],
  ["same", "different"],
  ["with", "without"],
  ["stable", "unstable"],
  ["strong", "weak"],
  ["stronger", "weaker"],
  ["better", "worse"],
  ["good", "bad"],
  ["fast", "slow"],
  ["sharp", "blurry"],
  ["adds", "removes"],
  ["add", "remove"],
  ["added", "removed"],
  ["upper", "lower"],
  ["positive", "negative"],
  ["true", "false"],
  ["large", "tiny"],
  ["vanish", "explode"],
  ["vanishes", "explodes"],
  ["continuous", "discrete"],
  ["explicit", "implicit"],
  ["random", "deterministic"],
  ["supervised", "unsupervised"],
  ["paired", "unpaired"],
  ["training", "test"],
  ["input", "output"],
  ["prior", "posterior"],
  ["easy", "hard"],
  ["prevents", "causes"],
  ["can", "cannot"],
  ["open", "closed"],
  ["connected", "separated"],
  ["long", "short"],
  ["hot", "cold"],
  ["up", "down"],
];
const opposite = new Map(opposites.flatMap(([a, b]) => [[a, b], [b, a]]));

/** Every word that has an opposite replaced by it; `undefined` when there is none. */
export function swapped(text: string): string | undefined {
  const result = text.replace(/[A-Za-z]+/g, (word) => {
    const other = opposite.get(word.toLowerCase());
    if (other === undefined) return word;
    return /^[A-Z]/.test(word) ? other.charAt(0).toUpperCase() + other.slice(1) : other;
  });
  return result === text ? undefined : result;
}
