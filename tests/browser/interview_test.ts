/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { assertAccessible, browserTest, openPage } from "./browser.ts";
import { answered, editorOf, type Kind, kindNow, startPractice, writeCode } from "./interview_page.ts";
import { serveApp } from "./served_app.ts";
import { codeTwice, gating, threeKinds } from "./test_bank.ts";

/** Skips to the question of this kind. */
async function skipTo(page: Page, kind: Kind): Promise<void> {
  while (await kindNow(page) !== kind) {
    const before = await page.locator("#bar").innerText();
    await page.getByRole("button", { name: "Skip" }).click();
    await page.waitForFunction((bar) => document.querySelector("#bar")?.textContent !== bar, before);
    await page.locator("#now form.composer").waitFor();
  }
}

browserTest(
  "a whole interview runs in the browser: three kinds, a hint, a follow-up, reloads, the report",
  async (browser) => {
    const gate = gating();
    await using app = await serveApp({ bank: threeKinds, grade: gate.grade });
    await using opened = await openPage(browser, app.origin);
    const { page, faults } = opened;
    await startPractice(page);
    const seen = new Set<Kind>();
    for (let question = 1; question <= 3; question++) {
      await page.getByText(`Question ${question} of 3`).waitFor();
      const kind = await kindNow(page);
      seen.add(kind);
      assert.match(await page.title(), /^Your turn/);
      switch (kind) {
        case "multiple-choice":
          await page.getByRole("button", { name: /The second/ }).click();
          break;
        case "free-text":
          await page.getByRole("button", { name: /^Hint 1 of 2/ }).click();
          await page.locator(".entry.hint").waitFor();
          await page.getByRole("button", { name: /^Hint 2 of 2/ }).waitFor();
          await page.getByLabel("Your answer").fill("only light");
          await page.reload();
          assert.equal(await page.getByLabel("Your answer").inputValue(), "only light", "the draft outlives a reload");
          await page.getByRole("button", { name: "Send answer" }).click();
          await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
          await page.getByText("You can still make this point").waitFor();
          assert.equal(await page.getByText("The heavy point.").count(), 0, "what can still be said is not told");
          gate.close();
          await page.getByLabel("Your answer").fill("and heavy");
          await page.keyboard.press("Enter");
          await page.getByText("Reading your answer.").waitFor();
          assert.match(await page.title(), /^Grading/);
          await page.reload();
          await page.getByText("Reading your answer.").waitFor();
          gate.open();
          await page.locator("aside").filter({ hasText: "The heavy point." }).waitFor();
          break;
        case "coding":
          gate.close();
          await editorOf(page).click();
          await page.keyboard.press("Control+a");
          await page.keyboard.type("export const criticLoss = (real, fake) => fake.mean().sub(real.mean(");
          await page.keyboard.press("Control+Enter");
          await page.getByText("Running your code.").waitFor();
          await page.locator(".grading li").getByText("Right on a batch").waitFor();
          gate.open();
          break;
      }
    }
    assert.equal(seen.size, 3);
    await page.getByRole("link", { name: "See your report" }).waitFor();
    assert.match(await page.title(), /^Finished/);
    await page.locator(".plot canvas").waitFor();
    assert.equal(await answered(page).count(), 4);
    assert.deepEqual(await page.locator("mark").allTextContents(), ["light", "heavy"]);

    await page.getByRole("link", { name: "See your report" }).click();
    await page.getByRole("heading", { name: "Question by question" }).waitFor();
    // One hint before a partial answer: 0.9 of what the first answer earned, 0.9 of what the follow-up won back.
    const scores = await page.locator(".item-top .number").allTextContents();
    assert.deepEqual(scores.toSorted(), ["0.90", "1.00", "1.00"]);
    const text = await (await page.request.get(page.url() + ".md")).text();
    assert.match(text, /The heavy point\./);
    const csv = await page.request.get(page.url() + ".csv");
    assert.match(csv.headers()["content-type"] ?? "", /^text\/csv/);
    assert.deepEqual(faults, []);
    assert.deepEqual(app.errors, []);
  },
);

