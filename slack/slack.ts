import { Conflict, type Interview, InvalidRequest, NotFound, type StartRequest, type Turn } from "../interview/mod.ts";
import type { Answer } from "../grader/mod.ts";
import type { Learners } from "../learners/mod.ts";
import {
  type Bank,
  type Difficulty,
  type PublicQuestion,
  publicView,
  type Topic,
  topics,
} from "../question-bank/mod.ts";
import { type Aim, aimOf, answerForm, type Message } from "./blocks.ts";
import { createThreads, type Threads } from "./conversation.ts";
import { createDailyQuiz, type DailyQuiz } from "./daily.ts";
import { homeView } from "./home.ts";
import type { Actor, Binding, SlackStore, SlackWeb, Task, Work } from "./ports.ts";

/** What the Slack door works with. */
export interface SlackParts {
  readonly store: SlackStore;
  readonly interview: Interview;
  readonly learners: Learners;
  readonly bank: Bank;
  readonly clock: { now(): Date };
  readonly ids: { next(prefix: string): string };
  /** The Web API of a workspace; `null` where the app is not installed. */
  readonly web: (teamId: string) => Promise<SlackWeb | null>;
  /** Sends a text to the address that came with a command or a press. */
  readonly respond: (responseUrl: string, text: string) => Promise<void>;
  /** Address under which people reach the pages, such as "https://viva.example". */
  readonly publicUrl: string;
  onFault(error: unknown, fields: Record<string, unknown>): void;
}

/** The Slack door: takes what Slack sends, works on it later, keeps threads in step. */
export interface Slack {
  /** Keeps a task on disk and works on it soon; a repeat is not worked on again. Resolves when it is on disk. */
  take(task: Task): Promise<void>;
  /** Opens the form for an answer, at once: Slack's permission to do so lasts three seconds. */
  openForm(actor: Actor, press: { readonly aim: Aim; readonly triggerId: string }): Promise<void>;
  /** Goes on with what an earlier process has left; called once, at start. */
  resume(): Promise<void>;
  /** Posts daily questions that are due; called a few times a minute. */
  tick(): Promise<void>;
  /** Resolves when everything that is committed of an interview is in its thread. */
  sync(sessionId: string): Promise<void>;
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
  /** Ends. What is not done is done after the next start. */
  close(): Promise<void>;
}

/** Who a member of a workspace is as a learner. */
export const learnerOf = ({ teamId, userId }: Actor): string => `slack:${teamId}:${userId}`;

const quizLength = 3;

/** Builds the door. */
export function createSlack(parts: SlackParts): Slack {
  const { store, bank, clock } = parts;
  const views = new Map<string, PublicQuestion>();
  const questions = (id: string) => {
    const question = bank.get(id);
    if (question && !views.has(id)) views.set(id, publicView(question));
    return views.get(id);
  };
  const webUrl = (sessionId: string) => new URL(`/sessions/${sessionId}`, parts.publicUrl).href;
  const threads = createThreads({ ...parts, questions, webUrl });
  const daily = createDailyQuiz(parts);
  const context: Context = { ...parts, threads, daily, questions, webUrl };
  /** What one member does is worked on in order, and members do not wait for each other. */
  const lines = new Map<string, Promise<void>>();
  const forms = new Set<Promise<void>>();
  let closed = false;

  const run = (task: Task): void => {
    const name = "userId" in task.work ? learnerOf(task.work) : task.work.teamId;
    const next = (lines.get(name) ?? Promise.resolve()).then(async () => {
      if (closed) return;
      await workOn(task, context);
      await store.endTask(task.id);
    }).catch((error) => parts.onFault(error, { task: task.work.kind }));
    lines.set(name, next);
    void next.then(() => lines.get(name) === next && lines.delete(name));
  };
  return {
    async take(task) {
      if (await store.addTask(task, clock.now().toISOString())) run(task);
    },
    openForm(actor, press) {
      const opening = openForm(actor, { ...press, context }).finally(() => forms.delete(opening));
      forms.add(opening);
      return opening;
    },
    async resume() {
      await threads.resume();
      for (const task of await store.openTasks()) run(task);
    },
    sync: threads.sync,
    tick: () => daily.tick(),
    async idle() {
      while (lines.size + forms.size > 0) await Promise.allSettled([...lines.values(), ...forms]);
    },
    async close() {
      closed = true;
      await Promise.allSettled([...lines.values(), ...forms]);
      await threads.close();
    },
  };
}

