import assert from "node:assert/strict";
import fc from "fast-check";
import { type FreeTextQuestion, loadBank } from "../../../question-bank/mod.ts";
import type { GradeDraft } from "../../types.ts";
import { type Injection, injections } from "../../testing/injections.ts";
import { contradicted, keywords, negated, shuffled, swapped } from "../../testing/attacks.ts";
import { modeCollapse } from "../../testing/fixtures.ts";
import { gradeFreeText } from "../grade_free_text.ts";
import glossary from "./lexicon/glossary.json" with { type: "json" };
import { offlineRubricGrader } from "./offline_rubric_grader.ts";

// The same texts every time; another SEED looks for what these do not show.
const drawn = (numRuns: number) => ({ numRuns, seed: Number(Deno.env.get("SEED") ?? 20261128) });

const bank = await loadBank();
const questions = bank.questions.filter((question) => question.kind === "free-text");
const rubric = offlineRubricGrader(bank);

function gradeText(question: FreeTextQuestion, text: string): Promise<GradeDraft> {
  return gradeFreeText(question, { kind: "free-text", text }, { rubric });
}

function metIn(draft: GradeDraft): string[] {
  return draft.criteria.filter(({ verdict }) => verdict === "met").map(({ id }) => id);
}

/** Repeatable numbers in [0, 1). */
function random(): () => number {
  let state = 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

async function shareWithFullMarks(attack: (question: FreeTextQuestion) => string | undefined): Promise<number> {
  let full = 0, all = 0;
  for (const question of questions) {
    const text = attack(question);
    if (text === undefined) continue;
    all++;
    if ((await gradeText(question, text)).score === 1) full++;
  }
  return full / all;
}

Deno.test("offlineRubricGrader gives every model answer of the bank at least 0.95", async () => {
  for (const question of questions) {
    const { score, criteria } = await gradeText(question, question.modelAnswer);
    const missing = criteria.filter(({ verdict }) => verdict !== "met").map(({ id, reason }) => `${id}: ${reason}`);
    assert.ok(score !== null && score >= 0.95, `${question.id}: ${score} ${missing.join("\n")}`);
  }
});

Deno.test.each([
  [
    "gan-reinforcement-learning",
    "It needs few expert trajectories, but lots of interaction with the environment.",
    "It is efficient in expert demonstrations but not in interactions with the environment.",
  ],
  [
    "dcgan-contributions",
    "Downsampling in the discriminator is part of the convolution, which has stride two, since pooling was banned.",
    "The discriminator reduces the resolution with strided convolutions instead of pooling.",
  ],
])(
  "offlineRubricGrader takes nothing for a misconception in %s because its correction is said elsewhere too",
  async (id, text, says) => {
    const question = questions.find((it) => it.id === id);
    assert.ok(question);
    for (const answer of [text, `${text} ${says}`, `${says} ${text}`]) {
      assert.deepEqual((await gradeText(question, answer)).misconceptions, [], answer);
    }
  },
);

Deno.test("offlineRubricGrader agrees with the labels of the bank's answers in at least 90 of 100 verdicts", async () => {
  let agreed = 0, all = 0;
  for (const question of questions) {
    for (const example of question.examples) {
      const met = metIn(await gradeText(question, example.text));
      for (const { id } of question.rubric.criteria) {
        all++;
        if (met.includes(id) === example.met.includes(id)) agreed++;
      }
    }
  }
  assert.ok(agreed / all >= 0.9, `${agreed} of ${all}`);
});

Deno.test("offlineRubricGrader gives no question's prompt a point", async () => {
  for (const question of questions) assert.equal((await gradeText(question, question.prompt)).score, 0, question.id);
});

Deno.test.each<[string, number, (question: FreeTextQuestion, draw: () => number) => string | undefined]>([
  ["shuffled", 0, ({ modelAnswer }, draw) => shuffled(modelAnswer, draw)],
  ["reduced to its words", 0, ({ modelAnswer }, draw) => keywords(modelAnswer, draw)],
  ["reduced to its words without commas", 0, ({ modelAnswer }, draw) => keywords(modelAnswer, draw, " ")],
  ["denied", 0, ({ modelAnswer }) => contradicted(modelAnswer)],
  ["negated", 0.05, ({ modelAnswer }) => negated(modelAnswer)],
  ["turned into its opposite", 0.05, ({ modelAnswer }) => swapped(modelAnswer)],
  [
    "replaced by the glossary",
    0,
    (_, draw) => shuffled(Object.values(glossary.terms).flat().join(" "), draw).slice(0, 8000),
  ],
])(
  "offlineRubricGrader gives a model answer that is %s full marks on a share of at most %d",
  async (_name, most, attack) => {
    const draw = random();
    const share = await shareWithFullMarks((question) => attack(question, draw));
    assert.ok(share <= most, `${share}`);
  },
);

const anyExample = fc.constantFrom(
  ...questions.flatMap((question) => question.examples.map((example) => ({ question, example }))),
);
const irrelevant = fc.constantFrom(
  "I had pasta with tomatoes for lunch today.",
  "My bicycle has a flat tyre since Monday, so I came by bus.",
  "The weather in Lisbon was lovely last spring.",
  "My grandmother plays chess every Sunday afternoon.",
);

Deno.test("offlineRubricGrader takes no criterion away when a sentence is added that states another", async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, fc.nat(), async ({ question, example }, n) => {
      const { criteria } = question.rubric;
      const added = criteria[n % criteria.length]!;
      const before = metIn(await gradeText(question, example.text));
      const after = metIn(await gradeText(question, `${example.text.trim()}\n\n${added.says}`));
      assert.deepEqual(before.filter((id) => !after.includes(id)), []);
    }),
    drawn(30),
  );
});

