/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { assertAccessible, browserTest, openPage } from "./browser.ts";
import { answered } from "./interview_page.ts";
import { serveApp } from "./served_app.ts";
import { gating, threeKinds } from "./test_bank.ts";

const answerField = (page: Page) => page.getByLabel("Your answer");
const freeText = { mode: "practice", kinds: ["free-text"] } as const;

browserTest(
  "a tab that has fallen behind cannot answer the wrong question, and keeps what was written in it",
  async (browser) => {
    await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
    await using opened = await openPage(browser, app.origin);
    const { page, context } = opened;
    const { id } = await app.interview.start(freeText, null);
    // The second tab hears of nothing until it sends.
    const late = await context.newPage();
    await late.route("**/events", (route) => route.abort());
    await late.goto(`/sessions/${id}`);
    await late.route(`**/sessions/${id}`, (route) => route.abort());
    await answerField(late).fill("both, from the late tab");
    await page.goto(`/sessions/${id}`);
    await answerField(page).fill("light");
    await page.getByRole("button", { name: "Send answer" }).click();
    await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
    await late.route("**/turns", async (route) => {
      await late.unroute(`**/sessions/${id}`);
      await route.continue();
    });
    await late.getByRole("button", { name: "Send answer" }).click();
    await late.getByText("Something else happened first").waitFor();
    assert.deepEqual(await answered(late).locator(".verbatim").allTextContents(), ["light"]);
    await late.getByRole("button", { name: "Put my text into the field" }).click();
    assert.equal(await answerField(late).inputValue(), "both, from the late tab");
    await late.getByRole("button", { name: "Send answer" }).click();
    await page.getByRole("link", { name: "See your report" }).waitFor();
    assert.equal(await answered(page).count(), 2, "the first tab is in step");
  },
);

browserTest("an answer submitted three times at once is one answer", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  const { id } = await app.interview.start(freeText, null);
  await page.goto(`/sessions/${id}`);
  await answerField(page).fill("light and heavy");
  await page.locator("#now form.composer").evaluate((form: HTMLFormElement) => {
    for (let times = 0; times < 3; times++) form.requestSubmit();
  });
  await page.getByRole("link", { name: "See your report" }).waitFor();
  assert.equal(await answered(page).count(), 1);
});

browserTest(
  "an interview whose browser goes away while it is graded is where it should be afterwards",
  async (browser) => {
    const gate = gating();
    await using app = await serveApp({ bank: threeKinds, grade: gate.grade });
    await using opened = await openPage(browser, app.origin);
    const { page, context } = opened;
    const { id } = await app.interview.start(freeText, null);
    await page.goto(`/sessions/${id}`);
    gate.close();
    await answerField(page).fill("light and heavy");
    await page.getByRole("button", { name: "Send answer" }).click();
    await page.getByText("Reading your answer.").waitFor();
    await page.close();
    gate.open();
    const back = await context.newPage();
    await back.goto(`/sessions/${id}`);
    await back.getByRole("link", { name: "See your report" }).waitFor();
    assert.equal(await answered(back).count(), 1);
    assert.deepEqual(app.errors, []);
  },
);

browserTest(
  "the clock of a timed interview stands while the candidate is away, and goes on where it stood",
  async (browser) => {
    let behindMs = 0;
    await using app = await serveApp({ bank: threeKinds, grade: gating().grade, behindMs: () => behindMs });
    await using opened = await openPage(browser, app.origin, { reducedMotion: "reduce" });
    const { page, faults } = opened;
    const { id } = await app.interview.start({ mode: "timed", kinds: ["free-text"] }, null);
    await page.goto(`/sessions/${id}`);
    await answerField(page).fill("li");
    await page.getByRole("button", { name: "Stop the clock" }).click();
    await page.getByRole("heading", { name: /^The clock stands at [34]:\d\d$/ }).waitFor();
    assert.equal(await page.getByText("What are the two points").count(), 0);
    for (const [colorScheme, width] of [["light", 320], ["dark", 1280]] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await assertAccessible(page, `paused, ${colorScheme}, ${width} px`);
    }
    behindMs = -3_600_000;
    await app.interview.endOverdue();
    behindMs = 0;
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText(/^Time left [34]:\d\d$/).waitFor();
    assert.equal(await answerField(page).inputValue(), "li");
    assert.deepEqual(faults, []);
  },
);