async function openForm(
  actor: Actor,
  { aim, triggerId, context }: { readonly aim: Aim; readonly triggerId: string; readonly context: Context },
): Promise<void> {
  const question = context.questions(aim.questionId);
  const client = await context.web(actor.teamId);
  if (question && client) await client.openView({ trigger_id: triggerId, view: answerForm(question, aim) });
}

interface Context extends SlackParts {
  readonly threads: Threads;
  readonly daily: DailyQuiz;
  readonly questions: (id: string) => PublicQuestion | undefined;
  readonly webUrl: (sessionId: string) => string;
}

async function workOn({ id, work }: Task, context: Context): Promise<void> {
  switch (work.kind) {
    case "interview":
      return await interviewCommand(work, { id, context });
    case "quiz":
      return await quizCommand(work, { id, context });
    case "press":
      return await press(work, { id, context });
    case "answer":
      return await turn(work, { id, context, aim: work, turn: (question) => answerTurn(question, work.text) });
    case "reply":
      return await threadReply(work, { id, context });
    case "home":
      return await home(work, context);
    case "uninstalled":
      return await context.store.uninstall(work.teamId);
    default:
      return work satisfies never;
  }
}

interface Doing {
  /** Id of the task: a repeat after a crash is the same turn. */
  readonly id: string;
  readonly context: Context;
}

const help = [
  "`/interview [practice|mock|timed] [topic] [easy|medium|hard]` starts an interview in our conversation; `/interview status` finds it again, `/interview end` ends it.",
  "`/quiz [topic]` asks you three quick questions. `/quiz daily 09:00 [topic]` asks this channel one a day (UTC), `/quiz off` ends that, `/quiz leaderboard` tells who stands where.",
  `Topics: ${topics.join(", ")}.`,
].join("\n");

/** What the words after `/interview` ask for; `null` for words that mean nothing. */
export function requestOf(text: string): StartRequest | null {
  let request: StartRequest = { mode: "practice" };
  for (const word of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    if (word === "practice" || word === "mock" || word === "timed") request = { ...request, mode: word };
    else if (word === "easy" || word === "medium" || word === "hard") {
      request = { ...request, difficulty: word satisfies Difficulty };
    } else if (isTopic(word)) request = { ...request, topics: [...(request.topics ?? []), word] };
    else return null;
  }
  return request;
}

const isTopic = (word: string): word is Topic => (topics as readonly string[]).includes(word);

async function interviewCommand(work: Work & { kind: "interview" }, { id, context }: Doing): Promise<void> {
  const say = (text: string) => context.respond(work.responseUrl, text);
  const [first = ""] = work.text.trim().toLowerCase().split(/\s+/);
  if (first === "help") return await say(help);
  const going = await goingOn(work, context);
  if (first === "status") {
    return await say(
      going ? `Your interview goes on here: ${context.webUrl(going.sessionId)}` : "You have no interview open.",
    );
  }
  if (first === "end") {
    if (!going) return await say("You have no interview open.");
    await context.interview.takeTurn(going.sessionId, { type: "end" }, { idempotencyKey: id });
    await context.threads.sync(going.sessionId);
    return await say("Your interview has ended; its report is linked in its thread.");
  }
  const request = requestOf(work.text);
  if (!request) return await say(`I do not know what to do with "${work.text.trim()}".\n${help}`);
  // Whoever pressed Enter twice, or sent it again after a timeout, has one interview.
  if (going) {
    return await say(
      `You have an interview open already: ${context.webUrl(going.sessionId)}. \`/interview end\` ends it.`,
    );
  }
  await begin(request, { actor: work, context });
  await say("Your interview has begun in our conversation.");
}

