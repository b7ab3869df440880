/// <reference lib="dom" />
import assert from "node:assert/strict";
import { assertAccessible, browserTest, openPage } from "./browser.ts";
import { answered, editorOf, writeCode } from "./interview_page.ts";
import { serveApp } from "./served_app.ts";
import { codeTwice, gating } from "./test_bank.ts";

const wrong = "export const criticLoss = (real, fake) => 2;\n";
const right = "export const criticLoss = (real, fake) => fake.mean().sub(real.mean());\n";

browserTest(
  "a precheck shows the visible checks under the code, leaves the code alone and can be stopped",
  async (browser) => {
    const gate = gating();
    await using app = await serveApp({ bank: codeTwice, grade: gate.grade });
    await using opened = await openPage(browser, app.origin);
    const { page, faults } = opened;
    await page.goto("/");
    await page.getByRole("button", { name: "Open the editor" }).click();
    await writeCode(page, wrong);
    gate.close();
    await page.getByRole("button", { name: /^Precheck/ }).click();
    await page.locator(".trial-running").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Stop");
    assert.ok(await page.getByRole("button", { name: "Run and submit" }).isDisabled());
    await page.keyboard.press("Enter");
    await page.locator(".trial-running").waitFor({ state: "detached" });
    assert.match((await page.locator("#announcer").textContent()) ?? "", /was stopped/);
    await gate.idle();
    gate.open();
    await page.getByRole("button", { name: /^Precheck/ }).press("Enter");
    await page.getByRole("heading", { name: "Precheck: 1 of 2 visible checks passed" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H3", "the focus is on what is new");
    assert.deepEqual(await page.locator(".trial-result .found").first().locator("dd").allTextContents(), [
      "-0.5",
      "2",
      "real [[1],[2]], fake [[1]]",
    ]);
    assert.equal(await page.locator("#now textarea[name=source]").inputValue(), wrong);
    assert.equal(await answered(page).count(), 0, "it is no turn");
    await page.locator(".trial-result .plot canvas").waitFor();
    for (const [colorScheme, width] of [["light", 1280], ["dark", 320]] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      await assertAccessible(page, `precheck, ${colorScheme}, ${width} px`);
    }
    assert.deepEqual(faults, []);
    assert.deepEqual(app.errors, []);
  },
);

browserTest(
  "a run draws its losses while it trains, can be stopped, and a second one says what changed",
  async (browser) => {
    const gate = gating();
    await using app = await serveApp({ bank: codeTwice, grade: gate.grade });
    await using opened = await openPage(browser, app.origin, { reducedMotion: "reduce" });
    const { page, faults } = opened;
    await page.goto("/");
    await page.getByRole("button", { name: "Open the editor" }).click();
    await writeCode(page, wrong);
    gate.close();
    await page.getByRole("button", { name: "Run and submit" }).click();
    await page.locator(".curves canvas").waitFor();
    await page.getByText("step 39, critic 0.02500").waitFor();
    await assertAccessible(page, "a run");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("That answer is not graded and costs nothing").waitFor();
    await gate.idle();
    await editorOf(page).waitFor();
    assert.equal(await page.locator("#now textarea[name=source]").inputValue(), wrong);
    gate.open();
    await page.getByRole("button", { name: "Run and submit" }).click();
    await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
    await writeCode(page, right);
    await page.getByRole("button", { name: "Run and submit" }).click();
    await page.getByText("mended since the run before").waitFor();
    const changes = page.locator("details.changes").last();
    await changes.locator("summary").click();
    assert.equal(await changes.locator("ins").innerText(), `+ ${right}`);
    assert.equal(await changes.locator("del").innerText(), `− ${wrong}`);
    await assertAccessible(page, "two runs");
    assert.deepEqual(faults, []);
    assert.deepEqual(app.errors, []);
  },
);

browserTest(
  "the editor completes TensorFlow.js and the names to export, and marks a line at fault",
  async (browser) => {
    const gate = gating();
    await using app = await serveApp({
      bank: codeTwice,
      grade: async (question, answer, options) => {
        const graded = await gate.grade(question, answer, options);
        return {
          ...graded,
          criteria: graded.criteria.map((each) => ({ ...each, message: "It threw in line 2: no such tensor" })),
        };
      },
    });
    await using opened = await openPage(browser, app.origin);
    const { page, faults } = opened;
    await page.goto("/");
    await page.getByRole("button", { name: "Open the editor" }).click();
    await writeCode(page, "const a = 1;\nconst b = ");
    await page.keyboard.type("tf.matM");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "matMul" }).waitFor();
    await page.keyboard.press("Enter");
    assert.match(await page.locator("#now textarea[name=source]").inputValue(), /tf\.matMul$/);
    await page.keyboard.type(";\ncriticL");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "criticLoss" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Precheck/ }).click();
    await page.locator(".trial-result").waitFor();
    await page.locator(".cm-lint-marker-error").waitFor();
    assert.equal(await page.locator(".cm-line:has(.cm-lintRange-error)").innerText(), "const b = tf.matMul;");
    await editorOf(page).press("F8");
    await page.locator(".cm-tooltip-lint, .cm-diagnostic", { hasText: "no such tensor" }).first().waitFor();
    assert.deepEqual(faults, []);
  },
);

browserTest("code can be tried and a run stopped without script", async (browser) => {
  const gate = gating();
  await using app = await serveApp({ bank: codeTwice, grade: gate.grade });
  await using opened = await openPage(browser, app.origin, { javaScriptEnabled: false });
  const { page } = opened;
  await page.goto("/");
  await page.getByRole("button", { name: "Open the editor" }).click();
  await page.getByLabel("Your code").fill(wrong);
  await page.getByRole("button", { name: /^Precheck/ }).click();
  await page.getByRole("heading", { name: "Precheck: 1 of 2 visible checks passed" }).waitFor();
  assert.equal(await page.getByLabel("Your code").inputValue(), wrong);
});
