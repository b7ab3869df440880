/**
 * How soon 50 commands at once are acknowledged, and worked on, by a server in a process of its own. Slack gives up after 3 s.
 *
 * @module
 */
import { startFakeSlack } from "../tests/fake_slack/server.ts";
import { startServer } from "../tests/support/server_process.ts";

const commands = 50;
const rounds = 3;

await using slack = startFakeSlack();
const folder = await Deno.makeTempDir({ prefix: "viva-bench-" });
const server = await startServer({
  DATABASE_URL: `file:${folder}/viva.db`,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_API_URL: slack.apiUrl,
  PUBLIC_URL: "http://viva.test",
});
slack.target = (path, init) => fetch(new URL(path, server.url), init);
try {
  for (let round = 1; round <= rounds; round++) {
    const before = slack.messages.length;
    const begun = performance.now();
    const acknowledgedMs = await Promise.all(Array.from({ length: commands }, async (_, member) => {
      const reply = await slack.command("/interview", "", { user: `U${round}-${member}` });
      await reply.body?.cancel();
      if (reply.status !== 200) throw new Error(`Cannot measure: a command was answered ${reply.status}, expected 200`);
      return performance.now() - begun;
    }));
    // A thread's first message and the first question for each.
    while (slack.messages.length < before + 2 * commands) await new Promise((resolve) => setTimeout(resolve, 10));
    const sorted = acknowledgedMs.toSorted((a, b) => a - b);
    const ms = (value: number | undefined) => `${Math.round(value ?? NaN)} ms`;
    console.log(
      `round ${round}: ${commands} commands acknowledged, median ${ms(sorted[commands / 2])}, worst ${
        ms(sorted.at(-1))
      }; ` +
        `all interviews begun in their threads after ${ms(performance.now() - begun)}`,
    );
  }
} finally {
  await server.stop();
  await Deno.remove(folder, { recursive: true });
}
