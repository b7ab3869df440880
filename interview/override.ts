import {
  criteriaOf,
  type Evidence,
  type Grade,
  type GradeDraft,
  misconceptionsOf,
  revise,
  type RevisedVerdict,
} from "../grader/mod.ts";
import type { Question } from "../question-bank/mod.ts";
import { refuseReplaced } from "./appeal.ts";
import { Conflict, InvalidRequest, NotFound } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";
import type { GradeRecord } from "./records.ts";
import { replaceGrade } from "./replace_grade.ts";
import { answerText } from "./take_turn.ts";
import * as words from "./words.ts";

/** A person's verdicts. */
export interface OverrideRequest {
  /** The criteria decided; the others keep their verdict. */
  readonly criteria: readonly {
    readonly id: string;
    readonly verdict: "met" | "not-met";
    /** Why, for the record. */
    readonly reason?: string;
    /** Words of the answer that it rests on, verbatim. */
    readonly quote?: string;
  }[];
  /** Errors that the answer states, or does not; the others stay as they are. */
  readonly misconceptions?: readonly { readonly id: string; readonly stated: boolean }[];
  /** Told to the candidate with the feedback. */
  readonly reason: string;
}

type Faults = readonly { readonly pointer: string; readonly detail: string }[];

/**
 * Puts a person's grade in the place of one that counts; both are kept, and open appeals of the answer are closed. `by` is who
 * decided, for the record.
 *
 * @throws {NotFound} unknown grade
 * @throws {InvalidRequest} unknown criteria, quotes that are not there, or a criterion left undecided that could change the outcome
 * @throws {Conflict} another grade has taken its place, or its question has left the bank
 */
export async function override(
  gradeId: string,
  request: OverrideRequest,
  { by, ports }: { readonly by: string | null; readonly ports: InterviewParts },
): Promise<Grade> {
  const { store, reviews, bank, clock } = ports;
  const started = clock.now();
  const found = await store.grade(gradeId);
  if (!found) throw new NotFound("grade", gradeId);
  const question = bank.get(found.grade.questionId);
  if (!question) {
    throw new Conflict(`Cannot grade "${gradeId}" anew: its question has left the bank, expected it to be there`);
  }
  const draft = decided(found, request, question);
  await refuseReplaced(found, ports);
  const chain = await reviews.chain(gradeId);
  return await replaceGrade(found, {
    draft,
    purpose: "override",
    raw: JSON.stringify({ by, ...request }),
    closesAppealsOf: chain.map(({ grade }) => grade.id),
    durationMs: clock.now().getTime() - started.getTime(),
  }, ports);
}

function decided(found: GradeRecord, request: OverrideRequest, question: Question): GradeDraft {
  const { grade } = found;
  const text = answerText(found.answer);
  const known = criteriaOf(question, grade).map(({ id }) => id);
  const errors = misconceptionsOf(question);
  refuse([
    ...faultsOfIds(request.criteria, { pointer: "/criteria", what: "criterion", known }),
    ...faultsOfIds(request.misconceptions ?? [], { pointer: "/misconceptions", what: "misconception", known: errors }),
    ...request.criteria.flatMap(({ quote }, index) =>
      quote === undefined || text.includes(quote) ? [] : [{
        pointer: `/criteria/${index}/quote`,
        detail: "it is not in the answer, expected words of the answer, character by character",
      }]
    ),
  ]);
  const verdicts = new Map(request.criteria.map(({ id, verdict, reason, quote }): [string, RevisedVerdict] => [id, {
    verdict,
    reason: reason ?? request.reason,
    ...(quote !== undefined && { evidence: spanOf(quote, text) }),
  }]));
  const draft = revise(question, grade, {
    verdicts,
    misconceptions: new Map((request.misconceptions ?? []).map(({ id, stated }) => [id, stated])),
    grader: { name: "human", version: "1" },
    confidence: 1,
    opening: words.personSays(request.reason),
  });
  if (draft.status !== "graded") {
    const open = draft.criteria.filter(({ verdict }) => verdict === "unsure").map(({ id }) => id);
    refuse([{
      pointer: "/criteria",
      detail: `the outcome still depends on ${open.join(", ")}, expected a verdict on ${
        open.length > 1 ? "each" : "it"
      }`,
    }]);
  }
  return draft;
}

function faultsOfIds(
  entries: readonly { readonly id: string }[],
  { pointer, what, known }: { readonly pointer: string; readonly what: string; readonly known: readonly string[] },
): Faults {
  return entries.flatMap(({ id }, index) => {
    const at = `${pointer}/${index}/id`;
    if (!known.includes(id)) {
      return [{ pointer: at, detail: `unknown ${what} "${id}", expected ${known.join(", ") || "none"}` }];
    }
    const isTwice = entries.findIndex((other) => other.id === id) < index;
    return isTwice ? [{ pointer: at, detail: `${what} "${id}" is given twice, expected once` }] : [];
  });
}

function refuse(faults: Faults): void {
  if (faults.length > 0) throw new InvalidRequest(faults);
}

function spanOf(quote: string, text: string): readonly Evidence[] {
  const start = text.indexOf(quote);
  return [{ quote, start, end: start + quote.length }];
}
