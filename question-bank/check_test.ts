import assert from "node:assert/strict";
import { checkBank, formatCheck, type JudgeAnswer } from "./mod.ts";
import { freeTextYaml, multipleChoiceYaml, temporaryBank } from "./testing.ts";

const path = "questions/fundamentals/latent-noise.yaml";

/** A question that is up to the standard; `judge` knows its labels. */
const goodYaml = `id: latent-noise
kind: free-text
topic: fundamentals
difficulty: easy
title: Latent noise
prompt: Say what the input of a generator is for.
clarification: What would change without it?
hints: [Call it twice., Look at what differs.]
rubric:
  criteria:
${
  ["one", "two", "three", "four"].map((id) =>
    `    - { id: ${id}, says: Says ${id}., weight: 1, paraphrases: [a, b, c], explain: x, probe: What of ${id}? }\n`
  ).join("")
}  misconceptions:
    - { id: odd, says: Says odd., paraphrases: [d, e, f], penalty: 0.25, correct: Even. }
modelAnswer: one two three four ${"and so on ".repeat(26)}
references:
  - { title: Generative Adversarial Nets, authors: Goodfellow et al., year: 2014, arxiv: '1406.2661' }
provenance: [S1/4]
corrects: [E001]
examples:
  - { level: full, text: one two three four, met: [one, two, three, four] }
  - { level: partial, text: one two, met: [one, two] }
  - { level: wrong, text: odd, states: [odd] }
  - { level: stuffed, text: 'none' }
  - { level: off-topic, text: weather }
`;

/** Takes a criterion for met when the answer holds its id, but for questions. */
const judgeByWords: JudgeAnswer = ({ rubric }, text) => {
  const words = text.endsWith("?") ? [] : text.split(/\\s+|\s+/);
  const met = rubric.criteria.map(({ id }) => id).filter((id) => words.includes(id));
  const states = rubric.misconceptions.map(({ id }) => id).filter((id) => words.includes(id));
  return Promise.resolve({
    score: Math.max(0, met.length / rubric.criteria.length - 0.25 * states.length),
    met,
    states,
  });
};

async function check(
  files: Record<string, string>,
  { judge = judgeByWords, against }: { judge?: JudgeAnswer; against?: Record<string, string> } = {},
) {
  await using bank = await temporaryBank(files);
  await using other = await temporaryBank(against ?? {});
  const result = await checkBank([bank.directory], {
    judge: () => judge,
    ...(against !== undefined && { against: other.directory }),
  });
  const short = ({ file, line, message }: { file: string; line: number; message: string }) =>
    `${file.replace(`${bank.directory}/`, "")}:${line} ${message.replaceAll(`${other.directory}/`, "")}`;
  return { ...result, faults: result.faults.map(short), misses: result.misses.map(short), result };
}

Deno.test("checkBank finds nothing wrong with a good question and a grader that agrees with its labels", async () => {
  const { faults, misses, agreement, questions } = await check({ [path]: goodYaml });
  assert.deepEqual(faults, []);
  assert.deepEqual(misses, []);
  assert.equal(questions, 1);
  assert.deepEqual(agreement, [{
    id: "latent-noise",
    examples: 5,
    criteria: { both: 6, labelled: 0, graded: 0, neither: 14 },
    misconceptions: { both: 1, labelled: 0, graded: 0, neither: 4 },
    modelAnswer: 1,
    fullMin: 1,
    wrongMax: 0,
  }]);
});

Deno.test("checkBank names what a sound question lacks to be a good one", async () => {
  const { faults } = await check({
    [path]: `${freeTextYaml}provenance: [somewhere]\ncorrects: [E1]\n`,
    "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml.replace("text: Two", `text: ${"Two ".repeat(9)}`),
  }, { judge: () => Promise.resolve({ score: 0, met: [], states: [] }) });
  assert.deepEqual(faults, [
    `${path}:1 clarification is missing, expected text`,
    `${path}:9 hints is a list of 1, expected at least 2, gentle to strong`,
    `${path}:12 rubric.criteria is a list of 2, expected 4 to 8`,
    `${path}:12 "variety" has 1 paraphrases, expected at least 3`,
    `${path}:18 "constant" has 0 paraphrases, expected at least 3`,
    `${path}:24 "label" has 0 paraphrases, expected at least 3`,
    `${path}:24 "label" is stated by no example, expected at least one`,
    `${path}:28 modelAnswer has 12 words, expected 80 to 160`,
    `${path}:28 modelAnswer is graded 0 % (not met: variety, constant), expected 95 % or more`,
    `${path}:32 examples has no partial one, expected at least one of each level`,
    `${path}:32 examples has no wrong one, expected at least one of each level`,
    `${path}:32 examples has no off-topic one, expected at least one of each level`,
    `${path}:32 examples has no stuffed one, expected at least one of each level`,
    `${path}:36 provenance[0] is "somewhere", expected S<digit>/<number>`,
    `${path}:37 corrects[0] is "E1", expected E<three digits>`,
    "questions/fundamentals/mcq-players.yaml:1 hints is a list of 0, expected at least 2, gentle to strong",
    "questions/fundamentals/mcq-players.yaml:1 clarification is missing, expected text",
    "questions/fundamentals/mcq-players.yaml:8 the key is 11.7 times as long as the distractors, expected at most 1.5",
  ]);
});

