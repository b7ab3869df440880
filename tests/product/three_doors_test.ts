/// <reference lib="dom" />
import assert from "node:assert/strict";
import { reportSchema, sessionSchema } from "../../routes/schemas.ts";
import { browserTest, openPage } from "../browser/browser.ts";
import { type FakeSlack, startFakeSlack } from "../fake_slack/server.ts";
import { startServer } from "../support/server_process.ts";

/** Resolves when Slack holds a message that fits; nothing tells the test of one, so it looks. */
async function message(slack: FakeSlack, fits: RegExp): Promise<string> {
  for (;;) {
    const found = slack.messages.find(({ text, blocks }) => fits.test(text + JSON.stringify(blocks)));
    if (found) return JSON.stringify(found.blocks);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

browserTest(
  "one interview is begun in Slack, gone on with in the browser and read by the API: one id, one transcript",
  async (browser) => {
    await using slack = startFakeSlack();
    const folder = await Deno.makeTempDir({ prefix: "viva-doors-" });
    try {
      await using server = await startServer({
        DATABASE_URL: `file:${folder}/viva.db`,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_API_URL: slack.apiUrl,
        PUBLIC_URL: "http://viva.test",
      });
      slack.target = async (path, init) => {
        const reply = await fetch(new URL(path, server.url), init);
        return new Response(await reply.text(), { status: reply.status });
      };

      assert.equal((await slack.command("/quiz", "")).status, 200);
      await message(slack, /quick|Question|\?/);
      await message(slack, /choose:/);
      const choice = slack.buttons().find(({ actionId }) => actionId.startsWith("choose:"))!;
      const [sessionId] = JSON.parse(choice.value!);
      const link = slack.buttons().find(({ text }) => text === "Open on the web")!.url!;
      assert.equal(new URL(link).pathname, `/sessions/${sessionId}`);
      await slack.press(choice);
      await message(slack, /That is|Partly|So far/);

      await using opened = await openPage(browser, server.url);
      const { page, faults } = opened;
      await page.goto(new URL(link).pathname);
      await page.getByText("Question 2 of 3").waitFor();
      await page.locator("#now button[name=choices]").first().click();
      await page.getByText("Question 3 of 3").waitFor();
      await message(slack, /"choose:[a-z]"/);
      assert.deepEqual(faults, []);

      const third = (await (await fetch(`${server.url}/v1/sessions/${sessionId}`)).json()).question.id;
      while (slack.buttons().every(({ value }) => value !== JSON.stringify([sessionId, third]))) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await slack.press(slack.buttons().find(({ actionId }) => actionId === "end")!);
      await message(slack, /See the report/);

      const session = sessionSchema.parse(await (await fetch(`${server.url}/v1/sessions/${sessionId}`)).json());
      const report = reportSchema.parse(await (await fetch(`${server.url}/v1/sessions/${sessionId}/report`)).json());
      assert.equal(session.id, sessionId);
      assert.equal(session.state, "finished");
      assert.deepEqual(session.transcript.filter(({ kind }) => kind === "answer").length, 2);
      assert.deepEqual(report.items.map(({ status }) => status), ["graded", "graded", "not-reached"]);
      await page.getByRole("region", { name: "Finished" }).waitFor();
      assert.deepEqual(slack.refused, []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
