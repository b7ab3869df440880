import { z } from "zod";
import type { Usage } from "../mod.ts";

/** What came back. */
export interface ChatReply {
  /** Empty when the model refused or said nothing. */
  readonly text: string;
  /** Why the text may not be whole. */
  readonly problem?: "refusal" | "truncated" | "too-long" | "empty";
  /** What the server says it took; a server may not say, or say what cannot be. */
  readonly usage?: Omit<Usage, "costUsd">;
}

/** A server answered with success and sent no completion: an error in its body, a page of a proxy, nothing. */
export class NoCompletion extends Error {
  /** Tells it from other errors. */
  override name = "NoCompletion";
}

const part = z.object({ text: z.string() });
// Some servers send the text in parts.
const content = z.union([
  z.string(),
  z.array(z.unknown()).transform((parts) => parts.map((it) => part.safeParse(it).data?.text ?? "").join("")),
]);
const choice = z.object({
  message: z.object({ content: content.nullish(), refusal: z.unknown().optional() }),
  finish_reason: z.unknown().optional(),
});
const completion = z.object({ choices: z.tuple([choice], z.unknown()), usage: z.unknown().optional() });

const count = z.int().nonnegative();
const tokens = z.object({
  // There is no prompt of no tokens.
  prompt_tokens: count.positive(),
  completion_tokens: count,
  completion_tokens_details: z.object({ reasoning_tokens: count.catch(0) }).nullish().catch(null),
});

/**
 * The reply in the body of a successful response. Usage that cannot be (negative, not whole, no number) is left out.
 *
 * @throws {NoCompletion} when the body is none.
 */
export function readCompletion(body: unknown): ChatReply {
  const parsed = completion.safeParse(body);
  if (!parsed.success) throw new NoCompletion("the server's response is no chat completion");
  const { choices: [{ message, finish_reason }], usage } = parsed.data;
  const text = message.content ?? "";
  if (message.refusal || finish_reason === "content_filter") return { text: "", problem: "refusal", ...used(usage) };
  if (finish_reason === "length") return { text, problem: "truncated", ...used(usage) };
  return text.trim() === "" ? { text, problem: "empty", ...used(usage) } : { text, ...used(usage) };
}

function used(usage: unknown): Pick<ChatReply, "usage"> {
  const said = tokens.safeParse(usage).data;
  if (!said) return {};
  return {
    usage: {
      inputTokens: said.prompt_tokens,
      outputTokens: said.completion_tokens,
      reasoningTokens: said.completion_tokens_details?.reasoning_tokens ?? 0,
    },
  };
}
