import { createHash } from "node:crypto";
import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import { type Payer, type ReadingCache, sumUsage, type Usage } from "../mod.ts";
import type { Budget, Tokens } from "./budget.ts";
import type { Chat } from "./chat.ts";
import type { ChatReply as Reply } from "./completion.ts";
import type { Joined } from "./joined.ts";
import { type Message, messages } from "./messages.ts";
import { parseReply, type ReplyCriterion, type ReplyMisconception } from "./reply.ts";

type ChatReply = Reply & { readonly usage: Tokens };

/** What is to be read. */
export interface Task {
  readonly question: FreeTextQuestion;
  /** The answer as it came. */
  readonly text: string;
  /** The answer, canonical. */
  readonly answer: string;
  readonly asked: readonly string[];
  readonly promptHash: string;
  readonly payer: Payer;
  readonly signal?: AbortSignal;
}

/** How the model is asked: greedily first; a second opinion is drawn freely and sees the criteria in reverse order. */
export type Sampling = "greedy" | "second";

/** What the model said of an answer, in its own words; nothing of it is believed yet. */
export interface Reading {
  readonly criteria: readonly ReplyCriterion[];
  readonly misconceptions: readonly ReplyMisconception[];
  /** What was odd about the replies. */
  readonly flags: readonly string[];
  /** The replies as they came. */
  readonly raw: readonly string[];
}

/** A reading with what it cost. */
export interface Read {
  readonly reading: Reading;
  readonly usage: Usage;
}

/** What readings are made with. */
export interface Reader {
  readonly chat: Chat;
  readonly budget: Budget;
  readonly cache: ReadingCache;
  /** What is being read. */
  readonly underWay: Joined<Read>;
  /** Names model and server. */
  readonly model: string;
  readonly outputTokensMax: number;
  readonly nonce: () => string;
}

const seed = 7;
const temperatures: Readonly<Record<Sampling, number>> = { greedy: 0, second: 0.7 };

/**
 * Reads an answer, or recalls how it was read: asks for every criterion, and once more for those that are missing. The same
 * answers at once are read once, for whoever came first to pay.
 */
export async function read(reader: Reader, task: Task, sampling: Sampling): Promise<Read> {
  const { question, answer, promptHash } = task;
  const key = sha256(
    JSON.stringify([reader.model, promptHash, question.id, question.version, answer, sampling, seed]),
  );
  const { value, first } = await reader.underWay.run(
    key,
    () => recallOrAsk(reader, task, { key, sampling }),
    task.signal,
  );
  return first ? value : { reading: value.reading, usage: sumUsage([]) };
}

async function recallOrAsk(
  reader: Reader,
  task: Task,
  { key, sampling }: { readonly key: string; readonly sampling: Sampling },
): Promise<Read> {
  const known = await reader.cache.get(key);
  if (known !== null) return { reading: JSON.parse(known) as Reading, usage: sumUsage([]) };
  const { reading, replies, whole } = await ask(reader, task, sampling);
  // A reply that could not be used says nothing about the answer; the next time the model is asked again.
  if (whole) await reader.cache.put({ key, answer: task.answer, reading: JSON.stringify(reading) });
  return { reading, usage: reader.budget.priced(replies.map(({ usage }) => usage)) };
}

async function ask(
  reader: Reader,
  task: Task,
  sampling: Sampling,
): Promise<{ readonly reading: Reading; readonly replies: readonly ChatReply[]; readonly whole: boolean }> {
  const replies: ChatReply[] = [];
  const flags: string[] = [];
  const criteria = new Map<string, ReplyCriterion>();
  const misconceptions = new Map<string, ReplyMisconception>();
  const known = task.question.rubric.misconceptions.map(({ id }) => id);
  let missing = task.asked;
  let again: string | undefined;
  for (let round = 0; round < 2 && missing.length > 0; round++) {
    const reply = await call(reader, task, { sampling, criteria: missing, again });
    replies.push(reply);
    const parsed = reply.problem === "refusal" ? undefined : parseReply(reply.text);
    for (const entry of parsed?.criteria ?? []) {
      // The first word counts: a later entry for the same id is one too many.
      if (missing.includes(entry.id) && !criteria.has(entry.id)) criteria.set(entry.id, entry);
    }
    for (const entry of parsed?.misconceptions ?? []) {
      if (known.includes(entry.id) && !misconceptions.has(entry.id)) misconceptions.set(entry.id, entry);
    }
    const unknown = [
      ...(parsed?.criteria ?? []).filter(({ id }) => !task.asked.includes(id)),
      ...(parsed?.misconceptions ?? []).filter(({ id }) => !known.includes(id)),
    ].map(({ id }) => id);
    if (unknown.length > 0) flags.push(`verdicts on what was not asked, dropped: ${unknown.join(", ").slice(0, 200)}`);
    missing = task.asked.filter((id) => !criteria.has(id));
    again = reply.problem ?? (parsed ? "entries were missing" : "it was not the JSON object that was asked for");
    if (missing.length > 0) flags.push(`reply ${round + 1}: ${again} (no verdict on ${missing.join(", ")})`);
  }
  const reading: Reading = {
    criteria: [...criteria.values()],
    misconceptions: [...misconceptions.values()],
    flags,
    raw: replies.map(({ text }) => text),
  };
  return { reading, replies, whole: missing.length === 0 };
}

async function call(
  { chat, budget, nonce, outputTokensMax }: Reader,
  { question, answer, payer, signal }: Task,
  request: { readonly sampling: Sampling; readonly criteria: readonly string[]; readonly again: string | undefined },
): Promise<ChatReply> {
  const marker = nonce();
  const { criteria, again, sampling } = request;
  const build = (schemaMode: boolean) =>
    messages({
      question,
      criteria,
      answer,
      nonce: marker,
      // A server may take the schema and not hold its model to it; so the second time the model is told.
      schemaMode: schemaMode && again === undefined,
      reversed: sampling === "second",
      ...(again !== undefined && { again }),
    });
  const estimate: Tokens = {
    inputTokens: tokensIn(build(false)),
    outputTokens: outputTokensMax,
    reasoningTokens: 0,
  };
  const reservation = await budget.reserve(payer, estimate);
  try {
    const reply = await chat.complete({
      temperature: temperatures[sampling],
      seed,
      messages: build,
      answer,
      ...(signal && { signal }),
    });
    const usage = reply.usage ?? {
      inputTokens: estimate.inputTokens,
      outputTokens: reply.problem === "too-long" ? estimate.outputTokens : tokensOf(reply.text),
      reasoningTokens: 0,
    };
    await reservation.settle(usage);
    return { ...reply, usage };
  } finally {
    reservation.release();
  }
}

// English takes about four characters a token, formulas and JSON fewer.
const charactersPerToken = 3;

function tokensIn(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + tokensOf(content), 0);
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
