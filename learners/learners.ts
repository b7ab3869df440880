import { createHash } from "node:crypto";
import { type Clock, gradesVisible, type Ids, itemsShown, NotFound, type SessionRecord } from "../interview/mod.ts";
import type { Bank } from "../question-bank/mod.ts";
import type { LearnerStore, SessionRecords } from "./ports.ts";
import { observationsOf, type Review, reviewsOf } from "./reviews.ts";

/** Everything that is held about a learner. */
export interface LearnerExport {
  /** The learner, in the words of the caller. */
  readonly learner: string;
  /** ISO time of the export. */
  readonly exportedAt: string;
  /** Interviews, oldest first. */
  readonly sessions: readonly SessionRecords[];
  /** When each criterion comes back. */
  readonly reviews: readonly Review[];
}

/** What an erasure takes away. Nothing in it tells who the learner was. */
export interface Receipt {
  /** Id of the receipt; `null` for a preview. */
  readonly id: string | null;
  /** ISO time of the erasure; `null` for a preview. */
  readonly erasedAt: string | null;
  /** SHA-256 of the learner's name in hex, so that a learner can prove whose erasure it was. */
  readonly learnerHash: string;
  /** How much it is. */
  readonly counts: { readonly sessions: number; readonly turns: number; readonly grades: number };
}

/** Which interviews a caller may see, by their owner. */
export type Visible = (owner: string | null) => boolean;

/** What is known about learners. A learner without an interview that the caller may see is unknown. */
export interface Learners {
  /**
   * When each criterion comes back, the longest due first.
   *
   * @throws {NotFound} unknown learner
   */
  reviews(learner: string, visible: Visible): Promise<readonly Review[]>;
  /** The same for somebody who may have taken no interview yet: none for an unknown learner. */
  reviewsSoFar(learner: string, visible: Visible): Promise<readonly Review[]>;
  /**
   * Everything that is held about the learner.
   *
   * @throws {NotFound} unknown learner
   */
  export(learner: string, visible: Visible): Promise<LearnerExport>;
  /**
   * Erases the learner's interviews and everything derived from them; with `dryRun` only says what that would be.
   *
   * @throws {NotFound} unknown learner
   */
  erase(learner: string, visible: Visible, options: { readonly dryRun: boolean }): Promise<Receipt>;
}

/** Builds the service. */
export function createLearners(
  { store, bank, clock, ids }: {
    readonly store: LearnerStore;
    readonly bank: Bank;
    readonly clock: Pick<Clock, "now">;
    readonly ids: Ids;
  },
): Learners {
  const seen = async (learner: string, visible: Visible): Promise<readonly SessionRecord[]> =>
    (await store.sessionsOf(learner)).filter(({ owner }) => visible(owner));
  const sessionsOf = async (learner: string, visible: Visible): Promise<readonly SessionRecord[]> => {
    const found = await seen(learner, visible);
    if (found.length === 0) throw new NotFound("learner", learner);
    return found;
  };
  const recordsOf = async (learner: string, visible: Visible): Promise<readonly SessionRecords[]> => {
    const sessions = await sessionsOf(learner, visible);
    return (await Promise.all(sessions.map(({ id }) => store.records(id)))).filter((records) => records !== null);
  };
  const reviewsIn = async (sessions: readonly SessionRecord[]) => {
    const observations = sessions.filter(gradesVisible).map(async (session) =>
      observationsOf(session, { grades: await store.grades(session.id), bank })
    );
    return reviewsOf((await Promise.all(observations)).flat());
  };
  const reviews = async (learner: string, visible: Visible) => reviewsIn(await sessionsOf(learner, visible));
  return {
    reviews,
    reviewsSoFar: async (learner, visible) => reviewsIn(await seen(learner, visible)),
    async export(learner, visible) {
      return {
        learner,
        exportedAt: clock.now().toISOString(),
        sessions: (await recordsOf(learner, visible)).map(keptBack),
        reviews: await reviews(learner, visible),
      };
    },
    async erase(learner, visible, { dryRun }) {
      const records = await recordsOf(learner, visible);
      const preview: Receipt = {
        id: null,
        erasedAt: null,
        learnerHash: createHash("sha256").update(learner).digest("hex"),
        counts: {
          sessions: records.length,
          turns: records.reduce((sum, { turns }) => sum + turns.length, 0),
          grades: records.reduce((sum, { grades }) => sum + grades.length, 0),
        },
      };
      if (dryRun) return preview;
      const id = ids.next("receipt");
      const receipt: Receipt = { ...preview, id, erasedAt: clock.now().toISOString() };
      await store.erase(records.map(({ session }) => session.id), { id, receipt });
      return receipt;
    },
  };
}

/** While a mock interview goes on, its grades are kept back here too. */
function keptBack(records: SessionRecords): SessionRecords {
  const { session } = records;
  if (gradesVisible(session)) return records;
  return { ...records, session: { ...session, items: itemsShown(session) }, grades: [], appeals: [] };
}
