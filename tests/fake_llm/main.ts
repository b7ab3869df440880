/**
 * A scripted OpenAI-compatible model to try things by hand, without a key:
 *
 *     deno task fake-llm [behaviour] [port]
 *
 * @module
 */
import * as behaviours from "./behaviours.ts";
import { startFakeLlm } from "./server.ts";

const end = new AbortController();
const named: Readonly<Record<string, behaviours.Behaviour>> = {
  honest: behaviours.honest,
  "invented-quotes": behaviours.inventedQuotes,
  "no-quotes": behaviours.noQuotes,
  "unknown-criteria": behaviours.unknownCriteria,
  "missing-criteria": behaviours.missingCriteria,
  totals: behaviours.totals,
  prose: behaviours.withProse(behaviours.honest),
  "echoes-answer": behaviours.echoesAnswer,
  "obeys-answer": behaviours.obeysAnswer,
  persuaded: behaviours.persuaded,
  "thinking-aloud": behaviours.thinkingAloud(behaviours.honest),
  "hollow-quotes": behaviours.hollowQuotes,
  prattle: behaviours.prattle,
  refusal: behaviours.refusal,
  truncated: behaviours.truncated,
  endless: behaviours.endless,
  page: behaviours.sending("<html>log in</html>", "text/html"),
  "429-then-ok": behaviours.failing(429, { times: 1, headers: { "retry-after": "1" } }),
  "500": behaviours.failing(500),
  hang: behaviours.hanging(end.signal),
  "slow-stream": behaviours.trickling(end.signal),
  "old-model": behaviours.oldModel(behaviours.honest),
};

const [name = "honest", port = "8787"] = Deno.args;
const behaviour = named[name];
if (!behaviour) {
  console.error(`Cannot start as "${name}": unknown behaviour, expected one of ${Object.keys(named).join(", ")}`);
  Deno.exit(2);
}
const { baseUrl } = startFakeLlm(behaviour, { port: Number(port) });
console.log(
  `${name} model at ${baseUrl}\nOPENAI_API_KEY=fake OPENAI_BASE_URL=${baseUrl} GRADER_MODEL=fake deno task start`,
);