Deno.test("checkBank goes on after a file that the loader refuses", async () => {
  const { faults, agreement } = await check({
    [path]: goodYaml,
    "questions/losses/broken.yaml": "id: [",
    "questions/fundamentals/mcq-players.yaml": multipleChoiceYaml.replace("id: mcq-players", "id: players"),
  });
  assert.equal(faults.length, 2);
  assert.match(faults[0]!, /mcq-players\.yaml:1 id is "players"/);
  assert.match(faults[1]!, /broken\.yaml:1 Cannot parse YAML/);
  assert.equal(agreement.length, 1);
});

Deno.test("checkBank tells labels that contradict their level", async () => {
  const { faults } = await check({
    [path]: goodYaml.replace("met: [one, two, three, four] }", "met: [one, two, three] }")
      .replace("text: 'none'", "text: 'none', met: [one]"),
  });
  assert.deepEqual(faults, [
    `${path}:14 "four" is met by no example, expected at least one`,
    `${path}:23 examples[0] is full, expected it to meet every criterion and state no misconception`,
    `${path}:26 examples[3] is stuffed, expected it to meet no criterion`,
  ]);
});

Deno.test("checkBank refuses an example in the rubric's own words", async () => {
  const { faults } = await check({
    [path]: goodYaml.replace("paraphrases: [a, b, c]", "paraphrases: [a, b, it always draws that picture]")
      .replace("text: weather", "text: 'So IT always draws: that picture'"),
  });
  assert.deepEqual(faults, [
    `${path}:27 examples[4] repeats "it always draws that picture" from the rubric, expected other words`,
  ]);
});

Deno.test("checkBank tells a verdict unlike its label as a miss and a score out of bounds as a fault", async () => {
  const { faults, misses, agreement } = await check({
    [path]: goodYaml.replace("text: weather", "text: one weather").replace("text: one two, met", "text: one odd, met"),
  });
  assert.deepEqual(faults, [`${path}:27 examples[4] (off-topic) is graded 25 %, expected 0 % to 15 %`]);
  assert.deepEqual(misses, [
    `${path}:24 examples[1] (partial): criterion "two" is labelled met but not graded so`,
    `${path}:24 examples[1] (partial): misconception "odd" is graded stated but not labelled so`,
    `${path}:27 examples[4] (off-topic): criterion "one" is graded met but not labelled so`,
  ]);
  assert.deepEqual(agreement[0]?.criteria, { both: 5, labelled: 1, graded: 1, neither: 13 });
  assert.equal(agreement[0]?.wrongMax, 0.25);
});

Deno.test("checkBank refuses a grader's points for nothing: the empty answer, the prompt, a probe", async () => {
  const generous: JudgeAnswer = ({ rubric }) =>
    Promise.resolve({ score: 1, met: rubric.criteria.map(({ id }) => id), states: [] });
  const { faults } = await check({ [path]: goodYaml }, { judge: generous });
  assert.ok(faults.includes(`${path}:6 the empty answer is graded 100 %, expected 0 %`), faults.join("\n"));
  assert.ok(faults.includes(`${path}:6 the repeated prompt is graded 100 %, expected 0 %`));
  assert.ok(faults.includes(`${path}:11 the probe of "one" is graded as meeting it, expected a question alone`));
  assert.ok(faults.includes(`${path}:25 examples[2] (wrong) is graded 100 %, expected 0 % to 30 %`));
});

Deno.test("checkBank takes an abstention from a full example for a miss and from a wrong one for none", async () => {
  const abstains: JudgeAnswer = async (question, text) => {
    const judged = await judgeByWords(question, text);
    return text === "one two three four" || text === "odd" ? { ...judged, score: null } : judged;
  };
  const { faults, misses, agreement } = await check({ [path]: goodYaml }, { judge: abstains });
  assert.deepEqual(faults, []);
  assert.deepEqual(misses, [`${path}:23 examples[0] (full) is graded unsure, expected 70 % to 100 %`]);
  assert.equal(agreement[0]?.fullMin, null);
});

Deno.test("checkBank finds a run of eight words shared with another folder, whatever its case, but no formula", async () => {
  const prompt = "prompt: Say what the input of a generator is for.";
  const copied = goodYaml.replace(
    prompt,
    "prompt: Please TELL me; what could some generator do without its noise? Then $a b c d e f g h i$.",
  );
  const other = {
    "notes/deep.txt": "first line\nAnd please tell me what could some generator do today? $a b c d e f g h i$\n",
  };
  const { faults } = await check({ [path]: copied }, { against: other });
  assert.deepEqual(faults, [
    `${path}:6 shares "please tell me what could some generator do" with notes/deep.txt:2, expected own words`,
  ]);
  assert.deepEqual((await check({ [path]: goodYaml }, { against: other })).faults, []);
});

Deno.test("formatCheck aligns its table and colours nothing unless told to", async () => {
  const { result } = await check({
    [path]: goodYaml.replace("text: weather", "text: one weather"),
  });
  const plain = formatCheck({ ...result, misses: [], faults: [] }, { colour: false });
  assert.equal(
    plain,
    [
      "Grader and labels",
      "  question      examples  criteria     κ  misconceptions  model answer  full, lowest  wrong, highest",
      "  latent-noise         5     19/20  0.89             5/5          1.00          1.00            0.25",
      "  all                  5     19/20  0.89             5/5",
      "",
      "1 sound question, 0 misses, 0 faults",
    ].join("\n"),
  );
  const coloured = formatCheck(result, { colour: true });
  assert.ok(coloured.endsWith("\x1b[31m1 sound question, 1 miss, 1 fault\x1b[0m"));
  assert.ok(!formatCheck(result, { colour: false }).includes("\x1b"));
});
