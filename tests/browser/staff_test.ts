/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Answer } from "../../grader/mod.ts";
import { assertAccessible, browserTest, openPage } from "./browser.ts";
import { serveApp, type ServedApp } from "./served_app.ts";
import { staffBank, staffGrading } from "./staff_bank.ts";

const serve = () => serveApp({ bank: staffBank, grade: staffGrading });

/** Has an answer graded without an interview; gives the id of its grade. */
async function gradedAs(app: ServedApp, questionId: string, answer: Answer): Promise<string> {
  const { grade } = await app.interview.gradeAnswer({ questionId, answer, owner: null }, { timeoutMs: 20_000 });
  assert.ok(grade, "it is graded in time");
  return grade.id;
}

const graded = (app: ServedApp, text: string) => gradedAs(app, "ft-one", { kind: "free-text", text });

const undecided = (app: ServedApp, what = "") => graded(app, `The first is light, and is the other heavy? ${what}`);
/** Has a learner disagree; resolves when the second reading is over. */
async function appeal(app: ServedApp, gradeId: string, reason: string): Promise<void> {
  const { total } = await app.interview.reviewQueue(1);
  await app.interview.appeal(gradeId, { criterionId: "heavy", reason });
  while ((await app.interview.reviewQueue(1)).total === total) await new Promise((resolve) => setTimeout(resolve));
}
const left = (page: Page) => page.locator(".top-middle").innerText();
const statusOf = (page: Page) => page.locator(".saved [role=status]").innerText();

browserTest("a reviewer decides answer after answer with the keyboard alone, and takes one back", async (browser) => {
  await using app = await serve();
  const first = await undecided(app, "One.");
  await undecided(app, "Two.");
  await using opened = await openPage(browser, app.origin);
  const { page, faults } = opened;
  await page.goto("/review");
  await page.getByText("Ctrl").waitFor();
  assert.equal(await left(page), "2 decisions left");
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).name);
  await page.waitForFunction(() => (document.activeElement as HTMLInputElement).name === "verdict:heavy");
  assert.deepEqual(await page.locator(".case mark").allTextContents(), ["light"]);
  await page.keyboard.press("j");
  assert.equal(await focused(), "verdict:light");
  await page.keyboard.press("n");
  await page.keyboard.press("u");
  await page.keyboard.press("k");
  await page.keyboard.press("m");
  await page.locator(".answer .verbatim").evaluate((answer) => {
    const node = answer.lastChild!;
    const start = node.textContent!.indexOf("the other heavy");
    getSelection()!.setBaseAndExtent(node, start, node, start + "the other heavy".length);
  });
  await page.keyboard.press("q");
  await page.keyboard.press("r");
  await page.keyboard.type("jump, it names both");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Saved: 1.00, right.").waitFor();
  assert.equal(await left(page), "1 decision left");
  await page.getByText("Two.", { exact: false }).waitFor();

  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Taken back.").waitFor();
  assert.equal(await left(page), "2 decisions left");
  const history = await app.interview.gradeHistory(first);
  assert.deepEqual(history?.history.map(({ grader, status }) => `${grader.name} ${status}`), [
    "offline needs-review",
    "human graded",
    "offline needs-review",
  ]);
  assert.match(history.history[1]!.feedback, /jump, it names both/);
  const heavy = history.history[1]!.criteria.find(({ id }) => id === "heavy");
  assert.deepEqual(heavy?.evidence.map(({ quote }) => quote), ["the other heavy"]);
  assert.deepEqual(faults, []);
});

browserTest(
  "a review works without script, says what is missing, and shows an appeal's reason and both readings",
  async (browser) => {
    await using app = await serve();
    const id = await graded(app, "Only the light one here.");
    await appeal(app, id, "I meant <b>both</b>.");
    await using opened = await openPage(browser, app.origin, { javaScriptEnabled: false });
    const { page } = opened;
    await page.goto("/review");
    await page.getByText("I meant <b>both</b>.").waitFor();
    assert.equal(await page.getByText("Ctrl").isVisible(), false);
    const heavy = page.getByRole("group", { name: /The heavy point/ });
    await heavy.getByText("First reading", { exact: true }).waitFor();
    await heavy.getByText("Second reading, blind", { exact: true }).waitFor();
    await page.getByLabel("Reason, told to the learner").fill("Read it twice.");
    await page.getByRole("button", { name: "Save and go on" }).click();
    await page.getByText("Decide at least one point").waitFor();
    assert.equal(await page.getByLabel("Reason, told to the learner").inputValue(), "Read it twice.");
    await heavy.getByLabel("Met", { exact: false }).first().check();
    await page.getByText("1 known error not found in the answer").click();
    await page.getByLabel("The answer states it").check();
    await page.getByRole("button", { name: "Save and go on" }).click();
    assert.equal(await statusOf(page), "Saved: 0.50, partly right.");
    await page.getByText("Nothing waits for a person.", { exact: true }).last().waitFor();
  },
);

browserTest("what somebody else has decided meanwhile is not overwritten", async (browser) => {
  await using app = await serve();
  const id = await undecided(app);
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await page.goto("/review");
  await page.getByLabel("Reason, told to the learner").fill("Mine.");
  await page.getByRole("group", { name: /The heavy point/ }).getByLabel("Not met").check();
  const other = await app.interview.override(id, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "Theirs.",
  }, "somebody");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("heading", { name: "Somebody else decided this meanwhile" }).waitFor();
  await page.locator(".deciding").getByText("1.00").waitFor();
  assert.equal((await app.interview.gradeHistory(id))?.history.at(-1)?.id, other.id);
  await assertAccessible(page, "conflict");
});

