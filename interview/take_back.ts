import type { Grade } from "../grader/mod.ts";
import { refuseReplaced } from "./appeal.ts";
import { Conflict, NotFound } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";
import { replaceGrade } from "./replace_grade.ts";
import * as words from "./words.ts";

/**
 * Takes a person's grade back: what it replaced counts again, as a new grade, and the appeals that it closed are open again. All
 * grades are kept. `by` is who takes it back, for the record.
 *
 * @throws {NotFound} unknown grade
 * @throws {Conflict} it is no person's, or another grade has taken its place
 */
export async function takeBack(
  gradeId: string,
  { by, ports }: { readonly by: string | null; readonly ports: InterviewParts },
): Promise<Grade> {
  const { store, reviews, clock } = ports;
  const started = clock.now();
  const found = await store.grade(gradeId);
  if (!found) throw new NotFound("grade", gradeId);
  await refuseReplaced(found, ports);
  const chain = await reviews.chain(gradeId);
  const before = chain.find(({ grade }) => grade.id === found.grade.supersedes);
  if (found.grade.grader.name !== "human" || !before) {
    throw new Conflict(`Cannot take grade "${gradeId}" back: no person gave it, expected a person's grade`);
  }
  const { id: _, gradedAt: __, durationMs: ___, supersedes: ____, ...draft } = before.grade;
  const appeals = await reviews.appeals(chain.map(({ grade }) => grade.id));
  const closedByIt = appeals.filter(({ gradeId, closedAt }) =>
    gradeId !== found.grade.id && closedAt !== null && closedAt >= found.grade.gradedAt
  );
  return await replaceGrade(found, {
    draft: {
      ...draft,
      feedback: `${words.takenBack}\n\n${draft.feedback}`,
      ...(before.standIn && { standIn: before.standIn }),
    },
    purpose: "override",
    raw: JSON.stringify({ by, takesBack: gradeId }),
    reopensAppeals: closedByIt.map(({ id }) => id),
    durationMs: clock.now().getTime() - started.getTime(),
  }, ports);
}
