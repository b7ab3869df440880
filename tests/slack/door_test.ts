import assert from "node:assert/strict";
import { problemSchema } from "../../routes/schemas.ts";
import { bodyMaxBytes } from "../../app.ts";
import { startFakeSlack } from "../fake_slack/server.ts";
import { bankOf, multipleChoice } from "../support/questions.ts";
import { createSlackApp } from "../support/slack_app.ts";

const bank = bankOf(multipleChoice());
const paths = ["/slack/commands", "/slack/interactivity", "/slack/events"];

Deno.test.each(paths)("POST %s without a valid signature answers 401 and keeps nothing", async (path) => {
  await using app = await createSlackApp({ bank });
  const { slack } = app;
  const body = "command=/interview&team_id=T1&user_id=U1&trigger_id=1&response_url=http://x/";
  const forgeries: Record<string, string>[] = [
    { "X-Slack-Signature": "" },
    { "X-Slack-Signature": `v0=${"0".repeat(64)}` },
    { "X-Slack-Request-Timestamp": String(Math.floor(Date.now() / 1_000) - 301) },
    { "X-Slack-Request-Timestamp": String(Math.floor(Date.now() / 1_000) + 301) },
    { "X-Slack-Request-Timestamp": "" },
  ];
  for (const headers of forgeries) {
    const reply = await slack.send(path, body, { headers });
    assert.equal(reply.status, 401, JSON.stringify(headers));
    problemSchema.parse(await reply.json());
  }
  assert.deepEqual(await app.test.sql("SELECT id FROM slack_tasks"), []);
});

Deno.test("a replayed command answers 401 and is worked on once", async () => {
  await using app = await createSlackApp({ bank });
  const { slack } = app;
  const target = slack.target;
  let sent: [string, RequestInit] | undefined;
  slack.target = (path, init) => target(...(sent = [path, init]));
  assert.equal((await slack.command("/interview", "")).status, 200);
  assert.equal((await target(...sent!)).status, 401);
  await app.settled();
  assert.equal((await app.test.sql("SELECT id FROM sessions")).length, 1);
});

Deno.test.each(paths)("POST %s with a body over the limit answers 413", async (path) => {
  await using app = await createSlackApp({ bank });
  const reply = await app.slack.send(path, "x".repeat(bodyMaxBytes + 1));
  assert.equal(reply.status, 413);
  problemSchema.parse(await reply.json());
});

Deno.test.each([
  ["/slack/interactivity", "payload=nonsense"],
  ["/slack/interactivity", ""],
  ["/slack/events", "nonsense"],
])("POST %s with %j, signed, answers 400", async (path, body) => {
  await using app = await createSlackApp({ bank });
  const reply = await app.slack.send(path, body);
  assert.equal(reply.status, 400);
  problemSchema.parse(await reply.json());
});

Deno.test.each([
  ["/slack/commands", "command=/other&team_id=T1&user_id=U1&trigger_id=1&response_url=http://x/"],
  ["/slack/commands", "command=/interview"],
  ["/slack/interactivity", `payload=${encodeURIComponent('{"type":"block_actions","actions":[null]}')}`],
  [
    "/slack/interactivity",
    `payload=${encodeURIComponent('{"type":"view_submission","team":{"id":"T"},"user":{"id":"U"}}')}`,
  ],
  ["/slack/interactivity", `payload=${encodeURIComponent('{"type":"shortcut"}')}`],
  ["/slack/events", '{"type":"event_callback","event":{"type":"reaction_added"}}'],
])("POST %s with %s, signed, is acknowledged and nothing is done", async (path, body) => {
  await using app = await createSlackApp({ bank });
  assert.equal((await app.slack.send(path, body)).status, 200);
  assert.deepEqual(await app.test.sql("SELECT id FROM slack_tasks"), []);
});

