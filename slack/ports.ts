import type { KnownBlock, View } from "@slack/types";

/** A request of Slack's that was taken, and waits to be worked on. */
export interface Task {
  /** Slack's own id of it where there is one, so that a repeat is known. */
  readonly id: string;
  /** What it is. */
  readonly work: Work;
}

/** Who did something in Slack. */
export interface Actor {
  /** Workspace. */
  readonly teamId: string;
  /** Member of the workspace. */
  readonly userId: string;
}

/** What there is to do. */
export type Work =
  | (Actor & { readonly kind: "interview"; readonly text: string; readonly responseUrl: string })
  | (Actor & {
    readonly kind: "quiz";
    readonly text: string;
    readonly channelId: string;
    readonly responseUrl: string;
  })
  | (Actor & {
    readonly kind: "press";
    readonly action: string;
    readonly value: string;
    readonly channelId: string | null;
    readonly messageTs: string | null;
    readonly responseUrl: string | null;
  })
  | (Actor & {
    readonly kind: "answer";
    readonly sessionId: string;
    readonly questionId: string;
    readonly text: string;
  })
  | (Actor & { readonly kind: "reply"; readonly channelId: string; readonly threadTs: string; readonly text: string })
  | (Actor & { readonly kind: "home" })
  | { readonly kind: "uninstalled"; readonly teamId: string };

/** An interview in a thread. */
export interface Binding extends Actor {
  /** The interview. */
  readonly sessionId: string;
  /** The conversation with the member. */
  readonly channelId: string;
  /** The message that the thread hangs on. */
  readonly threadTs: string;
  /** Entries of the transcript that are in the thread. */
  readonly posted: number;
  /** The last message, which holds the entries from `lastFrom` to `posted`; `null` before the first. */
  readonly lastTs: string | null;
  /** Where the last message begins. */
  readonly lastFrom: number;
}

/** A question of the day in a channel. */
export interface DailyQuestion {
  /** Id of it. */
  readonly id: string;
  /** Workspace. */
  readonly teamId: string;
  /** Where it was asked. */
  readonly channelId: string;
  /** What was asked. */
  readonly questionId: string;
  /** UTC day, such as "2027-01-31". */
  readonly day: string;
  /** The message; `null` while it is not posted. */
  readonly messageTs: string | null;
  /** Whether the solution has been told. */
  readonly closed: boolean;
}

/** A channel that gets a question every day. */
export interface DailyChannel {
  /** Workspace. */
  readonly teamId: string;
  /** Channel. */
  readonly channelId: string;
  /** UTC time of day, such as "09:00". */
  readonly time: string;
  /** Only questions of this topic; `null` for all. */
  readonly topic: string | null;
}

/** How a member stands in a channel's quiz. */
export interface Standing {
  /** Member. */
  readonly userId: string;
  /** Right answers. */
  readonly correct: number;
  /** Answers. */
  readonly answered: number;
}

/** What the Slack door keeps. */
export interface SlackStore {
  /** Adds a task; `false` when it is there already. */
  addTask(task: Task, at: string): Promise<boolean>;
  /** Tasks that are not done, in the order in which they came. */
  openTasks(): Promise<readonly Task[]>;
  /** Marks a task as done; its content is forgotten. */
  endTask(id: string): Promise<void>;
  /** Adds a binding. */
  bind(binding: Binding): Promise<void>;
  /** The binding of an interview; `null` when it is in no thread. */
  binding(sessionId: string): Promise<Binding | null>;
  /** The interview in a thread. */
  bindingOf(
    thread: { readonly teamId: string; readonly channelId: string; readonly threadTs: string },
  ): Promise<Binding | null>;
  /** Bindings of a member, newest first. */
  bindingsOf(actor: Actor): Promise<readonly Binding[]>;
  /** All bindings that may still have something to post. */
  openBindings(): Promise<readonly Binding[]>;
  /** Notes what is in the thread now. */
  posted(
    sessionId: string,
    state: Pick<Binding, "posted" | "lastTs" | "lastFrom"> & { readonly over: boolean },
  ): Promise<void>;
  /** Forgets everything that is held about a member. */
  forget(actor: Actor): Promise<void>;
  /** Sets or changes when a channel gets its question. */
  setDaily(channel: DailyChannel): Promise<void>;
  /** Stops a channel's questions; `false` when it had none. */
  endDaily(channel: Pick<DailyChannel, "teamId" | "channelId">): Promise<boolean>;
  /** All channels that get a question. */
  dailyChannels(): Promise<readonly DailyChannel[]>;
  /** Adds a day's question; `false` when the channel has one for that day. */
  addQuestion(question: DailyQuestion): Promise<boolean>;
  /** The questions of a channel, newest first. */
  questionsOf(channel: Pick<DailyChannel, "teamId" | "channelId">): Promise<readonly DailyQuestion[]>;
  /** `null` for an unknown id. */
  question(id: string): Promise<DailyQuestion | null>;
  /** Notes that a day's question was posted, or that its solution was told. */
  updateQuestion(id: string, change: Partial<Pick<DailyQuestion, "messageTs" | "closed">>): Promise<void>;
  /** Notes a member's answer; `false` when there is one already. */
  addAnswer(answer: {
    readonly questionId: string;
    readonly userId: string;
    readonly choice: string;
    readonly correct: boolean;
    readonly at: string;
  }): Promise<boolean>;
  /** Standings of a channel since an ISO time, the best first. */
  standings(
    channel: Pick<DailyChannel, "teamId" | "channelId">,
    since: string,
  ): Promise<readonly Standing[]>;
  /** Keeps a workspace's token, encrypted. */
  install(installation: { readonly teamId: string; readonly token: string; readonly botUserId: string }): Promise<void>;
  /** A workspace's token, encrypted; `null` where the app is not installed. */
  installation(teamId: string): Promise<{ readonly token: string; readonly botUserId: string } | null>;
  /** Forgets a workspace's token. */
  uninstall(teamId: string): Promise<void>;
  /** Keeps the state of an installation that has begun. */
  addState(state: string, until: string): Promise<void>;
  /** Takes a state, once; `false` when it is unknown, used or too old. */
  takeState(state: string, now: string): Promise<boolean>;
}

/** Methods of Slack's Web API that are used. */
export interface SlackWeb {
  /** Posts a message; gives its place. */
  postMessage(message: {
    readonly channel: string;
    readonly text: string;
    readonly blocks: readonly KnownBlock[];
    readonly thread_ts?: string;
  }): Promise<{ readonly channel: string; readonly ts: string }>;
  /** Changes a message. */
  updateMessage(message: {
    readonly channel: string;
    readonly ts: string;
    readonly text: string;
    readonly blocks: readonly KnownBlock[];
  }): Promise<void>;
  /** Shows a message to one member of a channel. */
  postEphemeral(message: {
    readonly channel: string;
    readonly user: string;
    readonly text: string;
    readonly blocks: readonly KnownBlock[];
  }): Promise<void>;
  /** Opens the conversation with a member; gives its channel. */
  openConversation(userId: string): Promise<string>;
  /** Opens a form. */
  openView(options: { readonly trigger_id: string; readonly view: View }): Promise<void>;
  /** Shows a member's home page. */
  publishHome(options: { readonly user_id: string; readonly view: View }): Promise<void>;
}