browserTest("an interview can be taken with the keyboard alone", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page, faults } = opened;
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Tabs until the focus is on something with this name. */
  const tabTo = async (name: RegExp) => {
    for (let tabs = 0; tabs < 60; tabs++) {
      await press("Tab");
      const here = await page.evaluate(() => {
        const { activeElement } = document;
        return `${activeElement?.getAttribute("aria-label") ?? ""} ${activeElement?.textContent ?? ""}`.trim();
      });
      if (name.test(here)) return;
    }
    assert.fail(`Tab never came to ${name}`);
  };
  await page.goto("/");
  await press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the content");
  await press("Enter");
  await tabTo(/^Any difficulty/);
  await tabTo(/^358$/);
  await press("Home");
  await tabTo(/^Start practising$/);
  await press("Enter");
  await page.waitForURL("**/sessions/*");
  const seen = new Set<Kind>();
  for (let question = 1; question <= 3; question++) {
    await page.getByText(`Question ${question} of 3`).waitFor();
    const kind = await kindNow(page);
    seen.add(kind);
    // The focus is on what is new: the question itself, or the feedback before it.
    await page.waitForFunction(() => document.activeElement?.tagName === "ARTICLE");
    switch (kind) {
      case "multiple-choice":
        await tabTo(/The first/);
        await press("b");
        assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? "", /The second/);
        await press("Enter");
        break;
      case "free-text":
        await page.locator("#now article").first().focus();
        await page.keyboard.type("light and heavy");
        await press("Shift+Enter");
        await page.keyboard.type("are the two");
        assert.equal(await page.getByLabel("Your answer").inputValue(), "light and heavy\nare the two");
        await press("Enter");
        break;
      case "coding":
        await editorOf(page).waitFor();
        await tabTo(/^Your code/);
        await press("Control+Home", "Tab");
        assert.match(await editorOf(page).innerText(), /^ {2}export/, "Tab indents");
        await press("Escape", "Tab");
        assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Back to the starter");
        await press("Shift+Tab");
        await press("Control+Enter");
        break;
    }
    await page.getByText(`Question ${question} of 3`).waitFor({ state: "hidden" });
  }
  assert.equal(seen.size, 3);
  await tabTo(/^See your report$/);
  await press("Enter");
  await page.getByRole("heading", { name: "Question by question" }).waitFor();
  assert.deepEqual(faults, []);
});

browserTest("an interview can be taken without script", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin, { javaScriptEnabled: false });
  const { page, faults } = opened;
  await startPractice(page);
  for (let question = 1; question <= 3; question++) {
    await page.getByText(`Question ${question} of 3`).waitFor();
    switch (await kindNow(page)) {
      case "multiple-choice":
        await page.getByRole("button", { name: /The first/ }).click();
        break;
      case "free-text":
        await page.getByRole("button", { name: /^Hint 1/ }).click();
        await page.locator(".entry.hint").waitFor();
        await page.getByRole("button", { name: "Clarify" }).click();
        await page.locator("#now").getByText("Name both points.").waitFor();
        await page.getByLabel("Your answer").fill("light");
        await page.getByRole("button", { name: "Send answer" }).click();
        await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
        await page.getByRole("button", { name: "Skip" }).click();
        break;
      case "coding":
        await page.getByLabel("Your code").fill("export const criticLoss = (real, fake) => 2;\n");
        await page.getByRole("button", { name: "Run and submit" }).click();
        break;
    }
  }
  await page.getByRole("link", { name: "See your report" }).click();
  await page.getByRole("heading", { name: "Question by question" }).waitFor();
  assert.equal(await page.locator(".item").count(), 3);
  assert.deepEqual(faults, []);
});

browserTest("the focus goes to what the interviewer says after Hint, Clarify, Repeat and Ask", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await startPractice(page);
  await skipTo(page, "free-text");
  const focused = (text: string) =>
    page.waitForFunction((text) => {
      const { activeElement: here } = document;
      return here?.matches("article.interviewer:not(.question, .writing)") && here.textContent?.includes(text);
    }, text);
  for (
    const [name, reply] of [
      [/^Hint 1/, "Think of the first."],
      [/^Hint 2/, "Think of the second."],
      [/^Clarify/, "Name both points."],
      [/^Repeat/, "What are the two points?"],
    ] as const
  ) {
    await page.getByRole("button", { name }).press("Enter");
    await focused(reply);
  }
  await page.locator("summary", { hasText: "Ask" }).press("Enter");
  await page.getByLabel("Ask the interviewer").fill("May I have the seashell?");
  await page.keyboard.press("Enter");
  await focused("To answer, use the answer field");
});