async function goingOn(actor: Actor, { store, interview }: Context): Promise<Binding | null> {
  for (const binding of await store.bindingsOf(actor)) {
    const session = await interview.get(binding.sessionId);
    if (session && session.state !== "finished") return binding;
  }
  return null;
}

/** Opens a thread with the member and an interview in it. */
async function begin(
  request: StartRequest,
  { actor, context }: { readonly actor: Actor; readonly context: Context },
): Promise<void> {
  const { interview, store, threads } = context;
  const client = await clientOf(actor, context);
  const session = await interview.start({ ...request, learner: learnerOf(actor) }, null);
  const channelId = await client.openConversation(actor.userId);
  const title = `${nameOf(request)}: ${session.length === 1 ? "one question" : `${session.length} questions`}`;
  const { channel, ts } = await client.postMessage({
    channel: channelId,
    ...said(`*${title}*. We talk in this thread.`),
  });
  const { teamId, userId } = actor;
  const binding: Binding = {
    teamId,
    userId,
    sessionId: session.id,
    channelId: channel,
    threadTs: ts,
    posted: 0,
    lastTs: null,
    lastFrom: 0,
  };
  await store.bind(binding);
  await threads.sync(session.id);
  threads.follow(binding);
}

const nameOf = ({ mode }: StartRequest) =>
  ({ practice: "Practice", mock: "Mock interview", timed: "Timed interview" })[mode];

const said = (text: string): Message => ({ text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] });

async function clientOf(actor: Actor, { web }: Context): Promise<SlackWeb> {
  const client = await web(actor.teamId);
  if (!client) throw new Error(`Cannot answer in workspace "${actor.teamId}": the app is not installed there`);
  return client;
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;

async function quizCommand(work: Work & { kind: "quiz" }, { context }: Doing): Promise<void> {
  const { store, daily } = context;
  const say = (text: string) => context.respond(work.responseUrl, text);
  const [first = "", second, third] = work.text.trim().toLowerCase().split(/\s+/);
  const channel = { teamId: work.teamId, channelId: work.channelId };
  switch (first) {
    case "help":
      return await say(help);
    case "leaderboard":
      return await say(await daily.leaderboard(channel));
    case "off":
      return await say(
        await store.endDaily(channel)
          ? "This channel gets no more daily questions."
          : "This channel has no daily question.",
      );
    case "daily": {
      const [time, topic] = [second ?? "09:00", third ?? null];
      if (!timePattern.test(time)) return await say(`"${time}" is no time of day, expected one such as 09:00 (UTC).`);
      if (topic !== null && !isTopic(topic)) {
        return await say(`"${topic}" is no topic, expected one of ${topics.join(", ")}.`);
      }
      await store.setDaily({ ...channel, time, topic });
      return await say(`This channel gets a question every day at ${time} UTC.`);
    }
    default: {
      if (first !== "" && !isTopic(first)) return await say(`"${first}" is no topic.\n${help}`);
      const going = await goingOn(work, context);
      if (going) return await say(`You have an interview open already: ${context.webUrl(going.sessionId)}`);
      const request: StartRequest = {
        mode: "practice",
        length: quizLength,
        ...(isTopic(first) ? { topics: [first] } : { kinds: ["multiple-choice"] }),
      };
      await begin(request, { actor: work, context });
      return await say("Your questions are in our conversation.");
    }
  }
}

async function press(work: Work & { kind: "press" }, { id, context }: Doing): Promise<void> {
  const say = async (text: string) => {
    if (work.responseUrl) await context.respond(work.responseUrl, text);
  };
  const [action = "", choice] = work.action.split(":");
  switch (action) {
    case "daily":
      return await say(await context.daily.answer(work, { id: work.value, choice: choice ?? "" }));
    case "start": {
      if (!await goingOn(work, context)) await begin({ mode: "practice" }, { actor: work, context });
      return await home(work, context);
    }
    case "forget":
      await forget(work, context);
      return await home(work, context);
    case "hint":
    case "skip":
    case "end":
    case "choose": {
      const aim = aimOf(work.value);
      if (!aim) return;
      const wanted: Turn = action === "choose"
        ? { type: "answer", answer: { kind: "multiple-choice", choices: [choice ?? ""] } }
        : { type: action };
      return await turn(work, { id, context, aim, say, turn: () => wanted });
    }
    default:
      return;
  }
}

function answerTurn(question: PublicQuestion, text: string): Turn {
  const answer: Answer = question.kind === "coding"
    ? { kind: "coding", language: "typescript", source: text }
    : question.kind === "free-text"
    ? { kind: "free-text", text }
    : { kind: "multiple-choice", choices: text.toLowerCase().split(/[^a-z]+/).filter(Boolean) };
  return { type: "answer", answer };
}

/** Takes a turn for the member whose interview it is, if it is meant for the question that is asked now. */
async function turn(
  actor: Actor,
  { id, context, aim, turn, say }: Doing & {
    readonly aim: Aim;
    readonly turn: (question: PublicQuestion) => Turn;
    readonly say?: (text: string) => Promise<void>;
  },
): Promise<void> {
  const { store, interview, threads } = context;
  const binding = await store.binding(aim.sessionId);
  const tell = say ?? ((text: string) => tellAlone(actor, { binding, text, context }));
  if (!binding || binding.userId !== actor.userId || binding.teamId !== actor.teamId) {
    return await tell("This is somebody else's interview. `/interview` starts one of your own.");
  }
  const session = await interview.get(aim.sessionId);
  if (!session?.question || session.question.id !== aim.questionId) {
    return await tell("That was meant for an earlier question; nothing was changed.");
  }
  try {
    await interview.takeTurn(aim.sessionId, turn(session.question), { idempotencyKey: id });
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof InvalidRequest || error instanceof NotFound)) throw error;
    return await tell(
      error instanceof Conflict
        ? "I am still reading your last answer; nothing was changed."
        : `I cannot take that as an answer here: ${error.message}.`,
    );
  }
  await threads.sync(aim.sessionId);
  threads.follow(binding);
}

