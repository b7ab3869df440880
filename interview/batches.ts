import type { Answer } from "../grader/mod.ts";
import { Conflict, InvalidRequest, NotFound } from "./errors.ts";
import { type InterviewParts, laneOf } from "./interview.ts";
import { newJob } from "./new_job.ts";
import type { BatchLineRecord, BatchRecord, BatchResult, JobRecord } from "./records.ts";
import { refuseUnfit } from "./take_turn.ts";

/** A line of a batch as it was read. */
export type BatchLine =
  & {
    /** Its number in what was sent, from 1. */
    readonly line: number;
    /** What the caller calls it. */
    readonly reference?: string;
  }
  & (
    | { readonly questionId: string; readonly answer: Answer }
    /** Why it could not be read. */
    | { readonly fault: string; readonly questionId?: string }
  );

/** How a batch is taken. */
export interface BatchOptions {
  /** Who sends it; `null` for nobody in particular. */
  readonly owner: string | null;
  /** Whether no language model may read its answers. */
  readonly offlineOnly: boolean;
  /** A repeat with the same key is the same batch. */
  readonly idempotencyKey: string | null;
  /** SHA-256 of all that was sent, in hex; asked for after the last line. */
  bodyHash(): string;
}

/** A batch as its owner sees it. */
export interface BatchView {
  /** Id of the batch. */
  readonly id: string;
  /** How far it has come. */
  readonly state: "grading" | "done" | "cancelled";
  /** Lines in all. */
  readonly total: number;
  /** Lines that have a grade. */
  readonly graded: number;
  /** Lines that cannot be graded; the results say why. */
  readonly faults: number;
  /** Lines that wait or are being graded. */
  readonly waiting: number;
  /** Lines whose grading was cancelled. */
  readonly cancelled: number;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time of the end; `null` before it. */
  readonly finishedAt: string | null;
}

/** Many answers at once: stored first, then fed to the queue a few at a time, behind everybody who waits for an answer now. */
export interface Batches {
  /**
   * Takes a batch; all of it is stored when this resolves. Lines with faults are kept with them.
   *
   * @throws {InvalidRequest} when there is no line, or the key was used for another batch; nothing is kept
   */
  take(lines: AsyncIterable<BatchLine>, options: BatchOptions): Promise<BatchView>;
  /** `null` for an unknown batch. */
  get(batchId: string): Promise<BatchView | null>;
  /** `null` for nobody in particular, and for an unknown batch. */
  ownerOf(batchId: string): Promise<string | null>;
  /** Batches that are being graded, oldest first. */
  unfinished(): Promise<readonly BatchView[]>;
  /** Every line in order, as it is now. */
  results(batchId: string): AsyncIterable<BatchResult>;
  /**
   * Ends it: what waits is not graded, what was graded stays.
   *
   * @throws {NotFound} unknown batch
   * @throws {Conflict} it is done
   */
  cancel(batchId: string): Promise<void>;
  /** A job has ended, which may be one of a batch. */
  ended(jobId: string): Promise<void>;
  /** Forgets what was received half, and goes on with what an earlier process has left; called once, at start. */
  resume(): Promise<void>;
  /** Feeds every batch that waits; called now and then. */
  sweep(): Promise<void>;
}

/** Most jobs of a batch that the queue holds at a time. */
const windowMax = 64;
const pageSize = 500;
const linesAtOnce = 500;