Deno.test("offlineRubricGrader gives nothing for sentences about something else, before or after the answer", async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, irrelevant, fc.boolean(), async ({ question, example }, sentence, first) => {
      const text = first ? `${sentence}\n\n${example.text}` : `${example.text.trim()}\n\n${sentence}`;
      const before = await gradeText(question, example.text);
      const after = await gradeText(question, text);
      assert.deepEqual(metIn(after).filter((id) => !metIn(before).includes(id)), []);
    }),
    drawn(30),
  );
});

Deno.test("offlineRubricGrader judges the same with greetings, thanks, spacing and invisible characters", async () => {
  await fc.assert(
    fc.asyncProperty(anyExample, async ({ question, example }) => {
      const expected = metIn(await gradeText(question, example.text));
      for (
        const text of [
          `Hello!\n\n${example.text.trim()}\n\nThank you for the question.`,
          `   ${example.text.replaceAll(" ", "  ")}\n\n\n`,
          example.text.replaceAll("e", "e\u200b").replaceAll("'", "\u2019"),
        ]
      ) assert.deepEqual(metIn(await gradeText(question, text)), expected);
    }),
    drawn(20),
  );
});

const someQuestions = questions.filter((_, i) => i % 16 === 0);

Deno.test.each(Object.entries(injections))(
  "offlineRubricGrader gives an answer with %s no more than without",
  async (_name, family) => {
    assert.equal((family as Injection[]).length, 5);
    for (const [i, question] of someQuestions.entries()) {
      const { criteria, misconceptions } = question.rubric;
      const example = question.examples.find(({ level }) => level === (i % 2 === 0 ? "partial" : "wrong"));
      assert.ok(example);
      const before = await gradeText(question, example.text);
      for (const inject of family as Injection[]) {
        const attack = inject(criteria[i % criteria.length]!.says);
        const after = await gradeText(question, `${example.text.trim()}\n\n${attack}`);
        const earned = metIn(after).filter((id) => !metIn(before).includes(id));
        assert.deepEqual(earned, [], `${question.id}: ${attack}`);
        if (misconceptions.length > 0 && before.score !== null && after.score !== null) {
          assert.ok(
            after.score <= before.score + 1e-9,
            `${question.id}: ${before.score} to ${after.score} with ${attack}`,
          );
        }
      }
    }
  },
);