browserTest("an operator makes the first key, is asked for it, uses it and revokes it", async (browser) => {
  await using app = await serve();
  await graded(app, "This is broken in the grader.");
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await page.goto("/operate");
  await page.getByText("the lamp is out").waitFor();
  await page.getByLabel("Name").fill("me");
  await page.getByLabel(/^admin/).uncheck();
  await page.getByLabel(/^grade/).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByText("The first key needs the scope admin").waitFor();
  await page.getByLabel(/^admin/).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = await page.locator(".secret").innerText();
  await page.getByRole("link", { name: "Log in" }).click();
  await page.getByLabel("Access key").fill(key);
  await page.getByRole("button", { name: "Log in with the key" }).click();
  await page.getByRole("rowheader", { name: "me" }).waitFor();
  assert.equal(await page.locator(".secret").count(), 0);
  await page.getByLabel("Revoke me").click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
});

browserTest("regrading shows who would move before it moves anybody", async (browser) => {
  await using app = await serve();
  const id = await graded(app, "This is broken in the grader.");
  await using opened = await openPage(browser, app.origin);
  const { page, faults } = opened;
  await page.goto("/operate");
  await page.getByLabel("Question").selectOption("ft-one");
  await page.getByRole("button", { name: "Show who would move" }).click();
  await page.getByText("1 grade could not be made again").waitFor();
  await page.getByText("the lamp is out").waitFor();
  assert.equal((await app.interview.gradeHistory(id))?.history.length, 1);
  await assertAccessible(page, "regrade");
  assert.deepEqual(faults, []);
});

browserTest("the state of the server keeps itself up to date until that is turned off", async (browser) => {
  await using app = await serve();
  await using opened = await openPage(browser, app.origin);
  const { page } = opened;
  await page.clock.install();
  await page.goto("/operate");
  await page.getByText("0 decisions").waitFor();
  await page.getByText("keeps itself up to date").waitFor();
  await page.evaluate(() => document.querySelector("#keys")!.setAttribute("data-mine", ""));
  await undecided(app);
  await page.clock.fastForward(11_000);
  await page.getByText("1 decision", { exact: true }).waitFor();
  assert.equal(await page.locator("[data-mine]").count(), 1, "nothing else is exchanged");
  await page.getByLabel("keeps itself up to date").uncheck();
  let asked = 0;
  page.on("request", () => asked++);
  await page.clock.fastForward(60_000);
  assert.equal(asked, 0);
});

browserTest("an author sees labels beside verdicts and an answer graded while it is typed", async (browser) => {
  await using app = await serve();
  await using opened = await openPage(browser, app.origin);
  const { page, faults } = opened;
  await page.goto("/author");
  await page.getByRole("button", { name: "Try the labelled answers" }).click();
  await page.getByText("5 of 6 as labelled").waitFor();
  await page.getByRole("link", { name: "Two points" }).click();
  await page.getByText("1 difference").waitFor();
  await page.getByText("Graded offline as you type").waitFor();
  await page.getByRole("textbox", { name: "Try an answer" }).fill("light");
  await page.locator(".tried").getByText("0.25").waitFor();
  assert.deepEqual(await page.locator(".tried mark").allTextContents(), ["light"]);
  await page.getByRole("textbox", { name: "Try an answer" }).fill("light and heavy");
  await page.locator(".tried").getByText("1.00").waitFor();
  assert.equal((await app.interview.reviewQueue(10)).total, 0);
  assert.deepEqual(faults, []);
});

for (const colorScheme of ["light", "dark"] as const) {
  browserTest(`the staff's pages pass axe in ${colorScheme}, from 320 to 2560 px`, async (browser) => {
    await using app = await serve();
    await undecided(app);
    const appealed = await graded(app, "Only the light one here.");
    await appeal(app, appealed, "I meant both.");
    await graded(app, "This is broken in the grader.");
    const choice = await gradedAs(app, "mcq-one", { kind: "multiple-choice", choices: ["a"] });
    await app.interview.appeal(choice, { criterionId: "b", reason: "Both are right." });
    const code = await gradedAs(app, "code-one", { kind: "coding", language: "typescript", source: "export {};" });
    await using opened = await openPage(browser, app.origin, { colorScheme, reducedMotion: "reduce" });
    const { page, faults } = opened;
    for (
      const path of [
        "/review",
        "/review?after=",
        "/operate",
        "/author",
        "/author/questions/ft-one",
        "/author/questions/mcq-one",
        "/author/questions/code-one",
      ]
    ) {
      await page.goto(path);
      for (const details of await page.locator("main details").all()) {
        await details.evaluate((element: HTMLDetailsElement) => element.open = true);
      }
      for (const width of [2560, 1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await assertAccessible(page, `${path}, ${colorScheme}, ${width} px`);
      }
    }
    for (const id of [appealed, choice, code]) {
      await page.goto(`/review/${id}`);
      await assertAccessible(page, `the review of ${id}, ${colorScheme}`);
    }
    assert.deepEqual(faults, []);
  });
}
