import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import { canonicalise, countEvidence, outcomeOf, type RubricGrader, type RubricJudgement, type Usage } from "../mod.ts";
import { type Chat, chat, type ChatReply } from "./chat.ts";
import { type Clock, systemClock } from "./clock.ts";
import { locateQuote } from "./locate_quote.ts";
import { messages, promptIdentity } from "./messages.ts";
import { parseReply, type ReplyCriterion, type ReplyMisconception } from "./reply.ts";
import { type Budget, budget } from "./budget.ts";

/** How the model is reached and how it is used. */
export interface OpenAiGraderOptions {
  /** Sent as bearer token. */
  readonly apiKey: string;
  /** Address of an OpenAI-compatible API, for example "https://api.openai.com/v1". */
  readonly baseUrl: string;
  /** The model, as its API calls it. */
  readonly model: string;
  /** Second reader. Where it differs much, the model is asked a second time. */
  readonly offline?: RubricGrader;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** For one attempt, from the request to the last byte of the reply. Default 60,000. */
  readonly timeoutMs?: number;
  /** Attempts at one call, the first included. Default 3. */
  readonly attemptsMax?: number;
  /** A model that asks to wait longer is taken for out. Default 20,000. */
  readonly retryAfterMaxMs?: number;
  /** Default 4,000. */
  readonly outputTokensMax?: number;
  /** What a million tokens cost, in USD. Default 0: the cost is then not known and reported as 0. */
  readonly prices?: { readonly input: number; readonly output: number };
  /** Caps per UTC day; beyond them the model counts as out. Default: none. */
  readonly dailyMax?: { readonly tokens?: number; readonly costUsd?: number };
  /** Judgements kept for equal requests. Default 256. */
  readonly cacheSize?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Uniform in [0, 1); spreads retries. */
  readonly random?: () => number;
  /** Draws the code of the answer's markers; it must not be guessable. */
  readonly nonce?: () => string;
}

const version = "1";
const seed = 7;
// A score this close to an outcome's border, or this far from the offline grader's, is worth a second sample.
const nearBorder = 0.07;
const farFromOffline = 0.35;

/**
 * Judges with a language model behind an OpenAI-compatible API.
 *
 * One greedy call asks for all criteria: reason, quote, verdict. Only quotes that stand in the answer count, ids that were not asked for
 * are dropped, missing ones are asked for once more and then `unsure`. A second sample is drawn when the first lies near an outcome's
 * border or far from the offline grader; where the two disagree, the verdict is `unsure`. The `openai` package is loaded with the
 * first call.
 *
 * Throws `ModelOutage` when the model cannot be used; see {@link withFallback}.
 */
export function openaiRubricGrader(options: OpenAiGraderOptions): RubricGrader {
  const model = chat({
    apiKey: options.apiKey,
    baseUrl: options.baseUrl,
    model: options.model,
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 60_000,
    attemptsMax: options.attemptsMax ?? 3,
    retryAfterMaxMs: options.retryAfterMaxMs ?? 20_000,
    outputTokensMax: options.outputTokensMax ?? 4_000,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  });
  const context: Context = {
    model,
    options,
    nonce: options.nonce ?? (() => crypto.randomUUID().replaceAll("-", "")),
    spent: budget({ prices: options.prices ?? { input: 0, output: 0 }, dailyMax: options.dailyMax ?? {} }),
  };
  const cache = new Map<string, RubricJudgement>();
  const cacheSize = options.cacheSize ?? 256;
  return {
    async judge(question, text, { criteria, signal } = {}) {
      const asked = question.rubric.criteria.map(({ id }) => id).filter((id) => criteria?.includes(id) ?? true);
      const answer = canonicalise(text).text;
      const promptHash = await sha256(promptIdentity(question, asked));
      const key = JSON.stringify([options.model, promptHash, question.id, question.version, text]);
      const known = cache.get(key);
      if (known) return { ...known, usage: context.spent.sum([]) };
      const judgement = await judge(context, { question, text, answer, asked, promptHash, ...(signal && { signal }) });
      // A reply that could not be used says nothing about the answer; the next time the model is asked again.
      if (judgement.criteria.every(({ confidence }) => confidence > 0)) cache.set(key, judgement);
      if (cache.size > cacheSize) cache.delete(cache.keys().next().value ?? "");
      return judgement;
    },
  };
}

interface Context {
  readonly model: Chat;
  readonly options: OpenAiGraderOptions;
  readonly nonce: () => string;
  readonly spent: Budget;
}

interface Task {
  readonly question: FreeTextQuestion;
  /** The answer as it came, and canonical. */
  readonly text: string;
  readonly answer: string;
  readonly asked: readonly string[];
  readonly promptHash: string;
  readonly signal?: AbortSignal;
}

async function judge(context: Context, task: Task): Promise<RubricJudgement> {
  const first = await sample(context, task, { temperature: 0, reversed: false });
  const offline = await context.options.offline?.judge(task.question, task.text, { criteria: task.asked });
  const doubtful = isNearBorder(task, first.judgement) ||
    (offline !== undefined && differ(task, first.judgement, offline));
  if (!doubtful) return finish(context, [first]);
  const second = await sample(context, task, { temperature: 0.7, reversed: true });
  return finish(context, [first, second]);
}

interface Sample {
  readonly judgement: RubricJudgement;
  readonly raw: readonly string[];
  readonly usage: Usage;
}

interface Sampling {
  readonly temperature: number;
  readonly reversed: boolean;
}