browserTest(
  "a candidate asks why, disagrees, shares the report and comes back to what is due",
  async (browser) => {
    let behindMs = 400 * 86_400_000;
    await using app = await serveApp({ bank: threeKinds, grade: gating().grade, behindMs: () => behindMs });
    await using opened = await openPage(browser, app.origin, { reducedMotion: "reduce" });
    const { page, context, faults } = opened;
    const check = async (page: Page, where: string) => {
      for (const [colorScheme, width] of [["light", 1280], ["dark", 320]] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await assertAccessible(page, `${where}, ${colorScheme}, ${width} px`);
      }
    };
    await page.goto("/questions");
    await page.locator("details", { hasText: "What are the two points?" }).locator("summary").click();
    await page.getByRole("button", { name: "Answer this one" }).click();
    await answerField(page).fill("light");
    await page.getByRole("button", { name: "Send answer" }).click();
    await page.getByRole("heading", { name: "A chance to win points back" }).waitFor();
    assert.equal(await page.getByText("A full answer").count(), 0, "points can still be won");
    await page.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("link", { name: "See your report" }).waitFor();
    await page.getByText("A full answer").click();
    await page.getByText("The light point and the heavy point.").waitFor();
    const missed = page.locator(".criteria > li", { hasText: "The heavy point." });
    await missed.locator("summary", { hasText: "I disagree" }).click();
    await check(page, "doubt");
    await missed.getByLabel("What does the verdict overlook?").fill("I meant both.");
    await missed.getByRole("button", { name: "Ask for a second look" }).click();
    await page.getByText("You disagreed:").waitFor();
    assert.ok(await missed.evaluate((verdict) => verdict === document.activeElement), "the focus is on the verdict");
    assert.match(page.url(), /#c-grade_\w+-heavy$/);

    await page.getByRole("link", { name: "See your report" }).click();
    await page.getByText("What comes back when").waitFor();
    await page.locator(".by-criterion summary").click();
    await page.getByRole("button", { name: "Make a link" }).click();
    const link = await page.getByLabel("Whoever has this link can read the report").inputValue();
    await check(page, "report");

    await using stranger = await openPage(browser, app.origin, { reducedMotion: "reduce" });
    await stranger.page.goto(link);
    await stranger.page.getByText("Somebody shared this report with you.").waitFor();
    assert.equal(await stranger.page.locator("form").count(), 0);
    await check(stranger.page, "shared report");
    await page.getByRole("button", { name: "Take the link back" }).click();
    await page.getByRole("button", { name: "Make a link" }).waitFor();
    assert.equal((await context.request.get(link)).status(), 404);

    behindMs = 0;
    await page.goto("/");
    await page.getByRole("heading", { name: "Due today: 2 points" }).waitFor();
    await check(page, "start with what is due");
    await page.getByRole("button", { name: "Review them now" }).click();
    await answerField(page).waitFor();
    await page.goto("/");
    await page.getByRole("heading", { name: "Go on where you were" }).waitFor();
    assert.deepEqual([...faults, ...stranger.faults], []);
    assert.deepEqual(app.errors, []);
  },
);

browserTest("the header of a report is as high as that of other pages on a phone", async (browser) => {
  await using app = await serveApp({ bank: threeKinds, grade: gating().grade });
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  const { id } = await app.interview.start(freeText, null);
  const heightOn = async (path: string) => {
    await page.goto(path);
    return await page.locator("header.top").evaluate((header) => header.getBoundingClientRect().height);
  };
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    assert.equal(await heightOn(`/sessions/${id}/report`), await heightOn("/questions"), `${width} px`);
  }
});
