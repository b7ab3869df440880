import type { Bank } from "../../question-bank/mod.ts";
import { createApp } from "../../app.ts";
import { createSlackDoor, type SlackDoor, type SlackSettings } from "../../slack_door.ts";
import { createSlackStore } from "../../store/mod.ts";
import { type FakeSlack, startFakeSlack } from "../fake_slack/server.ts";
import { createTestApp, promptClock, type TestApp, type TestParts } from "./services.ts";

/** The application with its Slack door, and Slack. */
export interface SlackApp extends AsyncDisposable {
  readonly slack: FakeSlack;
  readonly test: TestApp;
  readonly door: SlackDoor;
  /** Resolves when everything that was sent is worked on, graded and posted. */
  settled(): Promise<void>;
}

/** Builds both. */
export async function createSlackApp(
  parts: TestParts & {
    readonly bank: Bank;
    readonly settings?: Partial<SlackSettings>;
    readonly slack?: FakeSlack;
  },
): Promise<SlackApp> {
  const slack = parts.slack ?? startFakeSlack();
  const test = await createTestApp(parts);
  let count = 0;
  const door = await createSlackDoor({
    settings: {
      signingSecret: slack.signingSecret,
      botToken: slack.botToken,
      oauth: null,
      appToken: null,
      apiUrl: slack.apiUrl,
      authorizeUrl: new URL("/oauth/v2/authorize", slack.apiUrl).href,
      publicUrl: "http://127.0.0.1:8000",
      ...parts.settings,
    },
    store: createSlackStore(test.database),
    services: test.services,
    clock: { now: () => parts.clock?.now() ?? new Date(), sleep: promptClock.sleep },
    ids: { next: (prefix) => `${prefix}_slack_${++count}` },
  });
  await door.slack.resume();
  const app = createApp(test.services, undefined, door.routes);
  slack.target = async (path, init) => await app.request(new URL(path, "http://127.0.0.1").href, init);
  return {
    slack,
    test,
    door,
    async settled() {
      await door.slack.idle();
      await test.queue.idle();
      const open = await createSlackStore(test.database).openBindings();
      await Promise.all(open.map(({ sessionId }) => door.slack.sync(sessionId)));
    },
    [Symbol.asyncDispose]: async () => {
      await door.close();
      await test[Symbol.asyncDispose]();
      if (!parts.slack) await slack[Symbol.asyncDispose]();
    },
  };
}
