import type { Grade } from "../grader/mod.ts";
import { refuseReplaced } from "./appeal.ts";
import { Conflict, NotFound } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";
import type { GradeRecord } from "./records.ts";
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
  const given = await repeatedBy(found, { chain, ports });
  const before = await beneath(given, { chain, ports });
  if (found.grade.grader.name !== "human" || !before) {
    throw new Conflict(`Cannot take grade "${gradeId}" back: no person gave it, expected a person's grade`);
  }
  // What it cost is counted with the grade that counts again.
  const { id: _, gradedAt: __, durationMs: ___, supersedes: ____, usage: _____, ...draft } = before.grade;
  const appeals = await reviews.appeals(chain.map(({ grade }) => grade.id));
  const closedByIt = appeals.filter(({ gradeId, createdAt, closedAt }) =>
    ![found.grade.id, given.grade.id].includes(gradeId) &&
    createdAt <= given.grade.gradedAt && closedAt !== null && closedAt >= given.grade.gradedAt
  );
  return await replaceGrade(found, {
    draft: {
      ...draft,
      feedback: `${words.takenBack}\n\n${draft.feedback}`,
      ...(before.standIn && { standIn: before.standIn }),
    },
    purpose: "override",
    raw: JSON.stringify({ by, takesBack: gradeId }),
    restores: true,
    reopensAppeals: closedByIt.map(({ id }) => id),
    durationMs: clock.now().getTime() - started.getTime(),
  }, ports);
}

interface Among {
  readonly chain: readonly GradeRecord[];
  readonly ports: InterviewParts;
}

/** The grade that this one lets count again, where a person's was taken back for it; else this one. */
async function repeatedBy(record: GradeRecord, among: Among): Promise<GradeRecord> {
  const { chain, ports } = among;
  if (record.raw === null || (await ports.store.job(record.jobId))?.purpose !== "override") return record;
  const { takesBack } = JSON.parse(record.raw);
  const withdrawn = chain.find(({ grade }) => grade.id === takesBack);
  if (!withdrawn) return record;
  return await beneath(await repeatedBy(withdrawn, among), among) ?? record;
}

/** What a grade has replaced, as it was first given. */
async function beneath({ grade }: GradeRecord, among: Among): Promise<GradeRecord | undefined> {
  const before = among.chain.find(({ grade: { id } }) => id === grade.supersedes);
  return before && await repeatedBy(before, among);
}
