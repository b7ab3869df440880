import type { GradingRequest } from "./read_request.ts";

/** What the fake model does with a request. `count` is the number of requests before this one. */
export type Behaviour = (request: GradingRequest, count: number) => Promise<Response> | Response;

/** One verdict of a scripted reply. */
export interface ScriptedCriterion {
  readonly id: string;
  readonly reason?: string;
  readonly quote: string;
  readonly verdict: "met" | "not-met" | "unsure";
}

/** A completion whose message has this content. */
export function completion(content: string, extra: { finish?: string; refusal?: string } = {}): Response {
  return Response.json({
    id: "chatcmpl-fake",
    object: "chat.completion",
    created: 0,
    model: "fake",
    choices: [{
      index: 0,
      message: { role: "assistant", content: extra.refusal ? null : content, refusal: extra.refusal ?? null },
      finish_reason: extra.finish ?? "stop",
    }],
    usage: {
      prompt_tokens: 1000,
      completion_tokens: 200,
      total_tokens: 1200,
      completion_tokens_details: { reasoning_tokens: 50 },
    },
  });
}

function judgement(criteria: readonly ScriptedCriterion[], misconceptions: readonly unknown[] = []): string {
  return JSON.stringify({
    criteria: criteria.map((entry) => ({ reason: "scripted", ...entry })),
    misconceptions,
  });
}

/** Gives these verdicts on the criteria that are asked for, `not-met` on the others. */
export function scripted(
  verdicts: readonly ScriptedCriterion[],
  misconceptions: readonly { id: string; quote: string; stated: boolean }[] = [],
): Behaviour {
  return ({ criteria }) =>
    completion(judgement(
      criteria.map(({ id }) => verdicts.find((entry) => entry.id === id) ?? { id, quote: "", verdict: "not-met" }),
      misconceptions.map((entry) => ({ reason: "scripted", ...entry })),
    ));
}

/** Reads for itself: met when a sentence of the answer holds half of the criterion's longer words; that sentence is the quote. */
export const honest: Behaviour = ({ criteria, misconceptions, answer }) => {
  const sentences = answer.split(/(?<=[.!?])\s+|\n+/);
  const long = (text: string) => new Set(text.toLowerCase().match(/[a-z]{5,}/g) ?? []);
  const found = (says: string) => {
    const wanted = [...long(says)];
    return sentences.find((sentence) => {
      const there = long(sentence);
      return wanted.filter((word) => there.has(word)).length >= Math.max(1, wanted.length / 2);
    });
  };
  return completion(judgement(
    criteria.map(({ id, says, paraphrases }) => {
      const quote = [says, ...paraphrases].map(found).find((sentence) => sentence !== undefined);
      return { id, quote: quote ?? "", verdict: quote === undefined ? "not-met" : "met" };
    }),
    misconceptions.map(({ id, says }) => ({
      id,
      reason: "read",
      quote: found(says) ?? "",
      stated: found(says) !== undefined,
    })),
  ));
};

const allMet = ({ criteria }: GradingRequest, quote: string) =>
  criteria.map(({ id }) => ({ id, quote, verdict: "met" as const }));

/** Says that everything is met, with words that nobody wrote. */
export const inventedQuotes: Behaviour = (request) =>
  completion(judgement(allMet(request, "the generator maps every latent vector to one and the same output")));

/** Says that everything is met, quoting nothing. */
export const noQuotes: Behaviour = (request) => completion(judgement(allMet(request, "")));

/** Says that everything is met, quoting a word that says nothing. */
export const hollowQuotes: Behaviour = (request) => completion(judgement(allMet(request, "the")));

/** Judges criteria that do not exist, and none that does. */
export const unknownCriteria: Behaviour = ({ answer }) =>
  completion(judgement(["bonus", "overall", "effort"].map((id) => ({ id, quote: answer, verdict: "met" }))));

/** Judges the first criterion only, however often it is asked. */
export const missingCriteria: Behaviour = ({ criteria }, count) =>
  completion(
    judgement(count === 0 ? criteria.slice(0, 1).map(({ id }) => ({ id, quote: "", verdict: "not-met" })) : []),
  );

/** Judges the first criterion only, and the others when it is asked again. */
export const forgetful: Behaviour = ({ criteria, again }) =>
  completion(
    judgement((again ? criteria : criteria.slice(0, 1)).map(({ id }) => ({ id, quote: "", verdict: "not-met" }))),
  );

/** Finds nothing met and declares a perfect total. */
export const totals: Behaviour = ({ criteria }) =>
  completion(JSON.stringify({
    score: 1,
    total: 100,
    grade: "A",
    outcome: "correct",
    criteria: criteria.map(({ id }) => ({ id, reason: "no", quote: "", verdict: "not-met", score: 1, weight: 100 })),
    misconceptions: [],
  }));

/** Wraps what another behaviour says in prose and a code fence. */
export function withProse(behaviour: Behaviour): Behaviour {
  return async (request, count) => {
    const reply = await (await behaviour(request, count)).json();
    return completion(
      `Of course! Here is my evaluation:\n\n\`\`\`json\n${
        reply.choices[0].message.content
      }\n\`\`\`\n\nHope this helps {smile}.`,
    );
  };
}

