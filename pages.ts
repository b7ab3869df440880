import type { Context, Hono } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import { publicView } from "./question-bank/mod.ts";
import { reportCsv, reportMarkdown } from "./interview/mod.ts";
import type { Services } from "./routes/mod.ts";
import { webPages } from "./web/mod.ts";

const cookieName = "viva";
const cookieMaxAgeS = 365 * 24 * 3_600;

/** The web chat, joined to the services. */
export function createPages(services: Services): Hono {
  const { interview, bank, freeText, sandbox, cookieSecret, log } = services;
  return webPages({
    interview: {
      ...interview,
      async get(sessionId, browser) {
        const owner = await interview.ownerOf(sessionId);
        return owner === null || owner === browser ? await interview.get(sessionId) : null;
      },
    },
    questions: bank.questions.map(publicView),
    status: () => ({
      graders: freeText.grader === "llm" ? `graded by ${freeText.model}` : "graded offline on this machine",
      leaves: freeText.host ? `answers go to ${freeText.host}` : "nothing leaves this machine",
      sandbox: { tier: sandbox.tier, reason: sandbox.reason },
      llm: freeText.grader === "llm",
    }),
    owner: (c) => owner(c, cookieSecret),
    onFault: (error, c) => log.error("page failed", { path: c.req.path, error }),
    async reportAs(sessionId, format) {
      const report = await interview.report(sessionId);
      return report && (format === "csv" ? reportCsv(report) : reportMarkdown(report));
    },
  });
}

/** Who the browser is: the value of its signed cookie, or a fresh one. */
async function owner(c: Context, secret: string): Promise<string> {
  const known = await getSignedCookie(c, secret, cookieName);
  if (known) return known;
  const fresh = `browser_${crypto.randomUUID()}`;
  await setSignedCookie(c, cookieName, fresh, secret, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: cookieMaxAgeS,
  });
  return fresh;
}
