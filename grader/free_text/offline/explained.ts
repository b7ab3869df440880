// "Counts when the answer says that …", as explanations begin.
const lead =
  /^Counts?\s+(?:already\s+|only\s+)?(?:when|with|if|as soon as|for|in)?\s*(?:the answer\s+(?:says|gives|names|states|draws|makes|mentions|shows|explains)?\s*)?(?:both\s*:?\s*|either\s*:?\s*|any one of\s*:?\s*|any of\s*:?\s*)?(?:that\s+)?/;
const wordsOfAStatement = 4;
// What is said about answers, not about the subject.
const aboutAnswers =
  /\b(?:may be|may also|need not|needs? to|is enough|are enough|suffices?|must|the answer|an answer|criterion|counts?|named?|names|mention(?:s|ed)?|stated?|said|word(?:s|ing)?|example|left out|in any notation)\b/;

/**
 * Further ways of saying a criterion, read from its explanation: what comes after "Counts when the answer says that", at each "or".
 * What an explanation excludes ("… does not count") is left out.
 */
export function explained(explain: string): string[] {
  return explain
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => lead.test(sentence) && /^Counts?\b/.test(sentence) && !/\bnot count\b/.test(sentence))
    .flatMap((sentence) => {
      const rest = sentence.replace(lead, "");
      return [rest, ...rest.replace(/\(([^)]*)\)/g, " ").split(/;\s+|,?\s+or\s+(?:that\s+)?/)];
    })
    .map((text) => text.replace(/[.,:]+$/, "").trim())
    .filter((text, i, all) => text.split(/\s+/).length >= wordsOfAStatement && all.indexOf(text) === i)
    .filter((text) => !aboutAnswers.test(text));
}
