import assert from "node:assert/strict";
import { ConfigError, loadConfig } from "./config.ts";

const root = "/srv/viva";

Deno.test("loadConfig() of nothing is the documented default", () => {
  assert.deepEqual(loadConfig({}, { root }), {
    host: "127.0.0.1",
    port: 8000,
    databaseUrl: "file:/srv/viva/data/viva.db",
    questionBanks: [],
    llm: null,
    logLevel: "info",
    sandboxTier: null,
    sandboxWebgpu: false,
    requestsPerMinute: 600,
    webhookTargets: "public",
    oidc: null,
    slack: null,
    retentionDays: null,
  });
});

Deno.test("loadConfig() reads every setting", () => {
  const config = loadConfig({
    HOST: "::1",
    PORT: "0",
    DATABASE_URL: "libsql://db.example",
    QUESTION_BANK: "mine:/srv/more",
    OPENAI_BASE_URL: "http://127.0.0.1:11434/v1",
    GRADER_MODEL: "small",
    GRADER_PRICES: "large=1/4, small = 0.25/2",
    GRADER_SESSION_CAP: "200000 tokens, 0.50 USD",
    GRADER_KEY_CAP: "1 USD",
    GRADER_DAY_CAP: "5000000 tokens",
    GRADER_TIMEOUT_S: "120",
    LOG_LEVEL: "debug",
    SANDBOX_TIER: "limits-only",
    SANDBOX_WEBGPU: "on",
    RATE_LIMIT: "60",
    WEBHOOK_TARGETS: "any",
    RETENTION_DAYS: "90",
    PUBLIC_URL: "https://viva.example",
    SLACK_SIGNING_SECRET: "signs",
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_CLIENT_ID: "1.2",
    SLACK_CLIENT_SECRET: "hidden",
    SLACK_TOKEN_KEY: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    OIDC_ISSUER: "https://id.example",
    OIDC_CLIENT_ID: "viva",
    OIDC_CLIENT_SECRET: "hidden",
    OIDC_REVIEWERS: "Ada@example.com, bob@example.com",
  }, { root });
  assert.deepEqual(config, {
    host: "::1",
    port: 0,
    databaseUrl: "libsql://db.example",
    questionBanks: ["/srv/viva/mine", "/srv/more"],
    llm: {
      apiKey: "none",
      baseUrl: "http://127.0.0.1:11434/v1",
      model: "small",
      prices: { input: 0.25, output: 2 },
      caps: { session: { tokens: 200_000, costUsd: 0.5 }, key: { costUsd: 1 }, day: { tokens: 5_000_000 } },
      timeoutMs: 120_000,
    },
    logLevel: "debug",
    sandboxTier: "limits-only",
    sandboxWebgpu: true,
    requestsPerMinute: 60,
    webhookTargets: "any",
    oidc: {
      issuer: "https://id.example",
      clientId: "viva",
      clientSecret: "hidden",
      redirectUrl: "https://viva.example/login/callback",
      reviewers: ["ada@example.com", "bob@example.com"],
      admins: [],
    },
    slack: {
      signingSecret: "signs",
      botToken: "xoxb-1",
      oauth: { clientId: "1.2", clientSecret: "hidden", tokenKey: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
      appToken: null,
      apiUrl: "https://slack.com/api/",
      authorizeUrl: "https://slack.com/oauth/v2/authorize",
      publicUrl: "https://viva.example",
    },
    retentionDays: 90,
  });
});

Deno.test("loadConfig() takes a key alone, with the default address and model", () => {
  assert.deepEqual(loadConfig({ OPENAI_API_KEY: "key" }, { root }).llm, {
    apiKey: "key",
    baseUrl: "https://api.openai.com/v1",
    model: "gpt-5-mini",
    prices: null,
    caps: {},
    timeoutMs: 60_000,
  });
});

Deno.test("loadConfig() names every fault at once", () => {
  assert.throws(() =>
    loadConfig({
      HOST: "not a host",
      PORT: "65536",
      DATABASE_URL: "postgres://x",
      OPENAI_BASE_URL: "ftp://x",
      NATS_URL: "nats://x",
      LOG_LEVEL: "loud",
      SANDBOX_TIER: "jail",
      SANDBOX_WEBGPU: "maybe",
      RATE_LIMIT: "0",
      WEBHOOK_TARGETS: "mine",
      RETENTION_DAYS: "0",
      OIDC_ISSUER: "http://id.example",
    }, { root }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.faults.map(({ variable }) => variable), [
      "HOST",
      "PORT",
      "DATABASE_URL",
      "OPENAI_BASE_URL",
      "GRADER_MODEL",
      "NATS_URL",
      "LOG_LEVEL",
      "SANDBOX_TIER",
      "SANDBOX_WEBGPU",
      "RATE_LIMIT",
      "WEBHOOK_TARGETS",
      "RETENTION_DAYS",
      "OIDC_ISSUER",
      "OIDC_CLIENT_ID",
      "OIDC_CLIENT_SECRET",
      "PUBLIC_URL",
    ]);
    for (const { message } of error.faults) assert.match(message, /expected/);
    return true;
  });
});

