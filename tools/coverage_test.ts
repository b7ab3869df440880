import assert from "node:assert/strict";
import { loadBank } from "../question-bank/mod.ts";
import { coverageFile, coverageMarkdown, findGaps, readInventory, readNotApplicable } from "./coverage.ts";

const { questions } = await loadBank();
const notApplicable = await readNotApplicable();
/** A folder with inventory.tsv, canonical.tsv and errata.tsv, which are not part of the project. */
const folder = Deno.env.get("SEED_INVENTORY");

Deno.test("the coverage page leads from every seed question and erratum of the bank to question and criteria", () => {
  const page = coverageMarkdown(questions, { notApplicable }).replaceAll(/ +\|/g, " |");
  for (const question of questions) {
    for (const ref of question.provenance) assert.ok(page.includes(`| ${ref} | \`${question.id}\` | `), ref);
    for (const id of question.corrects) assert.ok(page.includes(`| ${id} | \`${question.id}\` |`), id);
    if (question.kind !== "free-text" || question.provenance.length === 0) continue;
    const criteria = question.rubric.criteria.map(({ id }) => id).join(", ");
    assert.ok(page.includes(`| \`${question.id}\` | ${criteria} |`), question.id);
  }
  for (const [id, reason] of notApplicable) assert.ok(page.includes(`| ${id} | ${reason} |`), id);
});

Deno.test("no erratum is both set right and marked as not applicable, and every mark has its reason", () => {
  const corrected = new Set(questions.flatMap(({ corrects }) => corrects));
  for (const [id, reason] of notApplicable) {
    assert.match(id, /^E\d{3}$/);
    assert.ok(reason.length > 20, id);
    assert.ok(!corrected.has(id), `${id} is set right by a question, expected no mark`);
  }
});

Deno.test("what an inventory has and the bank lacks is open, what the bank names and it lacks is unknown", () => {
  const [question] = questions.filter(({ provenance, corrects }) => provenance.length > 0 && corrects.length > 0);
  const [ref] = question!.provenance;
  const [erratum] = question!.corrects;
  const inventory = { refs: [ref!, "S9/1"], ids: [question!.id, "no-such"], errata: [erratum!, "E998", "E999"] };
  const gaps = findGaps(
    [{ ...question!, provenance: [ref!, "S8/2"], corrects: [erratum!] }],
    inventory,
    new Map([["E998", "?"]]),
  );
  assert.deepEqual(gaps, { refs: ["S9/1"], ids: ["no-such"], errata: ["E999"], unknown: ["S8/2"] });
  const page = coverageMarkdown([question!], { notApplicable: new Map(), inventory });
  assert.match(page, /## Open\n\nSeed questions \(1\): S9\/1\.\n\nQuestions not yet written \(1\): no-such\./);
});

Deno.test("the coverage page is formatted as deno fmt would", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args: ["fmt", "--check", coverageFile] }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
});

// The inventory of the seed questions does not travel with the project; where it is at hand, the page is held against it.
if (folder !== undefined) {
  Deno.test("docs/coverage.md is what the bank and the inventory give", async () => {
    const inventory = await readInventory(folder);
    assert.equal(await Deno.readTextFile(coverageFile), coverageMarkdown(questions, { notApplicable, inventory }));
    assert.deepEqual(findGaps(questions, inventory, notApplicable).unknown, []);
  });
}
