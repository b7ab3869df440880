import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { botScopes } from "./oauth.ts";

const manifest = JSON.parse(await readFile(join(import.meta.dirname!, "..", "slack.manifest.json"), "utf8"));

Deno.test("slack.manifest.json asks for the scopes that an installation asks for", () => {
  assert.deepEqual(manifest.oauth_config.scopes.bot, botScopes);
});

Deno.test("slack.manifest.json names the door's addresses and keeps within Slack's limits", () => {
  const { features, settings, display_information: display } = manifest;
  const urls = [
    ...features.slash_commands.map(({ url }: { url: string }) => url),
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    ...manifest.oauth_config.redirect_urls,
  ].map((url: string) => new URL(url).pathname);
  assert.deepEqual(
    new Set(urls),
    new Set(["/slack/commands", "/slack/events", "/slack/interactivity", "/slack/oauth/callback"]),
  );
  assert.ok(display.name.length <= 35 && display.description.length <= 140);
  for (const { command, description } of features.slash_commands) {
    assert.ok(command.length <= 32 && description.length <= 2_000);
  }
});