async function sample(context: Context, task: Task, sampling: Sampling): Promise<Sample> {
  const raw: string[] = [];
  const replies: ChatReply[] = [];
  const criteria = new Map<string, ReplyCriterion>();
  const misconceptions = new Map<string, ReplyMisconception>();
  let missing = task.asked;
  let again: string | undefined;
  for (let round = 0; round < 2 && missing.length > 0; round++) {
    const reply = await call(context, task, { ...sampling, criteria: missing, again });
    replies.push(reply);
    raw.push(reply.text);
    const parsed = reply.problem === "refusal" ? undefined : parseReply(reply.text);
    for (const entry of parsed?.criteria ?? []) {
      // The first word counts: a later entry for the same id is one too many.
      if (missing.includes(entry.id) && !criteria.has(entry.id)) criteria.set(entry.id, entry);
    }
    for (const entry of parsed?.misconceptions ?? []) {
      if (!misconceptions.has(entry.id)) misconceptions.set(entry.id, entry);
    }
    missing = task.asked.filter((id) => !criteria.has(id));
    again = reply.problem ?? (parsed ? "entries were missing" : "it was not the JSON object that was asked for");
  }
  const judgement: RubricJudgement = {
    criteria: task.asked.map((id) => criterionOf(id, criteria.get(id), { text: task.text, problem: again })),
    misconceptions: task.question.rubric.misconceptions.flatMap(({ id }) => {
      const entry = misconceptions.get(id);
      return entry?.stated ? [{ id, evidence: locateQuote(entry.quote, task.text) }] : [];
    }),
    grader: { name: "llm", version, model: context.options.model, promptHash: task.promptHash },
  };
  return {
    judgement: countEvidence(judgement, task.text),
    raw,
    usage: context.spent.priced(replies.map(({ usage }) => usage)),
  };
}

async function call(
  { model, nonce, spent }: Context,
  { question, answer, signal }: Task,
  request: Sampling & { criteria: readonly string[]; again: string | undefined },
): Promise<ChatReply> {
  spent.check();
  const marker = nonce();
  const { criteria, again, reversed } = request;
  const reply = await model.complete({
    temperature: request.temperature,
    seed,
    messages: (schemaMode) =>
      messages({
        question,
        criteria,
        answer,
        nonce: marker,
        schemaMode,
        reversed,
        ...(again !== undefined && { again }),
      }),
    ...(signal && { signal }),
  });
  spent.add(reply.usage);
  return reply;
}

type CriterionJudgement = RubricJudgement["criteria"][number];

function criterionOf(
  id: string,
  entry: ReplyCriterion | undefined,
  { text, problem }: { text: string; problem: string | undefined },
): CriterionJudgement {
  if (!entry) {
    const reason = `The model gave no verdict when asked twice${problem ? ` (${problem})` : ""}.`;
    return { id, verdict: "unsure", evidence: [], reason, confidence: 0 };
  }
  const evidence = locateQuote(entry.quote, text);
  const { verdict } = entry;
  if (verdict === "met" && evidence.length === 0) {
    const reason = `The quoted words are not in the answer, so they do not count. (${entry.reason})`;
    return { id, verdict: "not-met", evidence, reason, confidence: 0.6 };
  }
  return { id, verdict, evidence, reason: entry.reason, confidence: verdict === "unsure" ? 0.5 : 0.85 };
}

function finish(context: Context, samples: readonly [Sample, ...Sample[]]): RubricJudgement {
  const [first, second] = samples;
  const judgement = second ? agreeing(first.judgement, second.judgement) : first.judgement;
  return {
    ...judgement,
    usage: context.spent.sum(samples.map(({ usage }) => usage)),
    raw: JSON.stringify(samples.map(({ raw }) => raw)),
  };
}

// Samples that disagree are right about half the time: that is a question for a person.
function agreeing(first: RubricJudgement, second: RubricJudgement): RubricJudgement {
  return {
    ...first,
    criteria: first.criteria.map((criterion) => {
      const other = second.criteria.find(({ id }) => id === criterion.id);
      if (other?.verdict === criterion.verdict) {
        return { ...criterion, confidence: Math.min(1, criterion.confidence + 0.1) };
      }
      const reason = `Two samples disagree: ${criterion.reason} / ${other?.reason ?? "no verdict"}`;
      return { ...criterion, verdict: "unsure" as const, reason, confidence: 0.5 };
    }),
    misconceptions: first.misconceptions.filter(({ id }) => second.misconceptions.some((other) => other.id === id)),
  };
}

function isNearBorder(task: Task, judgement: RubricJudgement): boolean {
  const score = scoreOf(task, judgement);
  return outcomeOf(score - nearBorder) !== outcomeOf(score + nearBorder);
}

function differ(task: Task, model: RubricJudgement, offline: RubricJudgement): boolean {
  return Math.abs(scoreOf(task, model) - scoreOf(task, offline)) > farFromOffline;
}

function scoreOf({ question, asked }: Task, { criteria, misconceptions }: RubricJudgement): number {
  const counted = question.rubric.criteria.filter(({ id }) => asked.includes(id));
  const all = counted.reduce((sum, { weight }) => sum + weight, 0);
  const met = counted.reduce(
    (sum, { id, weight }) => criteria.some((it) => it.id === id && it.verdict === "met") ? sum + weight : sum,
    0,
  );
  const penalty = question.rubric.misconceptions
    .reduce((sum, { id, penalty }) => misconceptions.some((it) => it.id === id) ? sum + penalty : sum, 0);
  return all === 0 ? 0 : Math.max(0, met / all - penalty);
}

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}
