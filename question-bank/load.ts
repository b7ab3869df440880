import { BankError } from "./fault.ts";
import { type Bank, type Question, topics } from "./format.ts";
import { readBank } from "./read_bank.ts";

/** The folder of the questions that viva ships with. */
export const bankDirectory: string = import.meta.dirname ?? "question-bank";

/**
 * Reads every question under the folders (`questions/<topic>/<id>.yaml` and `coding/<id>/`), in stable order: by topic, then
 * id. Ids are unique across folders. A folder is trusted: `checks.ts` of its coding questions is imported and runs here.
 *
 * @throws {BankError} with all faults of all files.
 */
export async function loadBank(directories: readonly string[] = [bankDirectory]): Promise<Bank> {
  const { questions, faults } = await readBank(directories);
  if (faults.length > 0) throw new BankError(faults);
  return createBank(questions.map(({ question }) => question));
}

/** A bank of these questions, in order: by topic, then id. The caller answers for their being valid. */
export function createBank(questions: readonly Question[]): Bank {
  const ordered = questions.toSorted((a, b) =>
    topics.indexOf(a.topic) - topics.indexOf(b.topic) || (a.id < b.id ? -1 : 1)
  );
  const byId = new Map(ordered.map((question) => [question.id, question]));
  return { questions: ordered, get: (id) => byId.get(id) };
}