async function tellAlone(
  actor: Actor,
  { binding, text, context }: { readonly binding: Binding | null; readonly text: string; readonly context: Context },
): Promise<void> {
  const client = await clientOf(actor, context);
  const channel = binding?.userId === actor.userId ? binding.channelId : await client.openConversation(actor.userId);
  await client.postEphemeral({ channel, user: actor.userId, ...said(text) });
}

/** A reply in the thread of an interview answers the question, as a form does. */
async function threadReply(work: Work & { kind: "reply" }, { id, context }: Doing): Promise<void> {
  const binding = await context.store.bindingOf(work);
  if (!binding || binding.userId !== work.userId) return;
  const session = await context.interview.get(binding.sessionId);
  if (!session?.question) return;
  const aim = { sessionId: session.id, questionId: session.question.id };
  await turn(work, { id, context, aim, turn: (question) => answerTurn(question, work.text) });
}

async function home(actor: Actor, { store, interview, learners, clock, web, webUrl }: Context): Promise<void> {
  const client = await web(actor.teamId);
  if (!client) return;
  const sessions = await Promise.all((await store.bindingsOf(actor)).map(({ sessionId }) => interview.get(sessionId)));
  const known = sessions.filter((session) => session !== null);
  const reviews = await learners.reviewsSoFar(learnerOf(actor), () => true);
  const now = clock.now().toISOString();
  const due = reviews.filter(({ dueAt }) => dueAt <= now);
  await client.publishHome({
    user_id: actor.userId,
    view: homeView({
      open: known.filter(({ state }) => state !== "finished").map(({ id, mode, position, length, createdAt }) => ({
        id,
        mode,
        position,
        length,
        createdAt,
        url: webUrl(id),
      })),
      finished: known.filter(({ state }) => state === "finished").length,
      due,
      nextDueAt: reviews[due.length]?.dueAt ?? null,
    }),
  });
}

async function forget(actor: Actor, { store, learners }: Context): Promise<void> {
  await learners.erase(learnerOf(actor), () => true, { dryRun: false }).catch((error) => {
    if (!(error instanceof NotFound)) throw error;
  });
  await store.forget(actor);
}
