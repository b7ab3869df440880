/** What a grading request asks, as a model would find it in the messages. */
export interface GradingRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly criteria: readonly { readonly id: string; readonly says: string; readonly paraphrases: readonly string[] }[];
  readonly misconceptions: readonly { readonly id: string; readonly says: string }[];
  readonly answer: string;
  /** Whether the reply is held to a JSON schema. */
  readonly schemaMode: boolean;
  readonly temperature?: number;
  /** By what name the reply's length is limited. */
  readonly limitName?: "max_tokens" | "max_completion_tokens";
  /** Whether this is the second try after a reply that could not be used. */
  readonly again: boolean;
}

/** Reads the body of `POST /chat/completions`. */
export function readRequest(body: unknown): GradingRequest {
  const { model, messages, response_format, temperature, max_tokens, max_completion_tokens } = body as {
    model: string;
    messages: { role: string; content: string }[];
    response_format?: unknown;
    temperature?: number;
    max_tokens?: number;
    max_completion_tokens?: number;
  };
  const data = JSON.parse(messages.find(({ content }) => content.startsWith("{"))?.content ?? "{}");
  const last = messages.at(-1)?.content ?? "";
  const nonce = /`answer-(\w+)`/.exec(last)?.[1] ?? "";
  const marker = `\nanswer-${nonce}\n`;
  const answer = last.slice(last.indexOf(marker) + marker.length, last.lastIndexOf(marker.trimEnd()));
  const asked = messages.map(({ content }) => /of\s+these\s+ids:\s+(.*)\.$/s.exec(content)?.[1]).find(Boolean);
  const criteria = (data.criteria ?? []) as GradingRequest["criteria"];
  return {
    model,
    messages,
    criteria: asked ? criteria.filter(({ id }) => asked.split(", ").includes(id)) : criteria,
    misconceptions: data.misconceptions ?? [],
    answer,
    schemaMode: response_format !== undefined,
    ...(temperature !== undefined && { temperature }),
    ...(max_tokens !== undefined && { limitName: "max_tokens" as const }),
    ...(max_completion_tokens !== undefined && { limitName: "max_completion_tokens" as const }),
    again: asked !== undefined,
  };
}
