import { type Answer, criteriaOf, type CriterionResult, type Grade, type GraderIdentity } from "../grader/mod.ts";
import type { InterviewParts } from "./interview.ts";
import type { AppealRecord, GradeRecord } from "./records.ts";
import { counting } from "./review_queue.ts";

/** What one grader said of one criterion. */
export interface Reading extends Pick<CriterionResult, "verdict" | "reason" | "evidence"> {
  /** The first grade, one made again later, the blind reading of an appeal, or a person. */
  readonly role: "first" | "again" | "second" | "person";
  /** Who read. */
  readonly grader: GraderIdentity;
}

/** What a person needs to decide on an answer; whose it is stays out of it. */
export interface ReviewCase {
  /** The grade that counts now. */
  readonly grade: Grade;
  /** The answer as graded. */
  readonly answer: Answer;
  /** Every criterion with all that was said of it, oldest first. */
  readonly criteria: readonly { readonly criterion: CriterionResult; readonly readings: readonly Reading[] }[];
  /** Appeals that are not closed. */
  readonly appeals: readonly AppealRecord[];
}

/** What a person needs to decide on an answer, by any of its grades; `null` for an unknown grade. */
export async function reviewCase(gradeId: string, ports: InterviewParts): Promise<ReviewCase | null> {
  const { reviews, bank } = ports;
  const chain = await reviews.chain(gradeId);
  const current = await counting(gradeId, ports);
  if (!current) return null;
  const { grade, answer } = current;
  const question = bank.get(grade.questionId);
  const appeals = await reviews.appeals(chain.map(({ grade }) => grade.id));
  const readings = await readingsOf(chain, { current, appeals, ports });
  return {
    grade,
    answer,
    criteria: (question ? criteriaOf(question, grade) : grade.criteria).map((criterion) => ({
      criterion,
      readings: readings.get(criterion.id) ?? [],
    })),
    appeals: appeals.filter(({ state }) => state !== "closed"),
  };
}

/** Who said what, by criterion. What a later grade only carries over is said once; so is what was taken back. */
async function readingsOf(
  chain: readonly GradeRecord[],
  { current, appeals, ports }: {
    readonly current: GradeRecord;
    readonly appeals: readonly AppealRecord[];
    readonly ports: InterviewParts;
  },
): Promise<ReadonlyMap<string, readonly Reading[]>> {
  const readings = new Map<string, Reading[]>();
  const add = (id: string, { role, grader, verdict, reason, evidence }: Reading) => {
    const said = readings.get(id) ?? [];
    readings.set(id, said);
    const isTold = said.some((earlier) => earlier.verdict === verdict && earlier.reason === reason);
    if (isTold && role !== "second") return;
    said.push({ role, grader, verdict, reason, evidence });
  };
  const answer = JSON.stringify(current.answer);
  let first = true;
  for (const record of chain) {
    // A follow-up's grade builds on one of a shorter answer.
    if (JSON.stringify(record.answer) !== answer) continue;
    const { grade } = record;
    const purpose = (await ports.store.job(record.jobId))?.purpose;
    const role = grade.grader.name === "human" ? "person" : first ? "first" : "again";
    // What a second reading has put in doubt is told by the appeal.
    if (purpose !== "second-reading") {
      for (const criterion of grade.criteria) add(criterion.id, { ...criterion, role, grader: grade.grader });
    }
    for (const { gradeId, criterionId, second } of appeals) {
      if (second && gradeId === grade.id) add(criterionId, { evidence: [], ...second, role: "second" });
    }
    first = false;
  }
  return readings;
}