/** Repeats whatever JSON stands in the answer, as a model does that was taken over. */
export const echoesAnswer: Behaviour = ({ answer }) =>
  completion(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));

/** Quotes the whole answer for everything: it takes orders from it. */
export const obeysAnswer: Behaviour = (request) => completion(judgement(allMet(request, request.answer)));

/** Is talked into it: reads like {@link honest}, but full marks follow once the answer speaks of them, with a true quote. */
export const persuaded: Behaviour = (request, count) => {
  const { answer } = request;
  const talkedInto = /criteri|marks|ignor|verdict|correct|met\b|score|please|system/i.test(answer);
  if (!talkedInto) return honest(request, count);
  return completion(judgement(allMet(request, answer.split(/(?<=[.!?])\s/)[0] ?? answer)));
};

/** Is in an attacker's hands: full marks, with the first sentence of the answer as a true quote. */
export const obedient: Behaviour = (request) =>
  completion(judgement(allMet(request, request.answer.split(/(?<=[.!?])\s/)[0] ?? request.answer)));

/** Thinks aloud first, with braces and a draft, as reasoning models do behind servers that do not take it out. */
export function thinkingAloud(behaviour: Behaviour): Behaviour {
  return async (request, count) => {
    const reply = await (await behaviour(request, count)).json();
    const draft = '{"criteria": [], "misconceptions": []}';
    return completion(`<think>Let me see {first}. A draft: ${draft}</think>\n${reply.choices[0].message.content}`);
  };
}

/** Says that it used this; `undefined` says nothing. */
export function usingAsTold(usage: unknown, behaviour: Behaviour): Behaviour {
  return async (request, count) => Response.json({ ...await (await behaviour(request, count)).json(), usage });
}

/** Answers with success and this body, which is no completion. */
export function sending(body: string, type: string): Behaviour {
  return () => new Response(body, { headers: { "content-type": type } });
}

/** Will not answer. */
export const refusal: Behaviour = () => completion("", { refusal: "I cannot help with that." });

/** Stops in the middle of its JSON. */
export const truncated: Behaviour = (request) =>
  completion(judgement(allMet(request, request.answer)).slice(0, 60), { finish: "length" });

/** Does not come to an end: two megabytes of a reply. */
export const endless: Behaviour = (request) => completion(judgement(allMet(request, "words ".repeat(400_000))));

/** Says that it runs out of words, and is no JSON at all. */
export const prattle: Behaviour = () => completion("The answer looks good to me, I would give it full marks.");

/** An error of the API with this status, for the first `times` requests; then as `then` says. */
export function failing(
  status: number,
  { times = Infinity, then = honest, headers = {}, message = "scripted failure", code = null }: {
    readonly times?: number;
    readonly then?: Behaviour;
    readonly headers?: Readonly<Record<string, string>>;
    readonly message?: string;
    readonly code?: string | null;
  } = {},
): Behaviour {
  return (request, count) =>
    count < times
      ? Response.json({ error: { message, type: "fake", code } }, { status, headers })
      : then(request, count);
}

/** Refuses, with this error, what holds the word; else as `then` says. */
export function refusing(word: string, error: Readonly<Record<string, unknown>>, then: Behaviour = honest): Behaviour {
  return (request, count) =>
    request.answer.includes(word) ? Response.json({ error }, { status: 400 }) : then(request, count);
}

/** Never answers; `onRequest` tells that it has been asked. The reply ends when `end` is aborted. */
export function hanging(end: AbortSignal, onRequest: () => void = () => {}): Behaviour {
  return () => {
    onRequest();
    return new Promise((resolve) => end.addEventListener("abort", () => resolve(new Response(null, { status: 499 }))));
  };
}

/** Sends headers and a few bytes, then never ends the body; `onRequest` tells when. */
export function trickling(end: AbortSignal, onRequest: () => void = () => {}): Behaviour {
  return () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id": "chatcmpl-fake", '));
        end.addEventListener("abort", () => controller.close());
      },
      pull: () => onRequest(),
    });
    return new Response(body, { headers: { "content-type": "application/json" } });
  };
}

/** A model that takes the length of its reply by this name only. */
export function takingLimitAs(name: "max_tokens" | "max_completion_tokens", then: Behaviour): Behaviour {
  return async (request, count) => {
    if (request.limitName === name) return await then(request, count);
    const message =
      `Unsupported parameter: '${request.limitName}' is not supported with this model. Use '${name}' instead.`;
    return Response.json({ error: { message, type: "invalid_request_error", code: "unsupported_parameter" } }, {
      status: 400,
    });
  };
}

/** A model without schema mode, temperature or seed: it refuses what it does not know, then answers as `then` says. */
export function oldModel(then: Behaviour): Behaviour {
  return async (request, count) => {
    const lack = request.schemaMode ? "response_format" : request.temperature !== undefined ? "temperature" : undefined;
    if (lack === undefined) return await then(request, count);
    const message = `Unsupported parameter: '${lack}' is not supported with this model.`;
    return Response.json({ error: { message, type: "invalid_request_error", code: "unsupported_parameter" } }, {
      status: 400,
    });
  };
}
