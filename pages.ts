import type { Hono } from "hono";
import { publicView } from "./question-bank/mod.ts";
import { reportCsv, reportMarkdown } from "./interview/mod.ts";
import { maySee } from "./access/mod.ts";
import { browserOrNew, type Services } from "./routes/mod.ts";
import { webPages } from "./web/mod.ts";

/** The web chat, joined to the services. */
export function createPages(services: Services): Hono {
  const { interview, bank, freeText, sandbox, cookieSecret, log } = services;
  return webPages({
    interview: {
      ...interview,
      async get(sessionId, browser) {
        const owner = await interview.ownerOf(sessionId);
        return maySee({ kind: "browser", owner: browser }, owner) ? await interview.get(sessionId) : null;
      },
    },
    questions: bank.questions.map(publicView),
    status: () => ({
      graders: freeText.grader === "llm" ? `graded by ${freeText.model}` : "graded offline on this machine",
      leaves: freeText.host ? `answers go to ${freeText.host}` : "nothing leaves this machine",
      sandbox: { tier: sandbox.tier, reason: sandbox.reason },
      llm: freeText.grader === "llm",
    }),
    owner: (c) => browserOrNew(c, cookieSecret),
    onFault: (error, c) => log.error("page failed", { path: c.req.path, error }),
    async reportAs(sessionId, format) {
      const report = await interview.report(sessionId);
      return report && (format === "csv" ? reportCsv(report) : reportMarkdown(report));
    },
  });
}
