import type { Hono } from "hono";
import { publicView } from "./question-bank/mod.ts";
import { reportCsv, reportMarkdown } from "./interview/mod.ts";
import { maySee } from "./access/mod.ts";
import {
  browserOrNew,
  keepChecks,
  logInPerson,
  logInWithKey,
  logOut,
  type Services,
  takeChecks,
  visitorOf,
} from "./routes/mod.ts";
import { createStaff } from "./staff.ts";
import { webPages } from "./web/mod.ts";

/** The web chat, joined to the services. */
export function createPages(services: Services): Hono {
  const { interview, learners, bank, freeText, sandbox, cookieSecret, oidc, clock, log } = services;
  return webPages({
    interview: {
      ...interview,
      getShared: interview.get,
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
    login: {
      visitor: (c) => visitorOf(c, services),
      provider: oidc !== null,
      withKey: (c, text) => logInWithKey(c, { ...services, text }),
      async begin(c, to) {
        const { url, checks } = await oidc!.begin();
        await keepChecks(c, { checks, to, secret: cookieSecret });
        return url;
      },
      async finish(c) {
        const checks = await takeChecks(c, cookieSecret);
        if (!checks) return null;
        try {
          const person = await oidc!.finish(new URL(c.req.url), checks);
          await logInPerson(c, { ...services, person });
          return checks.to;
        } catch (error) {
          log.warning("log-in refused", { error });
          return null;
        }
      },
      out: logOut,
    },
    owner: (c) => browserOrNew(c, services),
    reviews: (owner) => learners.reviewsSoFar(owner, (whose) => whose === owner),
    now: () => clock.now(),
    staff: createStaff(services),
    onFault: (error, c) => log.error("page failed", { path: c.req.path, error }),
    async reportAs(sessionId, format) {
      const report = await interview.report(sessionId);
      return report && (format === "csv" ? reportCsv(report) : reportMarkdown(report));
    },
  });
}
