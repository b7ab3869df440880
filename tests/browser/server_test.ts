/// <reference lib="dom" />
import assert from "node:assert/strict";
import { chooseTier } from "../../grader/sandbox/choose_tier.ts";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { buildWeb } from "../../tools/build_web.ts";
import { startServer } from "../support/server_process.ts";
import { browserTest, openPage } from "./browser.ts";

const { tier, reason } = await chooseTier(await buildSandbox());
const question = "code-stable-bce";
const reference = new URL(`../../question-bank/coding/${question}/reference.ts`, import.meta.url);

browserTest("the server as it is started runs a right answer in its sandbox and shows every check", async (browser) => {
  await buildWeb();
  const folder = await Deno.makeTempDir({ prefix: "viva-browser-" });
  try {
    await using server = await startServer({ DATABASE_URL: `file:${folder}/viva.db` });
    await using opened = await openPage(browser, server.url);
    const { page, context, faults } = opened;
    context.setDefaultTimeout(60_000);
    await page.goto("/");
    await page.locator("select[name=question]").selectOption(question);
    await page.getByRole("button", { name: "Open the editor" }).click();
    await page.locator("#now .cm-content").click();
    await page.keyboard.press("Control+a");
    await page.locator("#now .cm-content").evaluate((editor, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, await Deno.readTextFile(reference));
    await page.getByRole("button", { name: "Run and submit" }).click();
    await page.getByRole("link", { name: "See your report" }).waitFor();
    const verdicts = await page.locator(".check .mark-word").allTextContents();
    assert.equal(verdicts.length, 5);
    assert.deepEqual(new Set(verdicts), new Set(["passed"]));
    assert.equal(await page.locator(".score .outcome").innerText(), "right");
    assert.deepEqual(faults, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}, { missing: tier ? null : `no sandbox here: ${reason}` });