Deno.test.each([
  [
    "the generator and the discriminator exchange their parts in one sentence",
    "The generator tells real images from fakes, and the discriminator produces images from noise.",
    "The discriminator tells real images from fakes, and the generator produces images from noise.",
  ],
  [
    "the right one is named after the wrong one is denied",
    "Images are produced by the discriminator, not by the generator.",
    "Images are produced by the generator, not by the discriminator.",
  ],
])("offlineRubricGrader tells apart who does what when %s", async (_name, wrong, right) => {
  const question: FreeTextQuestion = {
    ...modeCollapse,
    id: "test-roles",
    title: "Two networks",
    prompt: "Which of the two networks does what?",
    rubric: {
      criteria: [{
        ...modeCollapse.rubric.criteria[0]!,
        id: "producer",
        says: "The generator produces images from noise.",
        paraphrases: ["Images are produced by the generator."],
      }],
      misconceptions: [],
    },
  };
  assert.deepEqual(metIn(await gradeText(question, wrong)), []);
  assert.deepEqual(metIn(await gradeText(question, right)), ["producer"]);
});

Deno.test("offlineRubricGrader quotes verbatim and decides the same twice, whatever it reads", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(fc.constantFrom(...Object.values(glossary.terms).flat(), ".", ",", "not", "the", "is", "\n"), {
      maxLength: 60,
    })
      .map((words) => words.join(" ")),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...questions), text, async (question, answer) => {
      const judgement = await rubric.judge(question, answer);
      assert.deepEqual(await rubric.judge(question, answer), judgement);
      assert.deepEqual(judgement.criteria.map(({ id }) => id), question.rubric.criteria.map(({ id }) => id));
      for (const { evidence } of [...judgement.criteria, ...judgement.misconceptions]) {
        for (const { quote, start, end } of evidence) assert.equal(answer.slice(start, end), quote);
      }
    }),
    drawn(200),
  );
});

Deno.test.each([
  [
    "German",
    "Der Generator bildet viele verschiedene latente Vektoren auf dieselben wenigen Bilder ab, und ein Teil der Daten fehlt.",
  ],
  [
    "Spanish",
    "El generador produce siempre las mismas imágenes y no cubre una parte de los datos, porque solo tiene que engañar al otro.",
  ],
  ["Russian", "Генератор создаёт одни и те же изображения для разных векторов шума, и часть данных пропадает."],
  ["Chinese", "生成器将许多不同的潜在向量映射到相同的少数几个输出，数据分布的某些模式从未生成。"],
])("offlineRubricGrader leaves an answer in %s to somebody who reads it", async (_name, text) => {
  const draft = await gradeText(modeCollapse, text);
  assert.equal(draft.status, "needs-review");
  assert.ok(
    draft.criteria.every(({ verdict, reason }) => verdict === "unsure" && reason.includes("not written in English")),
  );
});

Deno.test("offlineRubricGrader reads misspelt words", async () => {
  const draft = await gradeText(modeCollapse, "The genrator maps many difrent latent vectors to the same few outputs.");
  assert.ok(metIn(draft).includes("low-diversity"));
});

Deno.test("offlineRubricGrader does not take a rejected misconception for a stated one", async () => {
  const stated = await gradeText(
    modeCollapse,
    "Mode collapse means that the discriminator overfits the training data.",
  );
  assert.deepEqual(stated.misconceptions.map(({ id }) => id), ["overfitting"]);
  const rejected = await gradeText(
    modeCollapse,
    "Mode collapse does not mean that the discriminator overfits the training data.",
  );
  assert.deepEqual(rejected.misconceptions, []);
});

Deno.test("offlineRubricGrader judges only the criteria that were asked for", async () => {
  const { criteria } = await rubric.judge(modeCollapse, "Some modes of the data are never generated.", {
    criteria: ["missing-modes"],
  });
  assert.deepEqual(criteria.map(({ id, verdict }) => [id, verdict]), [["missing-modes", "met"]]);
});
