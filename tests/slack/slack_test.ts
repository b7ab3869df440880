import assert from "node:assert/strict";
import type { FakeSlack, SlackButton } from "../fake_slack/server.ts";
import { bankOf, coding, freeText, multipleChoice } from "../support/questions.ts";
import { patientClock } from "../support/services.ts";
import { createSlackApp, type SlackApp } from "../support/slack_app.ts";

const bank = bankOf(multipleChoice(), freeText());
const choices = bankOf(multipleChoice(), multipleChoice({ id: "mcq-two", prompt: "And which now?" }));

function buttonNamed(slack: FakeSlack, name: RegExp): SlackButton {
  const found = slack.buttons().find(({ text }) => name.test(text));
  assert.ok(found, `no button ${name} among ${slack.buttons().map(({ text }) => text).join(", ")}`);
  return found;
}

const sessionOf = async ({ test }: SlackApp) => {
  const [row] = await test.sql("SELECT id FROM sessions ORDER BY created_at DESC");
  return String(row?.id);
};
const threadOf = ({ slack }: SlackApp) => slack.messages.filter(({ threadTs }) => threadTs !== null);
const textOf = (message: unknown) => JSON.stringify(message);

Deno.test("an interview is held in a thread: choices by button, words by form and by reply, one message a turn", async () => {
  await using app = await createSlackApp({ bank });
  const { slack } = app;
  const reply = await slack.command("/interview", "practice");
  assert.equal(reply.status, 200);
  assert.equal(await reply.text(), "", "what is said comes later");
  await app.settled();
  assert.deepEqual(threadOf(app).length, 1);
  assert.match(textOf(threadOf(app)[0]), /What are the two points\?/);

  await slack.press(buttonNamed(slack, /Hint/));
  await app.settled();
  assert.match(textOf(threadOf(app)[1]), /Think of the first\./);
  const moves = threadOf(app)[0]!.blocks.filter(({ type }) => type === "actions");
  assert.deepEqual(moves, [], "what is over has no buttons any more");

  await slack.press(buttonNamed(slack, /^Answer$/));
  await app.settled();
  const [view] = slack.views;
  assert.match(textOf(view), /What are the two points\?/);
  assert.equal(await (await slack.submit(view!, "It has the light point in it.")).text(), "");
  await app.settled();
  assert.equal(threadOf(app).length, 3);
  assert.match(textOf(threadOf(app)[2]), /light point in it.*chance to win points back.*What about the heavy one/s);

  const thread = threadOf(app)[0]!;
  await slack.event({
    type: "message",
    channel_type: "im",
    user: "U1",
    channel: thread.channel,
    thread_ts: thread.threadTs,
    text: "And the heavy point &amp; more",
  });
  await app.settled();
  assert.equal(threadOf(app).length, 4);
  assert.match(textOf(threadOf(app)[3]), /Which is it\?/);

  await slack.press(buttonNamed(slack, /second/));
  await app.settled();
  assert.equal(threadOf(app).length, 5);
  assert.match(textOf(threadOf(app)[4]), /That is right.*That was the last question/s);
  const report = slack.buttons().find(({ text }) => text === "See the report");
  assert.equal(report?.url, `http://127.0.0.1:8000/sessions/${await sessionOf(app)}/report`);
  const stored = await (await app.test.request("GET", `/v1/sessions/${await sessionOf(app)}`)).json();
  assert.deepEqual(
    stored.transcript.filter(({ kind }: { kind: string }) => kind === "answer").map(({ text }: { text: string }) =>
      text
    ),
    ["It has the light point in it.", "And the heavy point & more", "b"],
  );
  assert.deepEqual([slack.refused, app.test.errors], [[], []]);
});

Deno.test("what goes on in the browser appears in the thread", async () => {
  await using app = await createSlackApp({ bank: choices });
  await app.slack.command("/interview", "");
  await app.settled();
  const id = await sessionOf(app);
  const answer = { kind: "multiple-choice", choices: ["b"] };
  await app.test.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer }, { Prefer: "wait=30" });
  await app.settled();
  assert.match(textOf(threadOf(app).at(-1)), /That is right.*(Which is it|And which now)\?/s);
});