/** Builds the batches of an interview service. */
export function createBatches(ports: InterviewParts): Batches {
  const { batches, bank, clock, ids, queue } = ports;
  // Jobs that the queue has, by batch.
  const inQueue = new Map<string, Set<string>>();
  const batchOf = new Map<string, string>();
  const feeding = new Set<string>();

  const feed = async (batchId: string): Promise<void> => {
    if (feeding.has(batchId) || ports.ending.aborted) return;
    feeding.add(batchId);
    try {
      const held = inQueue.get(batchId) ?? new Set();
      inQueue.set(batchId, held);
      if (held.size > windowMax / 2) return;
      const taken = await batches.take(batchId, { except: [...held], limit: windowMax - held.size });
      for (const { id, questionId } of taken) {
        held.add(id);
        batchOf.set(id, batchId);
        queue.enqueue({
          id,
          lane: laneOf(bank.get(questionId)?.kind ?? "free-text"),
          owner: batchId,
          background: true,
        });
      }
      if (taken.length === 0 && held.size === 0) {
        inQueue.delete(batchId);
        if (await batches.end(batchId, "done")) ports.listeners.tell(batchId, { kind: "committed" });
      }
    } finally {
      feeding.delete(batchId);
    }
  };
  const sweep = async () => {
    for (const batchId of await batches.unfinished()) await feed(batchId);
  };
  const view = async ({ id, state, createdAt, finishedAt }: BatchRecord): Promise<BatchView> => {
    const { fault, queued, done, cancelled } = await batches.counts(id);
    return {
      id,
      state: state === "receiving" ? "grading" : state,
      total: fault + queued + done + cancelled,
      graded: done,
      faults: fault,
      waiting: queued,
      cancelled,
      createdAt,
      finishedAt,
    };
  };
  const entry = (line: BatchLine, batch: BatchRecord): { line: BatchLineRecord; job: JobRecord | null } => {
    const fault = "fault" in line ? line.fault : faultOf(line);
    const jobId = fault === null ? `${batch.id.replace(/^batch/, "job")}_${line.line}` : null;
    const stored: BatchLineRecord = {
      line: line.line,
      reference: line.reference ?? null,
      questionId: line.questionId ?? null,
      jobId,
      fault,
    };
    if ("fault" in line || jobId === null) return { line: stored, job: null };
    return {
      line: stored,
      job: newJob({
        id: jobId,
        owner: batch.owner,
        questionId: line.questionId,
        purpose: "grade",
        answer: line.answer,
        offlineOnly: batch.offlineOnly,
        batchId: batch.id,
        // Whoever takes it out of the batch counts that start.
        starts: 0,
        at: batch.createdAt,
      }),
    };
  };
  const faultOf = ({ questionId, answer }: { readonly questionId: string; readonly answer: Answer }): string | null => {
    const question = bank.get(questionId);
    if (!question) return `unknown question "${questionId}", expected an id from /v1/questions`;
    try {
      refuseUnfit(answer, question);
      return null;
    } catch (error) {
      if (error instanceof InvalidRequest) return error.message;
      throw error;
    }
  };
  return {
    async take(lines, { owner, offlineOnly, idempotencyKey, bodyHash }) {
      const batch: BatchRecord = {
        id: ids.next("batch"),
        owner,
        state: "receiving",
        offlineOnly,
        idempotencyKey: null,
        bodyHash: null,
        createdAt: clock.now().toISOString(),
        finishedAt: null,
      };
      await batches.open(batch);
      try {
        let some: ReturnType<typeof entry>[] = [];
        let total = 0;
        for await (const line of lines) {
          some.push(entry(line, batch));
          total++;
          if (some.length >= linesAtOnce) await batches.add(batch.id, some.splice(0));
        }
        if (total === 0) {
          throw new InvalidRequest([{ pointer: "", detail: "there is no line, expected at least one answer" }]);
        }
        if (some.length > 0) await batches.add(batch.id, some);
        some = [];
      } catch (error) {
        await batches.drop(batch.id);
        throw error;
      }
      const key = idempotencyKey === null ? null : `${owner ?? ""} ${idempotencyKey}`;
      const hash = bodyHash();
      const sealed = await batches.seal(batch.id, { bodyHash: hash, idempotencyKey: key });
      if (sealed.bodyHash !== hash) {
        throw new InvalidRequest([{
          pointer: "",
          detail: `the idempotency key "${idempotencyKey}" was used for another batch, expected a fresh key`,
        }]);
      }
      const seen = await view(sealed);
      await feed(sealed.id);
      return seen;
    },
    async get(batchId) {
      const batch = await batches.batch(batchId);
      return batch && await view(batch);
    },
    async unfinished() {
      const views: BatchView[] = [];
      for (const id of await batches.unfinished()) {
        const batch = await batches.batch(id);
        if (batch) views.push(await view(batch));
      }
      return views;
    },
    ownerOf: async (batchId) => (await batches.batch(batchId))?.owner ?? null,
    async *results(batchId) {
      for (let afterLine = 0;;) {
        const page = await batches.results(batchId, { afterLine, limit: pageSize });
        yield* page;
        if (page.length < pageSize) return;
        afterLine = page.at(-1)!.line;
      }
    },
    async cancel(batchId) {
      const batch = await batches.batch(batchId);
      if (!batch) throw new NotFound("batch", batchId);
      if (batch.state === "cancelled") return;
      if (!await batches.end(batchId, "cancelled")) {
        throw new Conflict(`Cannot cancel batch "${batchId}": it is done, expected it to go on`);
      }
      for (const id of inQueue.get(batchId) ?? []) queue.cancel(id);
      inQueue.delete(batchId);
    },
    async ended(jobId) {
      const batchId = batchOf.get(jobId);
      batchOf.delete(jobId);
      const held = batchId === undefined ? undefined : inQueue.get(batchId);
      held?.delete(jobId);
      if (held && batchId) await feed(batchId);
    },
    async resume() {
      await batches.dropUnsealed();
      await sweep();
    },
    sweep,
  };
}