Deno.test.each(["-1", "80a", "1e3", " ", "８０"])(
  "loadConfig() refuses or ignores the port %s as documented",
  (port) => {
    if (port.trim() === "") assert.equal(loadConfig({ PORT: port }, { root }).port, 8000);
    else assert.throws(() => loadConfig({ PORT: port }, { root }), ConfigError);
  },
);

Deno.test.each([
  ["GRADER_PRICES", "gpt-5-mini=cheap"],
  ["GRADER_PRICES", "gpt-5-mini"],
  ["GRADER_SESSION_CAP", "many tokens"],
  ["GRADER_KEY_CAP", "1.5 tokens"],
  ["GRADER_DAY_CAP", "1 USD"],
  ["GRADER_DAY_CAP", "10 tokens, 20 tokens"],
  ["GRADER_TIMEOUT_S", "0"],
])("loadConfig() refuses %s=%s", (variable, text) => {
  assert.throws(() => loadConfig({ OPENAI_API_KEY: "key", [variable]: text }, { root }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.faults.map((fault) => fault.variable), [variable]);
    return true;
  });
});

Deno.test.each<[Record<string, string>, RegExp]>([
  [
    { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" },
    /GRADER_MODEL: is missing[^]*GRADER_PRICES to name the model that GRADER_MODEL names/,
  ],
  [{ OPENAI_API_KEY: "key" }, /GRADER_PRICES to name gpt-5-mini, the model where GRADER_MODEL names no other/],
  [{ OPENAI_API_KEY: "key", GRADER_MODEL: "small" }, /GRADER_PRICES to name small, because/],
])("loadConfig() says whose prices a cap in USD needs: %j", (env, message) => {
  assert.throws(() => loadConfig({ ...env, GRADER_DAY_CAP: "1 USD" }, { root }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, message);
    return true;
  });
});

Deno.test.each(
  [
    ["an empty signing secret", { SLACK_SIGNING_SECRET: "", SLACK_BOT_TOKEN: "xoxb-1" }, ["SLACK_SIGNING_SECRET"]],
    ["a bot token alone", { SLACK_BOT_TOKEN: "xoxb-1" }, ["SLACK_SIGNING_SECRET"]],
    ["a secret alone", { SLACK_SIGNING_SECRET: "signs" }, ["SLACK_BOT_TOKEN"]],
    ["a client without its secrets", { SLACK_SIGNING_SECRET: "signs", SLACK_CLIENT_ID: "1" }, [
      "SLACK_CLIENT_SECRET",
      "SLACK_TOKEN_KEY",
    ]],
    ["a key that is too short", {
      SLACK_SIGNING_SECRET: "signs",
      SLACK_CLIENT_ID: "1",
      SLACK_CLIENT_SECRET: "2",
      SLACK_TOKEN_KEY: "AAAA",
    }, ["SLACK_TOKEN_KEY"]],
  ] as const,
)("loadConfig() refuses a Slack app with %s", (_, env, expected) => {
  assert.throws(() => loadConfig({ ...env, PUBLIC_URL: "https://viva.example" }, { root }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.faults.map(({ variable }) => variable), expected);
    return true;
  });
});
