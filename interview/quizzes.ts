import type { Bank, Topic } from "../question-bank/mod.ts";
import { chooseNext } from "./choose_next.ts";
import { InvalidRequest, NotFound } from "./errors.ts";
import type { Clock, Ids } from "./ports.ts";
import type { StartRequest } from "./types.ts";

/** A fixed list of questions that many people can take. */
export interface Quiz {
  /** Id of the quiz. */
  readonly id: string;
  /** What its author calls it. */
  readonly title: string;
  /** The questions, in order. */
  readonly questionIds: readonly string[];
  /** What decided between questions that fit equally well. */
  readonly seed: number;
  /** ISO time. */
  readonly createdAt: string;
}

/** What is asked for when a quiz is made: either the questions, or topics and a length. */
export interface QuizRequest {
  /** What its author calls it. */
  readonly title: string;
  /** Exactly these, in this order. */
  readonly questionIds?: readonly string[];
  /** Questions of these topics; of all when neither is given. */
  readonly topics?: readonly Topic[];
  /** Number of questions where they are chosen. */
  readonly length?: number;
  /** Decides between questions that fit equally well; drawn when left out. */
  readonly seed?: number;
}

/** Where quizzes are kept. */
export interface QuizStore {
  /** Adds a quiz. */
  add(quiz: Quiz, owner: string | null): Promise<void>;
  /** `null` for an unknown id. */
  get(id: string): Promise<{ readonly quiz: Quiz; readonly owner: string | null } | null>;
}

/** Makes quizzes and lets people take them. */
export interface Quizzes {
  /**
   * Makes a quiz.
   *
   * @throws {InvalidRequest} when a question is unknown or there are too few
   */
  create(request: QuizRequest, owner: string | null): Promise<Quiz>;
  /**
   * A quiz.
   *
   * @throws {NotFound} for a quiz that is unknown, or whose owner the caller may not see
   */
  get(id: string, visible: (owner: string | null) => boolean): Promise<Quiz>;
  /**
   * What to start for a request: one that names a quiz becomes one for the questions of the quiz.
   *
   * @throws {InvalidRequest} when the quiz is unknown, or the request asks for other questions too
   */
  resolve(request: StartRequest, visible: (owner: string | null) => boolean): Promise<StartRequest>;
}

/** Number of questions of a quiz when none is asked for. */
const defaultLength = 8;
const choosing = ["topics", "kinds", "difficulty", "length", "questionIds"] as const;

/** Builds the service. */
export function createQuizzes(
  { bank, store, clock, ids }: {
    readonly bank: Bank;
    readonly store: QuizStore;
    readonly clock: Pick<Clock, "now">;
    readonly ids: Ids;
  },
): Quizzes {
  return {
    async create(request, owner) {
      const seed = request.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!;
      const quiz: Quiz = {
        id: ids.next("quiz"),
        title: request.title,
        questionIds: request.questionIds ? known(request.questionIds, bank) : chosen(request, { bank, seed }),
        seed,
        createdAt: clock.now().toISOString(),
      };
      await store.add(quiz, owner);
      return quiz;
    },
    async get(id, visible) {
      const found = await store.get(id);
      if (!found || !visible(found.owner)) throw new NotFound("quiz", id);
      return found.quiz;
    },
    async resolve({ quizId, ...request }, visible) {
      if (quizId === undefined) return request;
      const others = choosing.filter((name) => request[name] !== undefined);
      if (others.length > 0) {
        throw new InvalidRequest(
          others.map((name) => ({
            pointer: `/${name}`,
            detail: "the quiz has its questions, expected this to be absent",
          })),
        );
      }
      const found = await store.get(quizId);
      if (!found || !visible(found.owner)) {
        throw new InvalidRequest([{
          pointer: "/quizId",
          detail: `unknown quiz "${quizId}", expected an id of /v1/quizzes`,
        }]);
      }
      const { questionIds, seed } = found.quiz;
      return { ...request, questionIds: known(questionIds, bank, "/quizId"), seed: request.seed ?? seed };
    },
  };
}

function known(questionIds: readonly string[], bank: Bank, pointer?: string): readonly string[] {
  const faults = questionIds.flatMap((id, index) =>
    bank.get(id) ? [] : [{
      pointer: pointer ?? `/questionIds/${index}`,
      detail: `unknown question "${id}", expected an id from /v1/questions`,
    }]
  );
  if (faults.length > 0) throw new InvalidRequest(faults);
  return questionIds;
}

/** As a mock interview chooses them when every answer is partly right: kinds and topics take turns, at medium difficulty first. */
function chosen(
  { topics, length = defaultLength }: QuizRequest,
  { bank, seed }: { readonly bank: Bank; readonly seed: number },
): readonly string[] {
  const asked: { readonly question: NonNullable<ReturnType<typeof chooseNext>>; readonly outcome: "partial" }[] = [];
  while (asked.length < length) {
    const question = chooseNext({ mode: "mock", ...(topics && { topics }) }, asked, { bank, mode: "mock", seed });
    if (!question) break;
    asked.push({ question, outcome: "partial" });
  }
  if (asked.length < length) {
    throw new InvalidRequest([{
      pointer: "/length",
      detail: `only ${asked.length} questions fit, expected at most as many`,
    }]);
  }
  return asked.map(({ question }) => question.id);
}
