import type OpenAI from "openai";
import { boundedFetch, ResponseTooLong } from "./bounded_fetch.ts";
import { circuitBreaker, type ModelState } from "./circuit_breaker.ts";
import type { Clock } from "./clock.ts";
import { type ChatReply, NoCompletion, readCompletion } from "./completion.ts";
import { type Lack, lackOf } from "./lack.ts";
import type { Message } from "./messages.ts";
import { AnswerRefused, ModelOutage } from "../mod.ts";
import { replySchema } from "./reply.ts";

/** How a model is reached. */
export interface ChatOptions {
  readonly apiKey: string;
  /** Address of an OpenAI-compatible API, for example "https://api.openai.com/v1". */
  readonly baseUrl: string;
  readonly model: string;
  readonly fetch: typeof fetch;
  /** For one attempt, from the request to the last byte of the reply. */
  readonly timeoutMs: number;
  /** Attempts at one call, the first included. */
  readonly attemptsMax: number;
  /** A model that asks to wait longer is out. */
  readonly retryAfterMaxMs: number;
  readonly outputTokensMax: number;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** One call. */
export interface ChatRequest {
  /** Messages for a model that can be held to the schema, and for one that cannot. */
  messages(schemaMode: boolean): readonly Message[];
  /** What of the messages a candidate wrote. */
  readonly answer: string;
  readonly temperature: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** A model that can be called. */
export interface Chat {
  /**
   * @throws {ModelOutage} when the model cannot be used; with the signal's reason when it is aborted.
   * @throws {AnswerRefused} when the server takes no request with this answer.
   */
  complete(request: ChatRequest): Promise<ChatReply>;
  /** How the model has been doing. */
  state(): ModelState;
}

type Parameters = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming;

const backoffMs = 500;
/** 8,000 tokens with their JSON are a thirtieth of it. */
const responseBytesMax = 1024 * 1024;

/** The model behind an OpenAI-compatible API: bounded in time, retried with jitter, and left alone while it is out. */
export function chat(options: ChatOptions): Chat {
  const { clock } = options;
  const breaker = circuitBreaker({ outagesMax: 5, openMs: 60_000, now: clock.now });
  // What this model has been found to do without; it is not asked for again.
  const lacks = new Set<Lack>();
  let client: Promise<Client> | undefined;

  async function attempt(request: ChatRequest): Promise<ChatReply> {
    const { OpenAI, api } = await (client ??= load(options));
    const deadline = clock.timeout(options.timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
    const leftOut = new Set(lacks);
    for (;;) {
      const body = parameters(request, options, leftOut);
      try {
        // The library's timeout ends with the response's headers; a body that trickles in is bounded here.
        const sent = await Promise.race([api.chat.completions.create(body, { signal }), whenAborted(signal)]);
        const reply = readCompletion(sent);
        // Only now it is known that the server took offence at this and nothing else.
        for (const lack of leftOut) lacks.add(lack);
        return reply;
      } catch (error) {
        request.signal?.throwIfAborted();
        // A model that does not come to an end is no outage: an answer may have talked it into that.
        if (error instanceof ResponseTooLong) return { text: "", problem: "too-long" };
        const refused = error instanceof OpenAI.BadRequestError || error instanceof OpenAI.UnprocessableEntityError;
        const texts = request.messages(!leftOut.has("schema")).map(({ content }) => content);
        const lack = refused ? lackOf(error, { texts, answer: request.answer, known: leftOut }) : undefined;
        if (lack === undefined) throw error;
        leftOut.add(lack);
      }
    }
  }

  async function persist(request: ChatRequest): Promise<ChatReply> {
    for (let n = 1;; n++) {
      try {
        return await attempt(request);
      } catch (error) {
        request.signal?.throwIfAborted();
        const { OpenAI } = await (client ??= load(options));
        const waitMs = retryAfter(error, OpenAI, { n, ...options });
        if (waitMs === undefined || n >= options.attemptsMax) throw failure(error, { ...options, OpenAI });
        await clock.sleep(waitMs, request.signal);
      }
    }
  }

  return { complete: (request) => breaker.run(() => persist(request)), state: breaker.state };
}

interface Client {
  readonly OpenAI: typeof OpenAI;
  readonly api: OpenAI;
}

// Loaded with the first call: a start without a key never loads it.
async function load({ apiKey, baseUrl, fetch }: ChatOptions): Promise<Client> {
  const { default: OpenAI } = await import("openai");
  const api = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    fetch: boundedFetch(fetch, responseBytesMax),
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: "off",
  });
  return { OpenAI, api };
}

const limits = ["max_tokens", "max_completion_tokens"] as const;

// OpenAI's newer models take only the newer name, other servers often only know the older one and pass over the newer.
function limitName({ baseUrl }: ChatOptions, lacks: ReadonlySet<Lack>): (typeof limits)[number] {
  const [usual, other] = new URL(baseUrl).host === "api.openai.com" ? limits.toReversed() : limits;
  return (lacks.has("usual-limit") ? other : usual) ?? "max_tokens";
}

function parameters(request: ChatRequest, options: ChatOptions, lacks: ReadonlySet<Lack>): Parameters {
  const schemaMode = !lacks.has("schema");
  return {
    model: options.model,
    messages: [...request.messages(schemaMode)],
    ...(lacks.has("temperature") ? {} : { temperature: request.temperature }),
    ...(lacks.has("seed") ? {} : { seed: request.seed }),
    [limitName(options, lacks)]: options.outputTokensMax,
    ...(schemaMode && {
      response_format: {
        type: "json_schema" as const,
        json_schema: { name: "judgement", strict: true, schema: replySchema },
      },
    }),
  };
}

/** How long to wait before the next attempt; `undefined` when another one would not help. */
function retryAfter(
  error: unknown,
  OpenAI: Client["OpenAI"],
  { n, random, retryAfterMaxMs }: { n: number; random: () => number; retryAfterMaxMs: number },
): number | undefined {
  if (!(error instanceof OpenAI.APIError)) {
    // Our own deadline, a body that is no JSON, or JSON that is no completion.
    const again = error instanceof DOMException || error instanceof SyntaxError || error instanceof NoCompletion;
    return again ? jittered(n, random) : undefined;
  }
  const status = error.status;
  const again = status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;
  if (!again) return undefined;
  const asked = waitAsked(error.headers);
  if (asked !== undefined && asked > retryAfterMaxMs) return undefined;
  return Math.max(asked ?? 0, jittered(n, random));
}

function jittered(n: number, random: () => number): number {
  return backoffMs * 2 ** (n - 1) * (0.5 + random() / 2);
}

function waitAsked(headers: Headers | undefined): number | undefined {
  const value = headers?.get("retry-after");
  if (!value) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

// Some servers answer 400 to what no other answer would change.
const faultsOfSetUp: ReadonlySet<unknown> = new Set([
  "billing_hard_limit_reached",
  "billing_not_active",
  "insufficient_quota",
  "invalid_api_key",
  "model_not_found",
]);

function failure(error: unknown, { model, baseUrl, OpenAI }: ChatOptions & Pick<Client, "OpenAI">): Error {
  const why = error instanceof Error ? error.message || error.name : String(error);
  const refused = error instanceof OpenAI.APIError && [400, 413, 422].includes(error.status ?? 0) &&
    !faultsOfSetUp.has(error.code);
  const Failure = refused ? AnswerRefused : ModelOutage;
  return new Failure(`Cannot call the model "${model}" at ${new URL(baseUrl).host}: ${why}`, { cause: error });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
