import type { Bank, MultipleChoiceQuestion, Topic } from "../question-bank/mod.ts";
import { publicView } from "../question-bank/mod.ts";
import type { KnownBlock } from "@slack/types";
import { choiceBlocks, markdown, type Message } from "./blocks.ts";
import { checkBlocks, cut, limits } from "./limits.ts";
import { plainMaths } from "./plain_maths.ts";
import type { Actor, DailyChannel, DailyQuestion, SlackStore, SlackWeb, Standing } from "./ports.ts";

/** A channel's daily question and its leaderboard. */
export interface DailyQuiz {
  /** Posts what is due now, and tells the solutions of the day before. */
  tick(): Promise<void>;
  /** Takes a member's answer; gives what to tell that member alone. */
  answer(actor: Actor, press: { readonly id: string; readonly choice: string }): Promise<string>;
  /** How a channel stands. */
  leaderboard(channel: Pick<DailyChannel, "teamId" | "channelId">): Promise<string>;
}

const standingDays = 30;
const dayMs = 86_400_000;
const places = ["1.", "2.", "3."];

/** Builds it. Questions are multiple choice with one right option: a press answers, and the key grades at once. */
export function createDailyQuiz(
  { store, bank, clock, ids, web, onFault }: {
    readonly store: SlackStore;
    readonly bank: Bank;
    readonly clock: { now(): Date };
    readonly ids: { next(prefix: string): string };
    readonly web: (teamId: string) => Promise<SlackWeb | null>;
    onFault(error: unknown, fields: Record<string, unknown>): void;
  },
): DailyQuiz {
  const pool = bank.questions.filter((question): question is MultipleChoiceQuestion =>
    question.kind === "multiple-choice" && question.options.filter(({ correct }) => correct).length === 1
  );
  const questionFor = (asked: readonly DailyQuestion[], topic: string | null): MultipleChoiceQuestion | undefined => {
    const fits = pool.filter((question) => topic === null || question.topic === topic as Topic);
    const last = (id: string) => asked.findIndex(({ questionId }) => questionId === id);
    // What was never asked comes first, then what was asked longest ago.
    return fits.toSorted((a, b) => rankOf(last(b.id)) - rankOf(last(a.id)))[0];
  };
  const post = async (channel: DailyChannel, day: string): Promise<void> => {
    const asked = await store.questionsOf(channel);
    const client = await web(channel.teamId);
    if (!client) return;
    for (const old of asked.filter(({ closed, day: before }) => !closed && before < day)) {
      const question = bank.get(old.questionId);
      if (old.messageTs && question?.kind === "multiple-choice") {
        await client.updateMessage({ channel: channel.channelId, ts: old.messageTs, ...solution(question) });
      }
      await store.updateQuestion(old.id, { closed: true });
    }
    const today = asked.find((one) => one.day === day);
    if (today?.messageTs) return;
    const question = today ? bank.get(today.questionId) : questionFor(asked, channel.topic);
    if (question?.kind !== "multiple-choice") return;
    const { teamId, channelId } = channel;
    const id = today?.id ?? ids.next("daily");
    if (!today) {
      await store.addQuestion({ id, teamId, channelId, questionId: question.id, day, messageTs: null, closed: false });
    }
    const { ts } = await client.postMessage({ channel: channelId, ...ofTheDay(question, id) });
    await store.updateQuestion(id, { messageTs: ts });
  };
  const leaderboard = async (channel: Pick<DailyChannel, "teamId" | "channelId">): Promise<string> => {
    const since = new Date(clock.now().getTime() - standingDays * dayMs).toISOString();
    const standings = await store.standings(channel, since);
    return standings.length === 0
      ? "Nobody has answered here yet."
      : `Right answers of the last ${standingDays} days:\n${standings.slice(0, 10).map(line).join("\n")}`;
  };
  return {
    async tick() {
      const now = clock.now().toISOString();
      const [day, time] = [now.slice(0, 10), now.slice(11, 16)];
      for (const channel of await store.dailyChannels()) {
        if (time < channel.time) continue;
        await post(channel, day).catch((error) => onFault(error, { channel: channel.channelId }));
      }
    },
    async answer({ userId }, { id, choice }) {
      const daily = await store.question(id);
      const question = daily && bank.get(daily.questionId);
      if (!daily || question?.kind !== "multiple-choice") return "This question is no longer here.";
      if (daily.closed) return "This question is over; its solution stands in the message.";
      const chosen = question.options.find((option) => option.id === choice);
      if (!chosen) return "There is no such option.";
      const correct = chosen.correct;
      const isFirst = await store.addAnswer({
        questionId: id,
        userId,
        choice,
        correct,
        at: clock.now().toISOString(),
      });
      if (!isFirst) return "Your first answer counts; it is in already.";
      const verdict = correct ? "That is right." : "That is not right.";
      return `${verdict} ${plainMaths(chosen.why)}\n\n${await leaderboard(daily)}`;
    },
    leaderboard,
  };
}

const rankOf = (place: number) => place < 0 ? Number.MAX_SAFE_INTEGER : place;

const line = ({ userId, correct, answered }: Standing, index: number) =>
  `${places[index] ?? `${index + 1}.`} <@${userId}> ${correct} of ${answered}`;

function ofTheDay(question: MultipleChoiceQuestion, id: string): Message {
  const { title, prompt, options = [] } = publicView(question);
  const blocks: readonly KnownBlock[] = [
    { type: "header", text: { type: "plain_text", text: cut(`Question of the day: ${title}`, limits.header) } },
    markdown(prompt),
    ...choiceBlocks(options, (choice) => ({ action: `daily:${choice}`, value: id })),
  ];
  return { text: cut(`Question of the day: ${plainMaths(prompt)}`, limits.fallback), blocks: checkBlocks(blocks) };
}

function solution(question: MultipleChoiceQuestion): Message {
  const reasons = question.options.map(({ id, text, correct, why }) =>
    `**${correct ? "✓" : "✗"} ${id.toUpperCase()}.** ${text} ${why}`
  ).join("\n\n");
  const blocks: readonly KnownBlock[] = [
    { type: "header", text: { type: "plain_text", text: cut(question.title, limits.header) } },
    markdown(question.prompt),
    markdown(reasons),
  ];
  return { text: cut(`${question.title}: the solution`, limits.fallback), blocks: checkBlocks(blocks) };
}
