/** Where a phrase tells whether what is said beside it is meant. */
export interface Stance {
  /** Words of the phrase itself, from where it begins. */
  readonly length: number;
  /** Words that it denies; none where it affirms. */
  readonly from: number;
  readonly to: number;
}

const adjective = "(?:false|wrong|untrue|incorrect|mistaken|nonsense|rubbish|absurd)";
const noun = "an? (?:\\w+ )?(?:myth|misconception|mistake|error|misunderstanding|fallacy|lie|legend)";
const negatedTruth =
  "(?:not (?:true|right|correct|the case|so)|never (?:true|the case)|(?:far from|anything but|hardly|by no means) (?:true|right|correct|the case)|neither true nor \\w+)";
const notTrue = `(?:${negatedTruth}|${adjective}|${noun})`;
const thought = "(?:think|believe|agree|say|claim|accept|see)";
const opinion = "(?:belief|view|opinion|claim|idea|notion|statement|assumption|intuition|impression|rumou?r)";
const somebody = "(?:i|we|you|one|nobody|no one|people|some|many)";

// "There is no doubt that …" denies nothing.
const affirmations = phrases([
  "(?:there is|there can be|i have|we have) (?:no|little) (?:doubt|question)",
  "without (?:a |any )?(?:doubt|question)",
  "(?:nobody|no one) (?:would |can |could )?(?:doubts?|den(?:y|ies)|disputes?|questions?)",
  `(?:${somebody} )?(?:cannot|(?:can|could) (?:not|hardly)) (?:be )?(?:den(?:y|ied)|doubt(?:ed)?|(?:stress|emphasi[sz]e?)(?:ed)? enough|overstate[d]?)`,
  "(?:do not ever|do not|never|one must not|we should not|you should not|must not|should not|let us not) forget",
  "it is (?:no|not a) (?:coincidence|accident|wonder|surprise)",
  "(?:it is )?(?:hardly|not|no) (?:surprising|accidental|wonder)",
  `(?:it is |would be |is )?not (?:false|wrong|untrue|incorrect|mistaken|an? (?:\\w+ )?(?:mistake|error|exaggeration))(?: to (?:say|think|believe|claim))?`,
  "it (?:would be|is) (?:wrong|a mistake|an error) to (?:deny|doubt|forget|ignore|overlook)",
]);

// "It is not true that …", "I doubt that …": what follows is denied, up to the end of the sentence or a "but".
const denialsAhead = phrases([
  `it (?:is|was|would be|seems) (?:simply |just |also |often |clearly )?(?:${notTrue}|impossible)(?: to ${thought})? that`,
  // "An error that grows" denies nothing.
  `(?:simply |just |also )?(?:${negatedTruth}|${adjective})(?: to ${thought})? that`,
  `(?:${somebody} )?(?:strongly |really |seriously )?(?:doubt|deny|denies|dispute|disagree|reject|refuse to ${thought})(?: with)?(?: the ${opinion})? that`,
  `(?:${somebody} )?(?:cannot|(?:do|does|did|would|can|could|should) (?:not|never|hardly)) (?:really |ever )?${thought} that`,
  `(?:nobody|no one) (?:should |would |can )?(?:ever )?(?:thinks?|believes?|says?|claims?) that`,
  "it (?:cannot|(?:can|could|must|should) not) be (?:said|claimed|shown) that",
  "(?:it is )?(?:never|by no means) (?:is it )?(?:the case|so) that",
  "(?:there is )?no (?:evidence|proof|sign|indication|reason to (?:think|believe))(?: whatsoever)? (?:that|for)",
  "(?:it is )?(?:often |commonly |sometimes |widely )?(?:wrongly|falsely|mistakenly|erroneously) (?:claimed|said|believed|assumed|thought|stated) that",
  `the ${opinion} that`,
]);
// These deny only as far as the next comma.
const contrary = phrases([
  `(?:contrary to|despite|against) (?:the |a )?(?:\\w+ )?(?:\\w+ )?${opinion} that`,
]);
// "I do not know whether …" says nothing either way.
const openQuestions = phrases([
  `(?:${somebody} )?(?:do|does|did|would) not (?:really |even )?know (?:whether|if)`,
  `(?:${somebody} )?(?:am|are|is|have) (?:not (?:really |quite |at all )?sure|unsure|no idea) (?:whether|if)`,
  `(?:${somebody} )?wonder (?:whether|if)`,
]);
// "…, which is wrong", "That is a myth.", "No wait", "Scratch that": what came before is denied.
const denialsBehind = phrases([
  `(?:but |and )?(?:this|that|which|it|they|those|these|he|she) (?:is|are|was|were|would be) (?:simply |just |also |of course |all |totally |completely )?${notTrue}(?! (?:to|that))`,
  "(?:but )?i (?:strongly |totally |completely )?(?:disagree|was (?:wrong|mistaken))",
  "(?:no|oh|sorry|wait)(?: \\w+)? (?:wait|scratch that|i take that back|that is wrong|that was wrong)",
  "scratch that|just kidding|i take (?:that|it) back|said nobody ever|said no one ever",
  "(?:but |or )?(?:actually |rather |in fact )*(?:the|exactly the) (?:exact )?opposite (?:is (?:true|the case)|holds|happens)",
  "but (?:it is|that is) (?:exactly |just )?(?:the other way (?:a)?round|the opposite)",
]);
const labels: ReadonlySet<string> = new Set(["false", "wrong", "myth", "misconception", "untrue", "incorrect"]);
const trailing: ReadonlySet<string> = new Set([...labels, "not"]);