browserTest("code that fails a check can be mended where it was written, and wins its points back", async (browser) => {
  const gate = gating();
  await using app = await serveApp({ bank: codeTwice, grade: gate.grade });
  await using opened = await openPage(browser, app.origin);
  const { page, faults } = opened;
  const wrong = "\nexport const criticLoss = (real, fake) => 2;\n";
  const right = "export const criticLoss = (real, fake) => fake.mean().sub(real.mean());\n";
  const held = () => page.locator("#now textarea[name=source]").inputValue();
  await page.goto("/");
  await page.getByRole("button", { name: "Open the editor" }).click();
  await writeCode(page, wrong);
  await page.getByRole("button", { name: "Run and submit" }).click();
  await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
  assert.deepEqual(await page.locator(".check .mark-word").allTextContents(), ["passed", "failed"]);
  assert.equal(await held(), wrong);
  await page.getByRole("button", { name: "Back to the starter" }).click();
  assert.match(await held(), /^export function criticLoss/);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    await editorOf(page).waitFor();
    await assertAccessible(page, `code, second run, ${width} px`);
  }
  assert.match(await held(), /^export function criticLoss/, "what was done since outlives a reload");
  await writeCode(page, right);
  gate.close();
  await page.getByRole("button", { name: "Run and submit" }).click();
  await page.getByText("Running your code.").waitFor();
  gate.open();
  await page.getByRole("link", { name: "See your report" }).click();
  await page.getByText("points won back").waitFor();
  assert.deepEqual(await page.locator(".item-top .number").allTextContents(), ["1.00"]);
  assert.deepEqual(faults, []);
  assert.deepEqual(app.errors, []);
});

browserTest("an answer sent while the connection fails is kept, says so, and arrives once", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page, context } = opened;
  await startPractice(page);
  await skipTo(page, "free-text");
  await page.getByLabel("Your answer").fill("light and heavy");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Send answer" }).click();
  await page.getByText("You are offline. Your answer is kept on this device").waitFor();
  await context.setOffline(false);
  await answered(page).waitFor();
  assert.deepEqual(await answered(page).locator(".verbatim").allTextContents(), ["light and heavy"]);
});

browserTest("a reply that gets lost on its way does not make a second turn", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await startPractice(page);
  let lost = 0;
  await page.route("**/turns", async (route) => {
    if (lost++ > 0) return await route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Repeat" }).click();
  await page.getByRole("button", { name: "Try now" }).click();
  await page.locator("#alerts p").waitFor({ state: "detached" });
  assert.equal(lost, 2);
  assert.equal(await page.locator(".entry.notice.candidate").count(), 1);
});

browserTest("a page whose event stream is refused still comes to the grade", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await page.route("**/events", (route) => route.abort());
  await startPractice(page);
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByText("Question 2 of 3").waitFor();
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByText("Question 3 of 3").waitFor();
  if (await kindNow(page) === "multiple-choice") await page.getByRole("button", { name: /The first/ }).click();
  else if (await kindNow(page) === "coding") await page.getByRole("button", { name: "Run and submit" }).click();
  else {
    await page.getByLabel("Your answer").fill("light and heavy");
    await page.getByRole("button", { name: "Send answer" }).click();
  }
  await page.getByRole("link", { name: "See your report" }).waitFor();
});

browserTest("a line about what went wrong covers nothing that can be pressed", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await startPractice(page);
  await skipTo(page, "free-text");
  const bottom = await page.locator("#now .actions").evaluate((row) => row.getBoundingClientRect().bottom + scrollY);
  await page.setViewportSize({ width: 1280, height: Math.ceil(bottom) + 4 });
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByLabel("Your answer").fill(" ");
  await page.keyboard.press("Enter");
  await page.getByText("There was nothing to send").waitFor();
  const skip = page.getByRole("button", { name: "Skip" });
  assert.ok(
    await skip.evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === button;
    }),
  );
});

