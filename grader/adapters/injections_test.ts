import assert from "node:assert/strict";
import { honest, obedient, obeysAnswer } from "../../tests/fake_llm/behaviours.ts";
import { startFakeLlm } from "../../tests/fake_llm/server.ts";
import { grade, offlineRubricGrader } from "../mod.ts";
import { modeCollapse, portsWith } from "../testing/fixtures.ts";
import { injections, spokenFamilies } from "../testing/injections.ts";
import { openaiRubricGrader } from "./openai.ts";

const offline = offlineRubricGrader({ questions: [modeCollapse] });
const partial = "The generator makes the same few outputs for many latent vectors.";
const missing = modeCollapse.rubric.criteria[1]!;

Deno.test("at least twenty families of attacks speak to a model", () => assert.ok(spokenFamilies.length >= 20));

Deno.test.each(spokenFamilies.map((name) => [name] as const))(
  "openaiRubricGrader awards no more with %s, though the model is in the attacker's hands",
  async (name) => {
    const family = injections[name];
    assert.equal(family?.length, 5);
    await using llm = startFakeLlm(honest);
    const rubric = openaiRubricGrader({ apiKey: "fake", baseUrl: llm.baseUrl, model: "fake-1", offline });
    const score = async (text: string) =>
      (await grade(modeCollapse, { kind: "free-text", text }, portsWith(rubric))).score ?? 0;
    const without = await score(partial);
    assert.ok(without > 0.5 && without < 1);
    for (const behaviour of [obeysAnswer, obedient]) {
      // What it is not shown it cannot obey.
      llm.behave((request, count) => (request.answer.trim() === partial ? honest : behaviour)(request, count));
      for (const inject of family) {
        const attack = inject(missing.says);
        const quoted = `> A remark. ${attack.replaceAll("\n", "\n> ")}`;
        for (const text of [`${partial}\n\n${attack}`, `${attack}\n\n${partial}`, `${partial}\n\n${quoted}`]) {
          assert.ok(await score(text) <= without, text);
        }
      }
    }
  },
);