// One of these stands in every phrase; most sentences have none, and need not be searched.
const telling =
  /^(?:doubt|question|den(?:y|ie)|disput|stress|emphasi|overstate|forget|coincidence|accident|wonder|surpris|false|wrong|untrue|incorrect|mistake|impossible|inaccurate|nonsense|rubbish|absurd|myth|misconception|error|misunderstanding|fallacy|lie$|legend|exaggeration|true$|right$|correct$|case$|so$|think|believe|agree|say|said|claim|accept|see|shown|evidence|proof|sign|indication|reason|thought|stated|assumed|know$|sure$|unsure|idea|disagree|reject|refuse|wait|scratch|kidding|take$|opposite|round|belief|view|opinion|notion|statement|assumption|intuition|impression|rumou?r|not$)/;

/** Numbers of the sentences in which a stance may be told. */
export function sentencesWithStance(words: readonly string[], sentences: readonly number[]): ReadonlySet<number> {
  return new Set(words.flatMap((word, i) => telling.test(word) ? sentences[i] ?? [] : []));
}

const wordsOfAPhrase = 14;

/**
 * Whether a phrase that begins at word `i` affirms or denies what is said beside it. `sentences` numbers the sentence of each word,
 * `segments` its part between pauses.
 */
export function stanceAt(
  words: readonly string[],
  i: number,
  { sentences, segments }: { readonly sentences: readonly number[]; readonly segments: readonly number[] },
): Stance | undefined {
  const inSentence = (k: number) => k >= 0 && k < words.length && sentences[k] === sentences[i];
  const ahead = words.slice(i, i + wordsOfAPhrase).filter((_, k) => inSentence(i + k)).join(" ");
  const matched = (pattern: RegExp) => pattern.exec(ahead)?.[0].split(" ").length ?? 0;
  const affirmed = matched(affirmations);
  if (affirmed > 0) return { length: affirmed, from: i, to: i };
  const open = matched(openQuestions);
  const denied = Math.max(open, matched(denialsAhead));
  if (denied > 0 && (!ahead.startsWith("the ") || isDenied(words, i + denied, { inSentence, by: verdict }))) {
    return { length: denied, from: i + denied, to: endOf(i + denied, (k) => inSentence(k) && words[k] !== "but") };
  }
  const against = matched(contrary);
  if (against > 0) {
    const from = i + against;
    return { length: against, from, to: endOf(from, (k) => inSentence(k) && segments[k] === segments[from]) };
  }
  const before = i - 1;
  const isFirst = !inSentence(before);
  if (isFirst && words[i] === "that" && isDenied(words, i + 1, { inSentence, by: verdictOnAThat })) {
    return { length: 1, from: i + 1, to: endOf(i + 1, inSentence) };
  }
  const beginsPart = isFirst || segments[before] !== segments[i];
  // "It is punished when it is wrong" denies nothing.
  const behind = beginsPart ? matched(denialsBehind) : 0;
  const aside = trailing.has(ahead) && !isFirst && beginsPart ? 1 : 0;
  const length = Math.max(behind, aside);
  if (length > 0) {
    // The denial may be a sentence of its own: "X does Y. That is wrong."
    const target = isFirst ? sentences[before] : sentences[i];
    let from = i;
    while (from > 0 && sentences[from - 1] === target) from--;
    return { length, from, to: i };
  }
  const isLabel = isFirst && labels.has(words[i] ?? "") && inSentence(i + 1) && segments[i + 1] !== segments[i];
  return isLabel ? { length: 1, from: i + 1, to: endOf(i + 1, inSentence) } : undefined;
}

const verdict = new RegExp(`^(?:is|are|was|were) (?:simply |just )?${notTrue}\\b`);
// "That happens where the label is wrong" tells of a label.
const verdictOnAThat = new RegExp(`^(?:is|was) (?:simply |just )?(?:${negatedTruth}|${noun}|untrue)\\b`);

// "The claim that X is false": only the end of the sentence tells.
function isDenied(words: readonly string[], from: number, { inSentence, by }: Ending): boolean {
  for (let k = from; inSentence(k); k++) {
    const length = by.exec(words.slice(k, k + 7).filter((_, n) => inSentence(k + n)).join(" "))?.[0].split(" ").length;
    if (length !== undefined && !inSentence(k + length)) return true;
  }
  return false;
}

interface Ending {
  readonly by: RegExp;
  inSentence(k: number): boolean;
}

function endOf(from: number, goesOn: (k: number) => boolean): number {
  let to = from;
  while (goesOn(to)) to++;
  return to;
}

function phrases(list: readonly string[]): RegExp {
  return new RegExp(`^(?:${list.join("|")})\\b`);
}
