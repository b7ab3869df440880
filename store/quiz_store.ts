import { eq } from "drizzle-orm";
import type { QuizStore } from "../interview/mod.ts";
import type { Database } from "./database.ts";
import { quizzes } from "./schema.ts";

/** Quizzes in the database. */
export function createQuizStore({ read, write }: Database): QuizStore {
  return {
    add: (quiz, owner) => write(async (tx) => void await tx.insert(quizzes).values({ ...quiz, owner })),
    get: (id) =>
      read(async (db) => {
        const [row] = await db.select().from(quizzes).where(eq(quizzes.id, id));
        if (!row) return null;
        const { owner, ...quiz } = row;
        return { quiz, owner };
      }),
  };
}
