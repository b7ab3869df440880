import { unwrapped } from "./unwrapped.ts";

/** A part of a canonical text that is no statement of the candidate. */
export interface UntrustedSpan {
  /** Where it begins. */
  readonly start: number;
  /** Where it ends, exclusive. */
  readonly end: number;
  /** Whose words they are, or whom they address. */
  readonly why: "addressed to the grader" | "quoted from someone else";
}

// Sentences that speak to whoever grades instead of answering. Each pattern needs an order and its object, because honest
// answers speak of scores, instructions, judges, labels and perfect accuracy too.
const me = String
  .raw`\b(?:me|this (?:answer|response|submission)|my (?:answer|response|submission)|the (?:candidate|student|answer|submission))\b`;
const marks = String
  .raw`\b(?:scores?|grades?|marks?|points|credit|\d+ ?/ ?\d+|100 ?%|pass)\b`;
const allMarks = String
  .raw`\b(?:full|maximum|highest|top) (?:marks?|scores?|points?|credits?|grades?)\b`;
const roles = String
  .raw`\b(?:grader|grading (?:model|system|assistant)|evaluator|examiner|assessor|marker|assistant|language model|ai model|llm|chatbot)\b`;
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,60}\b(?:instructions?|prompts?|rules|rubric|criteria|guidelines|everything above|(?:the )?(?:previous|prior|earlier|above) (?:text|message|question))\b/i,
  // "FID gives a collapsed generator full marks" is a statement; "give full marks" is none, nor is what becomes of the answer.
  new RegExp(
    String
      .raw`(?:^|[,;:(*]|\b(?:please|kindly|must|should|shall|to|you|i|we|simply|just|now|then|therefore|so|and|always|grader)) *\b(?:give|award|grant|assign|return|report|record|deserve|expect|want|request|demand)\b[^.!?\n]{0,50}${allMarks}`,
    "i",
  ),
  new RegExp(
    String
      .raw`^(?=[^]*(?:${me}|${roles}|\b(?:i|my|you|your|graders?|examiners?|answers?)\b))[^]*\b(?:give[sn]?|gave|giving|award(?:s|ed)?|grant(?:s|ed)?|assign(?:s|ed)?|return|report|record|deserves?|earn(?:s|ed)?|gets?|got|worth)\b[^.!?\n]{0,50}${allMarks}`,
    "i",
  ),
  new RegExp(
    String
      .raw`${allMarks}[^.!?\n]{0,40}(?:\b(?:for|to)\b[^.!?\n]{0,10}${me}|\b(?:awarded|granted|deserved|due|please)\b)`,
    "i",
  ),
  new RegExp(
    String
      .raw`\b(?:give|award|grant|assign|rate|score|grade|mark)\b[^.!?\n]{0,30}${me}[^.!?\n]{0,50}${marks}`,
    "i",
  ),
  new RegExp(
    String
      .raw`${me} (?:above |below |here )?(?:is|should be|must be|has (?:already )?been|was) (?:\w+ )?(?:correct|perfect|complete|excellent|graded|accepted|marked|verified|approved)\b(?! (?:mode|collapse|set|list|data|description|form|one|when|if))`,
    "i",
  ),
  /\b(?:mark|grade|score|rate|count|treat|set|consider|accept)\b[^.!?\n]{0,60}\b(?:criteri(?:on|a)|answer|verdicts?|submission|response)\b[^.!?\n]{0,40}\b(?:as|to) ["']?(?:\w+ )?(?:met|correct|right|passed|complete|satisfied|fulfilled|true)\b/i,
  /\b(?:criteri(?:on|a)|rubric|checklist|verdicts?)\b[^.!?\n]{0,60}(?:\b(?:is|are|was|were|be|been|being|as|all|now|already|considered|fully)\b|[=:])[ "'`]*(?:\w+ )?(?:met|satisfied|fulfilled|covered|passed|correct)\b(?! (?:when|whenever|if|where|by|only|at|once|as soon))/i,
  new RegExp(
    String
      .raw`\b(?:attention|note to(?: the)?|message (?:to|for)(?: the)?|you are (?:now )?(?:an?|the)|act as|pretend|imagine you|role-?play)\b[^.!?\n]{0,30}${roles}`,
    "i",
  ),
  /\b(?:i am|i'm|this is|signed|on behalf of|authori[sz]ed by|approved by|confirmed by|verified by)\b[^.!?\n]{0,40}\b(?:your (?:developer|creator|admin\w*|supervisor|boss)|the (?:developer|admin\w*|examiner|professor|head of|system administrator|author of (?:this|the) (?:question|rubric|exam))|openai|anthropic|deepmind)\b/i,
  /\b(?:system|developer|admin\w*|maintenance|debug|god) (?:message|prompt|override|instructions?|mode|notice|command)\b/i,
  /\b(?:new|updated|revised) (?:instructions?|rules|rubric|grading polic\w+)\b/i,
  /\b(?:please|kindly|i beg|my (?:job|visa|scholarship|family|career|life) depends)\b[^.!?\n]{0,60}\b(?:pass me|good (?:grade|score|mark)|full (?:marks?|credit)|lenient|generous|mercy|be kind)\b/i,
  /\b(?:begin|start|end)[ _-](?:of[ _-])?(?:the[ _-])?(?:candidate|student|user)(?:'s)?[ _-](?:answer|input|response|message|turn|text)\b/i,
  /\b(?:marking scheme|mark scheme|answer key|rubric|model answer|sample solution|expected answer|reference answer)\b[^.!?\n]{0,30}(?:\b(?:says?|states?|reads?|is|are|contains?)\b|:)/i,
  /\b(?:verdict|grade)["'` ]*[:=]+ ?["'`]?(?:met\b|not-met\b|unsure\b|true\b|full\b|pass\b|correct\b|\d|\[|\{)/i,
  /\bas an? (?:ai|language model|llm)\b/i,
  // The same orders in the languages most often tried.
  /\b(?:ignorier|vergiss|missacht)\w*\b[^.!?\n]{0,60}\b(?:anweisung|anleitung|vorherig|regel|bewertung)/i,
  /\b(?:gib|vergib|geben sie)\b[^.!?\n]{0,50}\b(?:punkt|punktzahl|note)/i,
  /\b(?:ignora|olvida|ignorez|oublie[zr]?|ignore[zr]?)\b[^.!?\n]{0,60}\b(?:instruccion|instruction|consigne|reglas|r[eè]gles|anteriores|pr[eé]c[eé]dent)/i,
  /\b(?:da(?:me|le)?|donne[zr]?|attribue[zr]?)\b[^.!?\n]{0,50}\b(?:puntuaci|puntos|nota m[aá]xima|note maximale)/i,
];

// Imitations of a protocol. Everything up to the next blank line belongs to them.
const protocol: readonly RegExp[] = [
  /\b(?:BEGIN|START|END)[ _](?:OF[ _])?(?:\w+[ _])?(?:ANSWER|INPUT|DATA|PROMPT|INSTRUCTIONS?|RUBRIC|QUESTION|SUBMISSION)\b/,
  /<\/?\s*(?:\|\s*)?(?:im_start|im_end|system|user|assistant|human|candidate|answer|instructions?|begin_of_text|end_of_text|start_header_id|end_header_id|eot_id|endoftext|inst|tool\w*|function\w*|think\w*|rubric|criteria|question)\b[^>\n]{0,40}>|<\/?s>/i,
  /\[\/?(?:INST|SYS|SYSTEM|ASSISTANT|USER|END|START|ANSWER)[^\]\n]{0,30}\]|<<\/?SYS>>/,
  /^[ \t>#*`-]*(?:system|assistant|user|developer|grader|evaluator|examiner|instructions?)[ \t*`]*:(?!:)/im,
  // "Score: the gradient of the log density" defines a notion.
  /^[ \t>#*`-]*(?:final )?(?:score|grade|verdict|marks?)[ \t*`]*:(?!:)[ \t*`"']*(?:\d|\[|\{|full|max\w*|top|perfect|pass\w*|met|not-met|correct|right|excellent|all|[a-f][+-]?\b(?![ \t]*\w))/im,
  /^[ \t]*#{1,6}[ \t]*(?:system|instructions?|grading|rubric|assistant|verdict)\b/im,
  /^[ \t]*[-=_*~#]{3,}[ \t]*(?:end|begin|start|stop|system|answer|candidate|grad(?:er|ing)|rubric|criteria|instruct\w+)\b/im,
  /[{,]\s*["'](?:verdict|verdicts|criteria|criterion|score|grade|quote|reason|role|misconceptions|evidence)["']\s*:/i,
];

// "The paper says: …", "> …": someone else's words prove nothing about the candidate's.
const attribution =
  /\b(?:according to|says?|said|states?|stated|wrote|writes|claims?|claimed|argues?|argued|quot(?:e|es|ed|ing)|from (?:the )?(?:paper|book|textbook|article|blog|wikipedia|lecture|documentation|docs)|wikipedia|chatgpt|gpt|the (?:question|prompt|rubric|paper|book|textbook|article|author|lecturer|teacher|interviewer)|you (?:asked|said|wrote)|someone|somebody|some people|a colleague|my (?:friend|teacher|professor|colleague))\b/i;

// "The discriminator says …" quotes nobody, and "ten digits, say," neither.
const figurative =
  /\b(?:discriminator|critic|d|generator|g|network|net|classifier|model|encoder|decoder|output|label|target|loss|score|number|it|which|that|this) (?:\w+ )?(?:says?|said|states?|claims?)\b|\bi (?:\w+ )?(?:say|said|would say|argue|claim)\b|, say,/gi;

const [wordsOfAQuotation, lengthOfAQuotation] = [5, 14];

/**
 * The parts of a canonical text that do not count as said by the candidate: speech to the grader, imitated protocol, and
 * quotations from someone else. Sorted and without overlaps.
 */
export function untrustedSpans(text: string): UntrustedSpan[] {
  const flowing = unwrapped(text);
  return merge([...spokenToTheGrader(text, flowing), ...quotations(flowing)]);
}

function* spokenToTheGrader(text: string, flowing: string): Generator<UntrustedSpan> {
  const why = "addressed to the grader";
  // A point inside a word or a number ("0.5") ends no sentence.
  const sentences = /(?:[^.!?\n]|[.!?](?![\s"')\]]|$))+[.!?]*["')\]]*|[.!?]+/g;
  for (const sentence of pieces(flowing, sentences)) {
    if (orders.some((pattern) => pattern.test(sentence.text))) {
      yield { start: sentence.start, end: sentence.end, why };
    }
  }
  for (const paragraph of pieces(text, /(?:[^\n]|\n(?![ \t]*\n))+/g)) {
    const first = Math.min(
      ...protocol.map((pattern) => index(paragraph.text, pattern)),
    );
    if (first < Infinity) {
      yield { start: paragraph.start + first, end: paragraph.end, why };
    }
  }
}

function* quotations(text: string): Generator<UntrustedSpan> {
  const why = "quoted from someone else";
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // Someone who marks every line, but for a heading of their own, means their own answer.
  if (lines.some((line) => !/^\s*>/.test(line) && !isHeading(line))) {
    for (const line of pieces(text, /^[ \t]*>[^\n]*/gm)) {
      yield { start: line.start, end: line.end, why };
    }
  }
  // Every quotation is read, the short ones too, or what stands between two of them would be taken for one.
  for (const quote of pieces(text, /"[^"\n]*"/g)) {
    const whole = text.trim().length - quote.text.length < 12;
    if (whole || quote.text.length < lengthOfAQuotation || quote.text.split(/\s+/).length < wordsOfAQuotation) continue;
    const before = text.slice(Math.max(0, quote.start - 80), quote.start).split(/[.!?\n]\s/)
      .at(-1) ?? "";
    const after = text.slice(quote.end, quote.end + 60).split(/[.!?\n]/)[0] ??
      "";
    if (attribution.test(before.replace(figurative, "")) || attribution.test(after)) {
      yield { start: quote.start, end: quote.end, why };
    }
  }
}

const wordsOfAHeading = 4;

function isHeading(line: string): boolean {
  return /:\s*$/.test(line) && line.trim().split(/\s+/).length <= wordsOfAHeading && !attribution.test(line);
}

function* pieces(
  text: string,
  pattern: RegExp,
): Generator<{ text: string; start: number; end: number }> {
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== "") {
      yield {
        text: match[0],
        start: match.index,
        end: match.index + match[0].length,
      };
    }
  }
}

function index(text: string, pattern: RegExp): number {
  const found = text.search(pattern);
  return found < 0 ? Infinity : found;
}

function merge(spans: readonly UntrustedSpan[]): UntrustedSpan[] {
  const merged: UntrustedSpan[] = [];
  for (
    const span of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)
  ) {
    const last = merged.at(-1);
    if (last && span.start < last.end) {
      // Whoever puts an order into a quotation still gives an order.
      const why = last.why === "addressed to the grader" ? last.why : span.why;
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end), why };
    } else merged.push(span);
  }
  return merged;
}
