import type { Criterion } from "../../question-bank/mod.ts";
import type { CriterionResult, Evidence, MisconceptionResult, StandIn } from "../types.ts";

/** What feedback is made of. */
export interface FeedbackParts {
  readonly asked: readonly Criterion[];
  readonly criteria: readonly CriterionResult[];
  readonly misconceptions: readonly MisconceptionResult[];
  /** Whether a person has to look at it. */
  readonly open: boolean;
  /** Why the answer says nothing, when it says nothing. */
  readonly nothing?: string;
  /** Why the offline grader judged instead of the model. */
  readonly standIn?: StandIn;
  /** Whether nothing more can be said to it, so that nothing is asked for. */
  readonly last?: boolean;
}

/**
 * What an interviewer would tell the candidate: what was there, with their own words; what was wrong; and, as questions, what
 * is still missing. The missing points are asked for, not told.
 */
export function feedback(parts: FeedbackParts): string {
  if (parts.nothing !== undefined) {
    return [silence(parts.nothing), start(parts)].filter((section) => section !== "").join("\n\n");
  }
  const sections = [
    opening(parts),
    got(parts),
    wrong(parts.misconceptions),
    stillOpen(parts),
    doubtful(parts),
    standingIn(parts),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function standingIn({ standIn }: FeedbackParts): string {
  switch (standIn) {
    case undefined:
      return "";
    case "outage":
      return "The language model could not be reached, so the offline grader read this. It will be graded again when the model is back.";
    case "budget":
      return "The budget for the language model is spent, so the offline grader read this.";
    case "refused":
      return "The language model did not take this answer, so the offline grader read it.";
    default:
      return standIn satisfies never;
  }
}

function silence(reason: string): string {
  if (reason === "The answer is empty.") {
    return "You have not written anything yet.";
  }
  if (reason === "The answer repeats the question.") {
    return "You repeated the question. I would like to hear your answer to it.";
  }
  if (reason === "The answer says nothing on the subject.") {
    return "That is fair, but there is nothing in it that I could grade.";
  }
  return `I could not read an answer in this. ${reason}`;
}

function opening({ criteria, misconceptions, open, last }: FeedbackParts): string {
  const met = criteria.filter((criterion) => criterion.verdict === "met").length;
  const total = criteria.length;
  if (met === total) {
    if (misconceptions.length > 0) {
      return "You said everything I was looking for, and something besides that is not right.";
    }
    return total === 1 ? "Yes, that is the point I was looking for." : "You covered all the points I was looking for.";
  }
  if (open) {
    return `I am not certain about all of this, so the score stays open ${
      last ? "until someone has looked at it" : "for now"
    }.`;
  }
  if (total === 1 && criteria[0]?.verdict === "unsure") {
    return "I could not tell whether this makes the point I was looking for, so it does not count.";
  }
  if (met === 0) {
    return total === 1
      ? "This does not make the point I was looking for."
      : "This does not make the points I was looking for.";
  }
  return `You have ${count(met)} of the ${count(total)} points I was looking for.`;
}

function got({ criteria }: FeedbackParts): string {
  const met = criteria.filter((criterion) => criterion.verdict === "met");
  if (met.length === 0) return "";
  const lines = met.map((criterion) => `- ${criterion.description.trim()}${inYourWords(criterion.evidence)}`);
  return `What you said:\n\n${lines.join("\n")}`;
}

function wrong(misconceptions: readonly MisconceptionResult[]): string {
  return misconceptions.map((misconception) => {
    const quote = misconception.evidence[0];
    const said = quote ? `You wrote “${shown(quote.quote).replace(/[.,;]$/, "")}”. ` : "";
    return `${said}That is not so: ${lowerFirst(misconception.description.trim())}`;
  }).join("\n\n");
}

/** Most open points that are asked for by name; a longer list is not read. */
const askedMax = 3;

function start(parts: FeedbackParts): string {
  const { list, rest } = missing(parts, "You could start here:");
  if (rest === 0) return list;
  return `${list}\n\n${rest === 1 ? "There is one more point" : `There are ${count(rest)} more points`} after that.`;
}

function stillOpen(parts: FeedbackParts): string {
  const { list, rest } = missing(parts, "Still open:");
  return rest === 0 ? list : `${list}\n\nAnd ${count(rest)} more ${rest === 1 ? "point" : "points"}.`;
}

/** The heaviest missing points as questions, and how many there are besides. */
function missing(
  { asked, criteria, last }: FeedbackParts,
  lead: string,
): { readonly list: string; readonly rest: number } {
  if (last) return { list: "", rest: 0 };
  const probes = asked
    .filter((criterion) => criteria.some((result) => result.id === criterion.id && result.verdict === "not-met"))
    .toSorted((a, b) => b.weight - a.weight)
    .map((criterion) => criterion.probe.trim())
    .filter((probe) => probe !== "");
  return { list: listed(lead, probes.slice(0, askedMax)), rest: Math.max(0, probes.length - askedMax) };
}

function doubtful({ asked, criteria, open, last }: FeedbackParts): string {
  if (last) return "";
  const probes = asked
    .filter((criterion) => criteria.some((result) => result.id === criterion.id && result.verdict === "unsure"))
    .map((criterion) => criterion.probe.trim())
    .filter((probe) => probe !== "");
  return listed(open ? "Not clear from your answer:" : "Not clear from your answer, so it does not count:", probes);
}

function listed(lead: string, probes: readonly string[]): string {
  if (probes.length === 0) return "";
  return probes.length === 1 ? `${lead} ${probes[0]}` : `${lead}\n\n${probes.map((probe) => `- ${probe}`).join("\n")}`;
}

function inYourWords(evidence: readonly Evidence[]): string {
  const first = evidence[0];
  return first ? ` You wrote: “${shown(first.quote)}”` : "";
}

const longestQuote = 160;

// The candidate's words go into markdown: what would be markup there is shown as it was typed.
function shown(quote: string): string {
  const line = quote.replace(/\s+/g, " ").trim().toWellFormed();
  const short = line.length <= longestQuote
    ? line
    : `${
      line.slice(0, line.lastIndexOf(" ", longestQuote) + 1 || longestQuote)
        .trim()
    } …`;
  return short.toWellFormed().replace(/[\\`*_[\]<>$~|#]/g, String.raw`\$&`);
}

function lowerFirst(sentence: string): string {
  // "The …" and "A …" go on in lower case; names and symbols keep theirs.
  return sentence.replace(
    /^(?:The|A|An|It|This|That|There|In|With|When|No|Not|Only|Each|Both|They|These)\b/,
    (word) => word.toLowerCase(),
  );
}

function count(n: number): string {
  return [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
  ][n] ?? String(n);
}
