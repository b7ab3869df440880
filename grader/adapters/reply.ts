import { z } from "zod";

/** What the model says of a criterion; reason and quote come before the verdict. */
export interface ReplyCriterion {
  readonly id: string;
  readonly reason: string;
  readonly quote: string;
  readonly verdict: "met" | "not-met" | "unsure";
}

/** What the model says of a misconception. */
export interface ReplyMisconception {
  readonly id: string;
  readonly reason: string;
  readonly quote: string;
  readonly stated: boolean;
}

/** A reply of the model, validated. It holds no total: the score is computed elsewhere. */
export interface Reply {
  readonly criteria: readonly ReplyCriterion[];
  readonly misconceptions: readonly ReplyMisconception[];
}

const criterion: z.ZodType<ReplyCriterion> = z.strictObject({
  id: z.string(),
  reason: z.string(),
  quote: z.string(),
  verdict: z.enum(["met", "not-met", "unsure"]),
});

const misconception: z.ZodType<ReplyMisconception> = z.strictObject({
  id: z.string(),
  reason: z.string(),
  quote: z.string(),
  stated: z.boolean(),
});

const reply = z.strictObject({ criteria: z.array(criterion), misconceptions: z.array(misconception) });

/** JSON Schema of {@link Reply}, strict, for a model that can be held to it and for the prompt of one that cannot. */
export const replySchema: Record<string, unknown> = z.toJSONSchema(reply, { target: "draft-7" }) as Record<
  string,
  unknown
>;

// A model without a schema mode adds totals and remarks. They are left out entry by entry, so that one bad entry costs only itself.
const lenientReply = z.object({ criteria: z.array(z.unknown()), misconceptions: z.array(z.unknown()).default([]) });
const lenientCriterion = z.object({
  id: z.string(),
  reason: z.string().default(""),
  quote: z.string().nullable().transform((quote) => quote ?? ""),
  verdict: z.string().toLowerCase().pipe(z.enum(["met", "not-met", "unsure"])),
});
const lenientMisconception = z.object({
  id: z.string(),
  reason: z.string().default(""),
  quote: z.string().nullable().transform((quote) => quote ?? ""),
  stated: z.boolean(),
});

/** The reply in a model's text, or `undefined` when there is none. Prose around the object is ignored. */
export function parseReply(text: string): Reply | undefined {
  for (const candidate of objects(text)) {
    const outer = lenientReply.safeParse(candidate);
    if (!outer.success) continue;
    return {
      criteria: outer.data.criteria.flatMap((entry) => lenientCriterion.safeParse(entry).data ?? []),
      misconceptions: outer.data.misconceptions.flatMap((entry) => lenientMisconception.safeParse(entry).data ?? []),
    };
  }
  return undefined;
}

// What a reasoning model thinks aloud before its reply is no part of it.
function* objects(text: string): Generator<unknown> {
  const thought = text.lastIndexOf("</think>");
  if (thought >= 0) yield* objectsIn(text.slice(thought + "</think>".length));
  yield* objectsIn(text);
}

// The whole text, else what stands inside a code fence, else between the first and the last brace.
function* objectsIn(text: string): Generator<unknown> {
  for (const source of [text, fenced(text), text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)]) {
    try {
      if (source) yield JSON.parse(source);
    } catch {
      continue;
    }
  }
}

const fence = "```";

function fenced(text: string): string | undefined {
  const start = text.indexOf(fence) + fence.length;
  const end = text.indexOf(fence, start);
  return start < fence.length || end < 0 ? undefined : text.slice(start, end).replace(/^json/, "");
}
