import type { RubricGrader } from "../../grader/mod.ts";
import type { Rate } from "../../grader/free_text/offline/model.ts";
import { rubricGraderWith } from "../../grader/free_text/offline/offline_rubric_grader.ts";
import type { Bank } from "../../question-bank/mod.ts";
import { withEveryday } from "./everyday_answers.ts";
import { closenessTrainer, rateWith } from "../offline_training/train_closeness.ts";

const folds = 4;

/** The offline grader with weights that have not seen the question they grade: trained once for each of four parts of the bank. */
export function heldOutGrader(bank: Pick<Bank, "questions">): RubricGrader {
  const foldOf = new Map(bank.questions.map(({ id }, i) => [id, i % folds]));
  const train = closenessTrainer(withEveryday(bank.questions));
  const rates = new Map<number, Rate>();
  const rateFor = (questionId: string) => {
    const fold = foldOf.get(questionId) ?? 0;
    const known = rates.get(fold) ?? rateWith(train((id) => foldOf.get(id) !== fold));
    rates.set(fold, known);
    return known;
  };
  return rubricGraderWith(bank, { rateFor });
}
