import type { InterviewParts } from "./interview.ts";
import type { GradeRecord } from "./records.ts";
import { counting } from "./review_queue.ts";

/**
 * The grade in which this one lives on: the one that counts, where it came out of this one; else the last that did. It is this one
 * itself while nothing has. `undefined` for an unknown grade.
 */
export async function heirOf(
  gradeId: string,
  ports: Pick<InterviewParts, "store" | "reviews">,
): Promise<GradeRecord | undefined> {
  const chain = await ports.reviews.chain(gradeId);
  const line = new Set([gradeId]);
  // Oldest first: what a grade supersedes comes before it.
  for (const { grade } of chain) {
    if (grade.supersedes !== undefined && line.has(grade.supersedes)) line.add(grade.id);
  }
  const current = await counting(gradeId, ports);
  return current && line.has(current.grade.id) ? current : chain.findLast(({ grade }) => line.has(grade.id));
}