Deno.test("a url_verification is answered with its challenge only when it is signed", async () => {
  await using app = await createSlackApp({ bank });
  const body = JSON.stringify({ type: "url_verification", challenge: "c-1" });
  const contentType = "application/json";
  assert.equal(await (await app.slack.send("/slack/events", body, { contentType })).text(), "c-1");
  const forged = await app.slack.send("/slack/events", body, { contentType, headers: { "X-Slack-Signature": "v0=1" } });
  assert.equal(forged.status, 401);
});

Deno.test("what comes with a response address elsewhere is not answered there", async () => {
  await using app = await createSlackApp({ bank });
  let reached = 0;
  const elsewhere = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    reached++;
    return new Response();
  });
  const body = new URLSearchParams({
    command: "/interview",
    text: "help",
    team_id: "T1",
    user_id: "U1",
    trigger_id: "1",
    response_url: `http://127.0.0.1:${elsewhere.addr.port}/`,
  });
  await app.slack.send("/slack/commands", body.toString());
  await app.settled();
  await elsewhere.shutdown();
  assert.equal(reached, 0);
  assert.match(app.test.errors.join(), /an address at/);
});

const oauth = { clientId: "1.2", clientSecret: "hidden", tokenKey: btoa("0123456789abcdef0123456789abcdef") };
const installing = { settings: { botToken: null, oauth } };

Deno.test("a workspace installs the app with a state that works once, and its token is stored encrypted", async () => {
  await using app = await createSlackApp({ bank, ...installing });
  const { slack, test } = app;
  await slack.command("/interview", "");
  await app.settled();
  assert.match(test.errors.join(), /not installed/);
  const begun = await slack.target("/slack/install", { redirect: "manual" });
  assert.equal(begun.status, 302);
  const consent = new URL(begun.headers.get("Location")!);
  assert.equal(consent.searchParams.get("scope"), "chat:write,commands,im:history,im:write");
  const cookie = begun.headers.get("Set-Cookie")!;
  assert.match(cookie, /HttpOnly/);
  const state = consent.searchParams.get("state")!;
  const callback = (query: Record<string, string>, headers: Record<string, string> = {}) =>
    slack.target(`/slack/oauth/callback?${new URLSearchParams(query)}`, { headers });
  const mine = { Cookie: cookie.split(";")[0]! };
  assert.equal((await callback({ code: "good-code", state })).status, 400, "another browser");
  assert.equal((await callback({ code: "good-code", state: "other" }, mine)).status, 400, "another state");
  const done = await callback({ code: "good-code", state }, mine);
  assert.equal(done.status, 200);
  assert.equal((await callback({ code: "good-code", state }, mine)).status, 400, "a second time");
  const rows = await test.sql("SELECT * FROM slack_installations");
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes(slack.botToken));
  await slack.command("/interview", "", { user: "U2" });
  await app.settled();
  assert.equal(slack.messages.filter(({ threadTs }) => threadTs).length, 1);
  await slack.event({ type: "app_uninstalled" });
  await app.settled();
  assert.deepEqual(await test.sql("SELECT * FROM slack_installations"), []);
});

Deno.test("Socket Mode takes commands, acknowledges them once they are on disk, and connects again", async () => {
  await using slack = startFakeSlack();
  await using app = await createSlackApp({ bank, slack, settings: { appToken: "xapp-1" } });
  const fields = { command: "/interview", text: "", team_id: "T1", trigger_id: "t1", user_id: "U1" };
  await slack.envelope("slash_commands", { ...fields, response_url: new URL("/respond/1", slack.apiUrl).href });
  assert.equal((await app.test.sql("SELECT id FROM slack_tasks")).length, 1);
  await app.settled();
  assert.equal((await app.test.sql("SELECT id FROM sessions")).length, 1);
  slack.dropSocket();
  await slack.connected();
  const event = { type: "app_home_opened", tab: "home", user: "U1" };
  await slack.envelope("events_api", { type: "event_callback", event_id: "Ev9", team_id: "T1", event });
  await app.settled();
  assert.ok(slack.homes.has("U1"));
});
