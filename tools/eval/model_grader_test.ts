import assert from "node:assert/strict";
import { modeCollapse } from "../../grader/testing/fixtures.ts";
import { failing, honest, scripted } from "../../tests/fake_llm/behaviours.ts";
import { startFakeLlm } from "../../tests/fake_llm/server.ts";
import { modelGrader } from "./model_grader.ts";

const bank = { questions: [modeCollapse] };
const { criteria } = modeCollapse.rubric;
const settings = (baseUrl: string) => ({ OPENAI_BASE_URL: baseUrl, GRADER_MODEL: "fake-1", PORT: "of no concern" });

Deno.test("modelGrader() reports what a judgement costs by GRADER_PRICES", async () => {
  await using llm = startFakeLlm(honest);
  const grader = modelGrader(bank, { ...settings(llm.baseUrl), GRADER_PRICES: "fake-1=1000/2000" });
  const { grader: who, usage } = await grader.judge(modeCollapse, modeCollapse.modelAnswer);
  assert.equal(who.model, "fake-1");
  assert.ok(usage && usage.costUsd > 0);
});

Deno.test("modelGrader() asks twice where the offline grader finds something else, and recalls nothing", async () => {
  await using llm = startFakeLlm(scripted(criteria.map(({ id }) => ({ id, quote: "", verdict: "not-met" }))));
  const grader = modelGrader(bank, settings(llm.baseUrl));
  for (const asked of [2, 4]) {
    await grader.judge(modeCollapse, modeCollapse.modelAnswer);
    assert.equal(llm.requests.length, asked);
  }
});

Deno.test("modelGrader() lets no other grader stand in for a model that is out", async () => {
  await using llm = startFakeLlm(failing(401));
  const grader = modelGrader(bank, settings(llm.baseUrl));
  await assert.rejects(grader.judge(modeCollapse, modeCollapse.modelAnswer), {
    name: "CommandError",
    message: /^Cannot measure grader "llm": /,
  });
});

Deno.test.each([
  ["no model", {}, /^Cannot use grader "llm": no model is set, expected OPENAI_API_KEY/],
  ["prices that are none", { OPENAI_API_KEY: "x", GRADER_PRICES: "cheap" }, /^GRADER_PRICES: cannot use "cheap"/],
])("modelGrader() refuses %s", (_name, env, message) => {
  assert.throws(() => modelGrader(bank, env), { name: "CommandError", message });
});
