import {
  canonicalise,
  type GraderIdentity,
  type ReadingCache,
  type RubricGrader,
  type RubricJudgement,
  type Spending,
  sumUsage,
} from "../mod.ts";
import { budget, type Caps } from "./budget.ts";
import { chat } from "./chat.ts";
import type { ModelState } from "./circuit_breaker.ts";
import { type Clock, systemClock } from "./clock.ts";
import { cacheInMemory, spendingInMemory } from "./in_memory.ts";
import { joined } from "./joined.ts";
import { agreeing, distrusting, isDoubtful, judgementOf } from "./judgement.ts";
import { promptIdentity } from "./messages.ts";
import { type Read, read, type Reader, sha256, type Task } from "./reading.ts";

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
  /** Most that a reply may hold, reasoning included. Default 8,000. */
  readonly outputTokensMax?: number;
  /** What a million tokens cost, in USD; without it the cost is reported as 0. */
  readonly prices?: { readonly input: number; readonly output: number } | null;
  /** What may be spent; a call whose estimate is over a cap is not made. Default: no caps. */
  readonly caps?: Caps;
  /** Where spending is kept. Default: in memory. */
  readonly spending?: Spending;
  /** Where readings are kept. Default: the last 256 in memory. */
  readonly cache?: ReadingCache;
  /** The UTC day. Default: from the machine's clock. */
  readonly today?: () => string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Uniform in [0, 1); spreads retries. */
  readonly random?: () => number;
  /** Draws the code of the answer's markers; it must not be guessable. */
  readonly nonce?: () => string;
}

/** A model that judges, and how it has been doing. */
export interface ModelGrader extends RubricGrader {
  /** Whether it is taken for out now. */
  state(): ModelState;
}

const version = "3";
const cacheSize = 256;

/**
 * Judges with a language model behind an OpenAI-compatible API.
 *
 * One greedy call asks for all criteria: reason, quote, verdict. Only quotes that stand in the answer count, ids that were not asked
 * for are dropped, missing ones are asked for once more and then `unsure`. A second sample is drawn when the first lies near an
 * outcome's border or far from the offline grader; where the two disagree, the verdict is `unsure`. In an answer that speaks to its
 * grader, a criterion that the offline grader does not find is `unsure` too. The same thing is asked once. The `openai` package is
 * loaded with the first call. Nothing of who answers is sent.
 *
 * Throws `ModelOutage` when the model cannot be used, `AnswerRefused` when its server takes no request with this answer, and
 * `BudgetSpent` over a cap; see {@link withFallback}.
 */
export function openaiRubricGrader(options: OpenAiGraderOptions): ModelGrader {
  const outputTokensMax = options.outputTokensMax ?? 8_000;
  const reader: Reader = {
    chat: chat({
      apiKey: options.apiKey,
      baseUrl: options.baseUrl,
      model: options.model,
      fetch: options.fetch ?? globalThis.fetch,
      timeoutMs: options.timeoutMs ?? 60_000,
      attemptsMax: options.attemptsMax ?? 3,
      retryAfterMaxMs: options.retryAfterMaxMs ?? 20_000,
      outputTokensMax,
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
    }),
    budget: budget({
      prices: options.prices ?? null,
      caps: options.caps ?? {},
      spending: options.spending ?? spendingInMemory(),
      model: options.model,
      today: options.today ?? (() => new Date().toISOString().slice(0, 10)),
    }),
    cache: options.cache ?? cacheInMemory(cacheSize),
    underWay: joined(),
    model: `${options.model} at ${options.baseUrl}`,
    outputTokensMax,
    nonce: options.nonce ?? (() => crypto.randomUUID().replaceAll("-", "")),
  };
  return {
    state: () => reader.chat.state(),
    async judge(question, text, { criteria, payer = {}, signal } = {}) {
      const asked = question.rubric.criteria.map(({ id }) => id).filter((id) => criteria?.includes(id) ?? true);
      const promptHash = sha256(promptIdentity(question, asked));
      const grader: GraderIdentity = { name: "llm", version, model: options.model, promptHash };
      const answer = canonicalise(text).text;
      const task: Task = { question, text, answer, asked, promptHash, payer, ...(signal && { signal }) };
      const first = await read(reader, task, "greedy");
      const found = judgementOf(first.reading, task, grader);
      const offline = await options.offline?.judge(question, text, { criteria: asked });
      if (!isDoubtful(task, found, offline)) return finish([first], distrusting(task, found, offline));
      const second = await read(reader, task, "second");
      const both = agreeing(found, judgementOf(second.reading, task, grader));
      return finish([first, second], distrusting(task, both, offline));
    },
  };
}

function finish(reads: readonly Read[], judgement: RubricJudgement): RubricJudgement {
  return {
    ...judgement,
    usage: sumUsage(reads.map(({ usage }) => usage)),
    raw: JSON.stringify(reads.map(({ reading: { raw, flags } }) => ({ replies: raw, flags }))),
  };
}
