import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Installer } from "./oauth.ts";
import { ofCommand, ofEvent, ofInteraction, type Request } from "./requests.ts";
import type { Slack } from "./slack.ts";
import type { Refusal, Verifier } from "./verify.ts";

/** Parts of {@link slackRoutes}. */
export interface SlackHttpParts {
  readonly slack: Slack;
  readonly verifier: Verifier;
  /** Installs the app in workspaces; `null` where it serves one workspace. */
  readonly installer: Installer | null;
  /** What is answered to a request that is not taken, as the API answers. */
  refuse(c: Context, refusal: Refusal | "unreadable" | "install"): Response;
  onFault(error: unknown, fields: Record<string, unknown>): void;
}

const stateCookie = "viva_slack";
const stateMaxAgeS = 600;

/**
 * The Slack door over HTTP. Every request is verified before it is parsed, kept on disk before it is acknowledged, and worked
 * on afterwards.
 */
export function slackRoutes({ slack, verifier, installer, refuse, onFault }: SlackHttpParts): Hono {
  const door = (parse: (rawBody: string) => Request) => async (c: Context) => {
    const rawBody = await c.req.text();
    const refusal = verifier.verify({
      timestamp: c.req.header("X-Slack-Request-Timestamp"),
      signature: c.req.header("X-Slack-Signature"),
      rawBody,
    });
    // A replay was acknowledged before; saying so again changes nothing.
    if (refusal) return refuse(c, refusal);
    let request: Request;
    try {
      request = parse(rawBody);
    } catch {
      return refuse(c, "unreadable");
    }
    if (request.challenge !== undefined) return c.text(request.challenge);
    if (request.form) {
      // The form must open within three seconds, so it does not wait for anything.
      void slack.openForm(request.form, request.form).catch((error) =>
        onFault(error, { form: request.form?.aim.sessionId })
      );
    }
    if (request.task) await slack.take(request.task);
    return c.body(null, 200);
  };
  const routes = new Hono();
  routes.post("/slack/commands", door((body) => ofCommand(Object.fromEntries(new URLSearchParams(body)))));
  routes.post(
    "/slack/interactivity",
    door((body) => ofInteraction(JSON.parse(new URLSearchParams(body).get("payload") ?? ""))),
  );
  routes.post("/slack/events", door((body) => ofEvent(JSON.parse(body))));
  if (!installer) return routes;
  routes.get("/slack/install", async (c) => {
    const { url, state } = await installer.begin();
    setCookie(c, stateCookie, state, {
      httpOnly: true,
      sameSite: "Lax",
      path: "/slack",
      maxAge: stateMaxAgeS,
      secure: new URL(c.req.url).protocol === "https:",
    });
    return c.redirect(url.href, 302);
  });
  routes.get("/slack/oauth/callback", async (c) => {
    const { code, state } = c.req.query();
    const kept = getCookie(c, stateCookie) ?? null;
    deleteCookie(c, stateCookie, { path: "/slack" });
    try {
      if (!code || !state) return refuse(c, "install");
      await installer.finish({ code, state }, kept);
    } catch (error) {
      onFault(error, {});
      return refuse(c, "install");
    }
    return c.text("viva is installed. Write /interview in Slack to begin.");
  });
  return routes;
}