Deno.test("a command sent twice starts one interview, and a press of an old button changes nothing", async () => {
  await using app = await createSlackApp({ bank: choices });
  const { slack } = app;
  await Promise.all([slack.command("/interview", ""), slack.command("/interview", "mock")]);
  await app.settled();
  assert.equal((await app.test.sql("SELECT id FROM sessions")).length, 1);
  assert.ok(slack.responses.some((text) => /open already/.test(text)));
  const old = buttonNamed(slack, /first/);
  await slack.press(buttonNamed(slack, /second/));
  await app.settled();
  await slack.press(old);
  await app.settled();
  assert.match(slack.responses.at(-1)!, /meant for an earlier question/);
  assert.equal((await app.test.sql("SELECT id FROM turns")).length, 1);
});

Deno.test("nobody else can answer in an interview", async () => {
  await using app = await createSlackApp({ bank: choices });
  await app.slack.command("/interview", "");
  await app.settled();
  await app.slack.press(buttonNamed(app.slack, /second/), { user: "U2" });
  await app.settled();
  assert.match(app.slack.responses.at(-1)!, /somebody else's interview/);
  assert.deepEqual(await app.test.sql("SELECT id FROM turns"), []);
});

Deno.test("an event that comes again is worked on once, and one that never came before is not dropped for being a repeat", async () => {
  await using app = await createSlackApp({ bank: bankOf(freeText()) });
  const { slack } = app;
  await slack.command("/interview", "");
  await app.settled();
  const { channel, threadTs } = threadOf(app)[0]!;
  const message = {
    type: "message",
    channel_type: "im",
    user: "U1",
    channel,
    thread_ts: threadTs,
    text: "light heavy",
  };
  const headers = { "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout" };
  await slack.event(message, { id: "Ev-once", headers });
  await slack.event(message, { id: "Ev-once", headers });
  await app.settled();
  assert.equal((await app.test.sql("SELECT id FROM turns")).length, 1);
});

Deno.test.each([
  ["an edit", { subtype: "message_changed" }],
  ["a bot", { bot_id: "B1" }],
  ["a channel", { channel_type: "channel" }],
  ["no thread", { thread_ts: undefined }],
  ["another thread", { thread_ts: "1.1" }],
  ["another member", { user: "U2" }],
])("a message from %s is no answer", async (_, change) => {
  await using app = await createSlackApp({ bank: bankOf(freeText()) });
  await app.slack.command("/interview", "");
  await app.settled();
  const { channel, threadTs } = threadOf(app)[0]!;
  const message = {
    type: "message",
    channel_type: "im",
    user: "U1",
    channel,
    thread_ts: threadTs,
    text: "light",
    ...change,
  };
  assert.equal((await app.slack.event(message)).status, 200);
  await app.settled();
  assert.deepEqual(await app.test.sql("SELECT id FROM turns"), []);
});

Deno.test("code goes through a form that holds the starter, and long choices are lettered in a section", async () => {
  const long = "An option that is far longer than what a button of seventy-five characters can ever hold, on purpose";
  const options = [
    { id: "a", text: `${long}.`, correct: false, why: "No." },
    { id: "b", text: `${long}!`, correct: true, why: "Yes." },
  ];
  await using app = await createSlackApp({ bank: bankOf(multipleChoice({ options, difficulty: "easy" }), coding()) });
  const { slack } = app;
  await slack.command("/interview", "");
  await app.settled();
  assert.match(textOf(threadOf(app)[0]), /\*\*A\.\*\* An option that is far longer/);
  await slack.press(buttonNamed(slack, /^B$/));
  await app.settled();
  await slack.press(buttonNamed(slack, /Paste code/));
  await app.settled();
  assert.match(textOf(slack.views[0]), /initial_value":"export function double/);
  assert.deepEqual(slack.refused, []);
});

Deno.test("a question of any length that the bank may hold fits into Slack's limits", async () => {
  const prompt = `${"Long $\\sum_i x_i$ words & <tags>. ".repeat(400)}`;
  const huge = bankOf(freeText({ prompt, hints: [prompt], title: "T".repeat(300), modelAnswer: prompt }));
  await using app = await createSlackApp({ bank: huge });
  await app.slack.command("/interview", "");
  await app.settled();
  await app.slack.press(buttonNamed(app.slack, /Hint/));
  await app.settled();
  await app.slack.press(buttonNamed(app.slack, /^Answer$/));
  await app.settled();
  assert.equal(app.slack.views.length, 1);
  assert.deepEqual([app.slack.refused, app.test.errors], [[], []]);
});

Deno.test("a candidate's text calls nobody", async () => {
  await using app = await createSlackApp({ bank: bankOf(freeText()) });
  await app.slack.command("/interview", "");
  await app.settled();
  await app.slack.press(buttonNamed(app.slack, /^Answer$/));
  await app.settled();
  await app.slack.submit(app.slack.views[0]!, "<!channel> <@U2> the light point");
  await app.settled();
  for (const { blocks } of app.slack.messages) {
    for (const block of blocks) {
      const { type, text } = block as { type: string; text?: { type?: string; text?: string } | string };
      const isPlain = type === "section" && typeof text === "object" && text.type === "plain_text";
      assert.ok(isPlain || !/<[!@]/.test(JSON.stringify(text ?? "")), JSON.stringify(block));
    }
  }
});

Deno.test("calls that Slack limits are made again", async () => {
  await using app = await createSlackApp({ bank });
  app.slack.limitNext = 2;
  await app.slack.command("/interview", "");
  await app.settled();
  assert.equal(threadOf(app).length, 1);
});

Deno.test.each([
  ["help", /`\/interview .*`\/quiz/s],
  ["status", /no interview open/],
  ["end", /no interview open/],
  ["losing sleep", /do not know what to do with "losing sleep"/],
])("/interview %s answers the member alone", async (text, says) => {
  await using app = await createSlackApp({ bank });
  await app.slack.command("/interview", text);
  await app.settled();
  assert.match(app.slack.responses.join("\n"), says);
  assert.equal(app.slack.messages.length, 0);
});

Deno.test("a member who has left the interview on the web is not asked in Slack any more, and /interview starts a new one", async () => {
  await using app = await createSlackApp({ bank });
  await app.slack.command("/interview", "");
  await app.settled();
  await app.test.request("POST", `/v1/sessions/${await sessionOf(app)}/turns`, { type: "end" });
  await app.settled();
  assert.equal(app.slack.buttons().at(-1)?.text, "See the report");
  await app.slack.command("/interview", "");
  await app.settled();
  assert.equal((await app.test.sql("SELECT id FROM sessions")).length, 2);
});

Deno.test("the home page shows progress, starts an interview, and deletes everything about a member alone", async () => {
  await using app = await createSlackApp({ bank });
  const { slack } = app;
  await slack.command("/interview", "", { user: "U2" });
  await slack.event({ type: "app_home_opened", tab: "home", user: "U1" });
  await app.settled();
  assert.match(textOf(slack.homes.get("U1")), /no interview open.*Nothing is due/s);
  const home = { channel: "", ts: "", threadTs: null, ephemeralFor: null, text: "", blocks: [], updates: 0 };
  const press = (actionId: string) =>
    slack.press({ text: "", actionId, value: null, url: null, message: home }, { user: "U1" });
  await press("start");
  await app.settled();
  assert.match(textOf(slack.homes.get("U1")), /practice, question 1 of 2/);
  await press("forget");
  await app.settled();
  assert.match(textOf(slack.homes.get("U1")), /no interview open/);
  const learners = await app.test.sql("SELECT learner FROM sessions");
  assert.deepEqual(learners.map(({ learner }) => learner), ["slack:T1:U2"]);
  assert.deepEqual((await app.test.sql("SELECT user_id FROM slack_bindings")).map(({ user_id }) => user_id), ["U2"]);
  assert.deepEqual(slack.refused, []);
});

Deno.test("what was taken before a crash is worked on after the next start, once", async () => {
  await using app = await createSlackApp({ bank });
  const responseUrl = new URL("/respond/1", app.slack.apiUrl).href;
  const work = { kind: "interview", teamId: "T1", userId: "U1", text: "", responseUrl };
  await app.test.sql(
    `INSERT INTO slack_tasks (id, work, at) VALUES ('left', '${JSON.stringify(work)}', '2027-01-01T00:00:00.000Z')`,
  );
  for (let start = 0; start < 2; start++) {
    await app.door.slack.resume();
    await app.settled();
  }
  assert.equal((await app.test.sql("SELECT id FROM sessions")).length, 1);
  assert.deepEqual(await app.test.sql("SELECT work FROM slack_tasks"), [{ work: null }]);
});

Deno.test("a channel gets a question a day, counts first answers, tells the solution the next day, and has a leaderboard", async () => {
  let now = new Date("2027-01-01T08:59:00Z");
  const two = bankOf(multipleChoice(), multipleChoice({ id: "mcq-two", title: "Two" }));
  await using app = await createSlackApp({ bank: two, clock: { ...patientClock, now: () => now } });
  const { slack, door } = app;
  slack.now = () => now.getTime();
  await slack.command("/quiz", "daily 09:00");
  await app.settled();
  await door.slack.tick();
  assert.equal(slack.messages.length, 0);
  now = new Date("2027-01-01T09:00:00Z");
  await door.slack.tick();
  await door.slack.tick();
  assert.equal(slack.messages.length, 1);
  const [right, wrong] = [buttonNamed(slack, /second/), buttonNamed(slack, /first/)];
  await slack.press(right, { user: "U1" });
  await app.settled();
  assert.match(slack.responses.at(-1)!, /That is right.*<@U1> 1 of 1/s);
  await slack.press(wrong, { user: "U1" });
  await slack.press(wrong, { user: "U2" });
  await app.settled();
  assert.ok(slack.responses.some((text) => /first answer counts/.test(text)));
  assert.equal(slack.messages[0]!.updates, 0, "nobody sees how others answered before the day is over");
  now = new Date("2027-01-02T09:00:00Z");
  await door.slack.tick();
  assert.equal(slack.messages.length, 2);
  assert.match(textOf(slack.messages[0]), /✓ B/);
  assert.notEqual(textOf(slack.messages[1]!.blocks[0]), textOf(slack.messages[0]!.blocks[0]));
  await slack.press(right, { user: "U3" });
  await slack.command("/quiz", "leaderboard");
  await app.settled();
  assert.ok(slack.responses.some((text) => /is over/.test(text)));
  assert.ok(slack.responses.some((text) => /1\. <@U1> 1 of 1\n2\. <@U2> 0 of 1/.test(text)));
  await slack.command("/quiz", "off");
  await app.settled();
  now = new Date("2027-01-03T09:00:00Z");
  await door.slack.tick();
  assert.equal(slack.messages.length, 2);
  assert.deepEqual([slack.refused, app.test.errors], [[], []]);
});

Deno.test.each([
  ["daily 25:00", /no time of day/],
  ["daily 09:00 cooking", /no topic/],
  ["cooking", /no topic/],
  ["off", /no daily question/],
  ["leaderboard", /Nobody has answered/],
])("/quiz %s answers the member alone", async (text, says) => {
  await using app = await createSlackApp({ bank });
  await app.slack.command("/quiz", text);
  await app.settled();
  assert.match(app.slack.responses.join("\n"), says);
  assert.equal(app.slack.messages.length, 0);
});

Deno.test("/quiz asks quick questions of a topic", async () => {
  await using app = await createSlackApp({ bank });
  await app.slack.command("/quiz", "training");
  await app.settled();
  assert.match(textOf(threadOf(app)[0]), /What are the two points/);
});

Deno.test("a question with several right options is answered by letters, in a form or a reply", async () => {
  const options = ["a", "b", "c"].map((id) => ({ id, text: `Option ${id}`, correct: id !== "b", why: "So." }));
  const several = multipleChoice({ options, prompt: "Which hold? Select all that apply." });
  await using app = await createSlackApp({ bank: bankOf(several) });
  const { slack } = app;
  await slack.command("/interview", "");
  await app.settled();
  await slack.press(buttonNamed(slack, /^Answer$/));
  await app.settled();
  assert.match(textOf(slack.views[0]), /Option c/);
  await slack.submit(slack.views[0]!, "A and C.");
  await app.settled();
  assert.match(slack.messages.at(-1)!.text + textOf(slack.messages.at(-1)), /cannot take that|unknown/i);
  await slack.press(buttonNamed(slack, /^Answer$/));
  await app.settled();
  await slack.submit(slack.views[1]!, "A, c");
  await app.settled();
  assert.match(textOf(threadOf(app).at(-1)), /That is right/);
});
