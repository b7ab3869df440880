import assert from "node:assert/strict";
import { modeCollapse } from "../../testing/fixtures.ts";
import { offlineRubricGrader } from "./offline_rubric_grader.ts";

const grader = offlineRubricGrader({ questions: [modeCollapse] });
const says = "The generator maps many different latent vectors to the same few outputs";
const said = says.replace("The", "the");

async function verdictOn(text: string) {
  return (await grader.judge(modeCollapse, text)).criteria.find(({ id }) => id === "low-diversity")?.verdict;
}

Deno.test.each([
  `${says}, right?`,
  `${says}, isn't it?`,
  `${says}, no?`,
  `There is no doubt that ${said}.`,
  `Nobody denies that ${said}.`,
  `I cannot stress enough that ${said}.`,
  `Don't forget that ${said}.`,
  `It is not wrong to say that ${said}.`,
  `It would be wrong to deny that ${said}.`,
  `No wait, that was wrong. ${says}.`,
  `${says}. Anything else is wrong.`,
  `1. ${says}.\n2. No.\n3. Yes.`,
  `I do not know about FID, but ${said}.`,
  `The generator, um, maps many different, like, latent vectors to the same, uh, few outputs.`,
  `The generator... maps many different latent vectors... to the same few outputs.`,
  `<p>The <b>generator</b> maps many&nbsp;different latent vectors to the same few outputs.</p>`,
  // With letters of other scripts that look like ours.
  `The gen\u0435rator maps many different lat\u0435nt vectors to the same few \u043eutputs.`,
])("the offline grader takes for said: %s", async (text) => {
  assert.equal(await verdictOn(text), "met");
});

Deno.test.each([
  `I doubt that ${said}.`,
  `I do not think that ${said}.`,
  `It is a lie that ${said}.`,
  `It is far from true that ${said}.`,
  `It is often wrongly claimed that ${said}.`,
  `There is no evidence that ${said}.`,
  `It cannot be said that ${said}.`,
  `I do not know whether ${said}.`,
  `Contrary to the popular belief that ${said}, each one gives a sample of its own.`,
  `The claim that ${said} is false.`,
  `That ${said} is a misconception.`,
  `${says}. No wait, that is wrong.`,
  `${says}. Scratch that.`,
  `${says}. The opposite is true.`,
  `One often hears: ${said}. I disagree.`,
  `Myth: ${said}.`,
  `Is it so that ${said}, right?`,
  `It is n\u043et true that ${said}.`,
])("the offline grader takes for not said: %s", async (text) => {
  assert.equal(await verdictOn(text), "not-met");
});
