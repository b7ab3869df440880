import type { JobRecord } from "./records.ts";

type Told = "id" | "questionId" | "purpose" | "answer" | "offlineOnly";

/** A job with everything that only some jobs have left out, queued and taken up by this process unless told otherwise. */
export function newJob(
  { at, ...told }: Pick<JobRecord, Told> & Partial<Omit<JobRecord, "createdAt" | "updatedAt">> & {
    readonly at: string;
  },
): JobRecord {
  return {
    turnId: null,
    sessionId: null,
    owner: null,
    criterionId: null,
    supersedes: null,
    batchId: null,
    state: "queued",
    starts: 1,
    createdAt: at,
    updatedAt: at,
    ...told,
  };
}