browserTest("a timed interview whose time is over says so, takes nothing more, and ends", async (browser) => {
  let behindMs = 0;
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade, behindMs: () => behindMs });
  await using opened = await openPage(browser, app.origin);
  const { page, faults } = opened;
  const { id, deadline, createdAt } = await app.interview.start({ mode: "timed", kinds: ["free-text"] }, null);
  await page.goto(`/sessions/${id}`);
  await page.getByLabel("Your answer").fill("light");
  assert.match(await page.locator(".clock").innerText(), /^Time left \d+:\d\d$/);
  await page.setViewportSize({ width: 320, height: 800 });
  await assertAccessible(page, "timed, 320 px");

  behindMs = Date.parse(deadline!) - Date.parse(createdAt) - 3000;
  const soonOver = await app.interview.start({ mode: "timed", kinds: ["free-text"] }, null);
  await page.goto(`/sessions/${soonOver.id}`);
  await page.getByText("The time is over. What is written in the field is not sent.").waitFor();
  assert.match(await page.title(), /^Time is over/);
  await assertAccessible(page, "time over, 320 px");
  assert.ok(await page.locator("#now form.composer").evaluate((form: HTMLElement) => form.inert));
  await page.locator("#now form.composer").evaluate((form: HTMLFormElement) => {
    form.querySelector("textarea")!.value = "heavy";
    form.requestSubmit();
  });
  behindMs = 0;
  await app.interview.endOverdue();
  await page.getByRole("link", { name: "See your report" }).waitFor();
  assert.match(await page.title(), /^Finished/);
  assert.equal(await page.locator("#alerts p").count(), 0);
  assert.equal(await answered(page).count(), 0, "nothing was sent");
  assert.deepEqual(faults, []);
});

for (const colorScheme of ["light", "dark"] as const) {
  browserTest(`every page passes axe in ${colorScheme}, from 320 px on`, async (browser) => {
    const gate = gating();
    await using app = await serveApp({ bank: threeKinds, grade: gate.grade });
    await using opened = await openPage(browser, app.origin, { colorScheme, reducedMotion: "reduce" });
    const { page, faults } = opened;
    const check = async (where: string) => {
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await assertAccessible(page, `${where}, ${colorScheme}, ${width} px`);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    await page.goto("/questions");
    await page.locator("summary").first().click();
    await check("questions");
    await startPractice(page);
    for (let question = 1; question <= 3; question++) {
      await page.getByText(`Question ${question} of 3`).waitFor();
      const kind = await kindNow(page);
      gate.close();
      switch (kind) {
        case "multiple-choice":
          await check(kind);
          await page.getByRole("button", { name: /The first/ }).click();
          break;
        case "free-text":
          await page.locator("summary", { hasText: "Ask" }).click();
          await page.locator("summary", { hasText: "End" }).click();
          await check(kind);
          await page.getByLabel("Your answer").fill("light");
          await page.getByRole("button", { name: "Send answer" }).click();
          await page.locator(".grading").waitFor();
          gate.open();
          await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
          gate.close();
          await check("follow-up");
          await page.getByRole("button", { name: "Skip" }).click();
          continue;
        case "coding":
          await editorOf(page).waitFor();
          await check(kind);
          await page.getByRole("button", { name: "Run and submit" }).click();
          break;
      }
      await page.locator(".grading").waitFor();
      await check(`${kind}, grading`);
      gate.open();
    }
    await page.getByRole("link", { name: "See your report" }).waitFor();
    await page.locator(".plot canvas").waitFor();
    await page.locator(".how summary").first().click();
    await page.locator(".numbers summary").first().click();
    await check("finished");
    await page.getByRole("link", { name: "See your report" }).click();
    await page.getByRole("heading", { name: "Question by question" }).waitFor();
    await page.locator(".plot canvas").waitFor();
    await check("report");
    await page.goto("/");
    await check("start");
    assert.deepEqual(faults, []);
    await page.goto("/sessions/nothing");
    await check("not found");
  });
}

browserTest("the first page needs at most 100 KiB, and neither editor nor KaTeX", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  let bytes = 0;
  const scripts: string[] = [];
  page.on("request", (request) => void (request.resourceType() === "script" && scripts.push(request.url())));
  page.on("requestfinished", async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    bytes += responseBodySize + responseHeadersSize;
  });
  await page.goto("/", { waitUntil: "networkidle" });
  assert.ok(bytes > 0 && bytes <= 100 * 1024, `${bytes} bytes`);
  const first = new Set(scripts);
  assert.equal(await page.locator("link[rel=stylesheet]").count(), 1, "no style of KaTeX or plots");

  // What only code and formulas need comes with them.
  const later = async (start: Parameters<typeof app.interview.start>[0]) => {
    const { id } = await app.interview.start(start, null);
    scripts.length = 0;
    await page.goto(`/sessions/${id}`, { waitUntil: "networkidle" });
    return scripts.filter((script) => !first.has(script)).length;
  };
  assert.equal(await later({ mode: "practice", kinds: ["free-text"] }), 0);
  assert.ok(await later({ mode: "practice", kinds: ["coding"] }) > 0);
});
