/**
 * Every word of the interface, in English. What the interviewer says comes from the interview service and the question bank.
 *
 * @module
 */
import type { Difficulty, QuestionKind, Topic } from "../../question-bank/mod.ts";
import type { GraderIdentity, RunStatus, Verdict } from "../../grader/mod.ts";
import type { AppealView, Mode } from "../../interview/mod.ts";

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

export const product = "viva";
export const titleOf = (page: string) => `${page} · ${product}`;

export const topicNames: Readonly<Record<Topic, string>> = {
  fundamentals: "Fundamentals",
  losses: "Losses",
  training: "Training",
  evaluation: "Evaluation",
  architectures: "Architectures",
  conditional: "Conditional models",
  applications: "Applications",
  autoencoders: "Autoencoders",
  scenarios: "Scenarios",
};
export const difficultyNames: Readonly<Record<Difficulty, string>> = { easy: "easy", medium: "medium", hard: "hard" };
export const kindNames: Readonly<Record<QuestionKind, string>> = {
  "multiple-choice": "multiple choice",
  "free-text": "in your own words",
  coding: "code",
};
export const modeNames: Readonly<Record<Mode, string>> = {
  practice: "Practice",
  mock: "Mock interview",
  timed: "Timed interview",
};

export const layout = {
  skip: "Skip to the content",
  start: "Start",
  questions: "Questions",
  navigation: "Site",
  table: "Table",
};

export const login = {
  title: "Log in",
  what:
    "This viva belongs to an organisation. Whoever sent you a link to an interview can also open it without logging in.",
  key: "Access key",
  keyHelp: "It starts with viva_live_. Whoever runs this server makes keys.",
  withKey: "Log in with the key",
  withProvider: "Log in with your organisation",
  refused: "That key is not valid. It may have been revoked, have expired, or be mistyped; nothing was changed.",
  failed: "The log-in did not work. Please start it again from here.",
  out: "Log out",
  as: "Logged in as",
};

export const start = {
  title: "Interview practice for GANs and autoencoders",
  lead: "Answer as you would in the room.",
  what:
    "viva asks you interview questions on GANs and autoencoders, grades every answer point by point, and shows you which of your words each point rests on.",
  resume: "Go on where you were",
  resumeAt: (mode: Mode, position: number, length: number) => `${modeNames[mode]}, question ${position} of ${length}`,
  startedAt: "started",
  practice: {
    title: "Practise a topic",
    what: "Feedback after every answer, hints when you want them.",
    go: "Start practising",
  },
  due: {
    title: (count: number) => `Due today: ${plural(count, "point")}`,
    what: (titles: readonly string[]) =>
      titles.length <= 3
        ? `${titles.join("; ")}.`
        : `${titles.slice(0, 3).join("; ")}; and ${plural(titles.length - 3, "more question")}.`,
    go: "Review them now",
  },
  mock: {
    title: "Mock interview",
    what: "Mixed topics, and it adapts to you. No scores until the end.",
    go: "Start the interview",
  },
  coding: {
    title: "One coding question",
    what: "Write a small piece of a model in TypeScript. It is run and checked.",
    go: "Open the editor",
  },
  topic: "Topic",
  anyTopic: "All topics",
  difficulty: "Difficulty",
  anyDifficulty: "Any difficulty",
  length: "Questions",
  lengthOf: (count: number) => plural(count, "question"),
  timed: "With a clock, which you can stop",
  stay: "Grade on this machine only",
  question: "Question",
  anyQuestion: "Choose one for me",
  none: "There is no coding question in this question bank.",
  aboutGrading: "Grading",
  aboutData: "Your data",
  aboutCode: "Code",
  tiers: {
    jail: "runs in a jail without network",
    landlock: "runs with the network and the disk closed off",
    "limits-only": "runs with limits on time and memory only",
    none: "cannot be run on this machine",
  } as Readonly<Record<string, string>>,
  browse: (count: number) => `Browse all ${count} questions`,
};

export const interview = {
  title: "Interview",
  position: (position: number, length: number) => `Question ${position} of ${length}`,
  onlyQuestion: "One question",
  finished: "Finished",
  you: "You",
  interviewer: "Interviewer",
  conversation: "Conversation",
  turn: {
    "awaiting-answer": "Your turn",
    grading: "Grading your answer",
    finished: "Finished",
  },
  question: (position: number) => `Question ${position}`,
  opening: "Opening",
  outdated: "What I said before it was graded anew",
  followUp: "A chance to win points back",
  followUpShort: "Follow-up",
  gradeOf: (what: string) => `Grade, ${what.toLowerCase()}`,
  choices: "Options",
  chooseOne: ["Choose one.", "Press a letter to go to an option, then Enter to answer."],
  chooseMany: ["Choose all that apply.", "Press a letter to tick an option."],
  answerLabel: "Your answer",
  answerPlaceholder: "A few sentences, in your own words",
  enterSends: "Enter sends, Shift + Enter starts a new line",
  send: "Send answer",
  code: {
    label: "Your code",
    run: "Run and submit",
    runKeys: "Ctrl or ⌘ + Enter",
    keys: "Tab indents. Press Esc, then Tab to leave the editor.",
    released: "Tab now leaves the editor.",
    reset: "Back to the starter",
    resetDone: "The starter is back. Undo brings your code back.",
    exports: "What your code must export",
    limits: (seconds: number, mib: number) => `At most ${seconds} s and ${mib} MiB.`,
    yours: (lines: number) => `Your code, ${plural(lines, "line")}`,
    changes: (added: number, removed: number) =>
      `Changed since the run before: ${plural(added, "line")} added, ${removed} removed`,
    unchanged: "The same code as in the run before.",
  },
  trial: {
    run: "Precheck",
    cost: "free",
    what: "Runs the visible checks only. It costs nothing and counts for nothing.",
    heading: "Precheck",
    passed: (passed: number, of: number) => `Precheck: ${passed} of ${plural(of, "visible check")} passed`,
    note: "This was a trial: nothing of it counts. Hidden checks run when you submit.",
    running: "Running the visible checks.",
    stop: "Stop",
    stopped: "The precheck was stopped.",
    failed: "The precheck could not be run. Your code is untouched. Try again in a moment.",
  },
  trialStopped: "The precheck was stopped. Your code is untouched.",
  stop: "Stop",
  stopWhat: "Your code is kept; the run does not count.",
  losses: (step: number, losses: Readonly<Record<string, number>>) =>
    [`step ${step}`, ...Object.entries(losses).map(([name, value]) => `${name} ${value.toPrecision(4)}`)].join(", "),
  lossCurve: "Losses while it trains",
  step: "step",
  loss: "loss",
  pause: "Stop the clock",
  paused: (left: string) => `The clock stands at ${left}`,
  pausedWhat: "The question is put away until you go on. What you have written is kept.",
  goOn: "Go on",
  spent: (tokens: number, usd: number) =>
    `The language model has used ${tokens.toLocaleString("en")} tokens${
      usd > 0 ? `, $${usd.toFixed(usd < 1 ? 4 : 2)}` : ""
    } so far.`,
  hint: (next: number, of: number) => `Hint ${next} of ${of}`,
  hintCost: "−10 %",
  hintCostLong: "takes 10 % of what this question can still earn",
  noHints: "No hints left",
  noHintsAtAll: "No hints here",
  skip: "Skip",
  repeat: "Repeat",
  repeatText: "Could you repeat the question?",
  clarify: "Clarify",
  clarifyText: "Could you clarify what is meant?",
  ask: "Ask",
  askLabel: "Ask the interviewer",
  askSend: "Ask",
  end: "End",
  endSure: "This ends the interview. Your report is kept; questions not reached do not count.",
  endNow: "End the interview",
  actions: "Other things you can do",
  grading: {
    "multiple-choice": "Checking your choice.",
    "free-text": "Reading your answer.",
    coding: "Running your code.",
  } as Readonly<Record<QuestionKind, string>>,
  gradingTime: {
    key: "This takes a moment.",
    offline: "Usually less than a second.",
    llm: "Usually 5 to 20 seconds.",
    code: (seconds: number) => `At most ${seconds} seconds, and a little to start.`,
  },
  elapsed: (seconds: number) => `${seconds} s`,
  gradingNoScript: "This page reloads by itself until the answer is graded.",
  reload: "Reload",
  checks: "Checks so far",
  toReport: "See your report",
  another: "Start another interview",
  doneWords: "The interview is over.",
  timeLeft: "Time left",
  endsAt: "Ends at",
  timeWarning: (minutes: number) => `${plural(minutes, "minute")} left.`,
  timeOver: "The time is over. What is written in the field is not sent. The interview ends in a moment.",
  timeOverTitle: "Time is over",
  stale: "The interview has moved on since that page was loaded, so nothing more was sent. This is where it is now.",
  grading409: "Your last answer is still being graded. Nothing else was sent.",
  tooLong: "That answer is longer than the interviewer takes. It was not sent. Shorten it and send it again.",
  empty: "There was nothing to send. Write your answer, then send it.",
  busy: "Too many answers are waiting to be graded. Yours was not sent. Send it again in a moment.",
  gone: "The interview is over, so nothing was sent.",
};

export const client = {
  sending: "Sending.",
  offline: "You are offline. Your answer is kept on this device and goes out when you are back.",
  retrying: (seconds: number) =>
    `The server did not answer. Your answer is kept on this device. Trying again in ${plural(seconds, "second")}.`,
  tryNow: "Try now",
  refused: (detail: string) => `Your answer was not taken: ${detail} It is still here; change it and send it again.`,
  conflict: "Something else happened first, so nothing was sent. This is where the interview is now.",
  takeText: "Put my text into the field",
  lost: "The live connection is gone. This page looks for news every few seconds.",
  back: "Connected again.",
  draftKept: "Draft kept on this device",
  editorFailed: "The editor could not be loaded. You can write in this field instead.",
  plotFailed: "The plot could not be drawn. The numbers are below.",
  check: (title: string, passed: boolean) => `${passed ? "passed" : "failed"}: ${title}`,
  serverError: "The server could not take your answer. It is kept on this device. Try again in a moment.",
};

export const grade = {
  heading: "What was heard",
  headingOptions: "The options",
  headingCode: "Checks",
  score: "Score",
  afterHints: (score: string) => `${score} with the hints counted`,
  outcome: { correct: "right", partial: "partly right", incorrect: "not right" },
  needsReview: "Not decided",
  needsReviewWhy: "The grader is not sure of a point that matters, so there is no score.",
  ungradable: "Not graded",
  ungradableWhy: "Something failed on our side. It does not count against you.",
  verdict: { met: "met", "not-met": "missing", unsure: "not sure" } as Readonly<Record<Verdict, string>>,
  check: { met: "passed", "not-met": "failed", unsure: "not run" } as Readonly<Record<Verdict, string>>,
  mark: { met: "✓", "not-met": "✗", unsure: "~" } as Readonly<Record<Verdict, string>>,
  weight: (weight: number, total: number) =>
    `${Math.round(weight * 100) / 100} of ${Math.round(total * 100) / 100} points`,
  share: (weight: number, total: number) => `${Math.round(100 * weight / total)} %`,
  concealed: "You can still make this point, so it is not told yet.",
  concealedMany: (count: number) => `${count} points are still open; they are told after the follow-up.`,
  youSaid: "You said",
  setRight: "Set right",
  optionRight: "right",
  optionWrong: "wrong",
  chosen: "your choice",
  by: {
    key: "Graded by the key",
    offline: "Graded offline, on the server",
    llm: "Graded by a language model",
    sandbox: "Graded by running your code",
    human: "Graded by a person",
  } as Readonly<Record<GraderIdentity["name"], string>>,
  how: "How this was graded",
  fields: {
    grader: "Grader",
    model: "Model",
    prompt: "Prompt",
    confidence: "Confidence",
    time: "Time",
    tokens: "Tokens",
    cost: "Cost",
    version: "Question version",
  },
  columns: { expected: "Expected", got: "Got", input: "Input" },
  same: "the same",
  turned: { mended: "mended since the run before", broken: "passed in the run before" },
  tiers: {
    jail: "jail, no network",
    landlock: "no network, no disk",
    "limits-only": "limits only",
  } as Readonly<Record<string, string>>,
  hidden: "hidden",
  hiddenNote: "The input of a hidden check is not shown.",
  run: {
    ok: "Ran to the end",
    "compile-error": "Did not compile",
    "runtime-error": "Stopped with an error",
    "time-limit": "Ran out of time",
    "memory-limit": "Ran out of memory",
    "output-limit": "Wrote too much output",
    killed: "Was stopped",
  } as Readonly<Record<RunStatus, string>>,
  facts: { status: "Run", time: "Time", memory: "Memory at peak", backend: "Backend", sandbox: "Sandbox" },
  stdout: "Output",
  stderr: "Errors",
  seconds: (ms: number) => ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`,
  mebibytes: (mib: number) => `${Math.round(mib)} MiB`,
  numbers: "Show numbers",
  notANumber: "not a number",
};

export const doubt = {
  why: "Why?",
  disagree: "I disagree",
  reason: "What does the verdict overlook?",
  what: "The answer is read once more, without your reason; then a person decides, who sees it. It costs nothing.",
  send: "Ask for a second look",
  appealed: "You disagreed:",
  states: {
    "second-reading": "it is being read once more.",
    open: "it was read once more, and a person will decide.",
    closed: "a person has decided; this is the result.",
  } as Readonly<Record<AppealView["state"], string>>,
};

export const report = {
  title: "Report",
  judgement: (score: number) => {
    if (score >= 0.85) return "You know this well.";
    if (score >= 0.6) return "You have the main ideas; some points are missing.";
    return score >= 0.3
      ? "You have part of it; several main points are missing."
      : "Most of what was asked for is missing.";
  },
  of: "of 1",
  noScore: "No score yet",
  unfinished: "This interview is not finished. The report shows how it stands.",
  goOn: "Go on with the interview",
  byTopic: "By topic",
  questionCount: (count: number) => plural(count, "question"),
  nothingGraded: "nothing graded",
  strengths: "What you showed",
  strengthsOf: (shown: number, met: number) =>
    `These are the ${shown} weightiest of ${met} points; the others are listed with their questions.`,
  gaps: "What was missing",
  noStrengths: "No point was met yet.",
  noGaps: "No point was missing.",
  nothingGradedYet: "Nothing was graded yet.",
  skipped: (titles: readonly string[]) => `Skipped: ${titles.join("; ")}.`,
  notReached: (titles: readonly string[], notAsked: number) =>
    `Not reached: ${
      [...titles, ...(notAsked === 0 ? [] : [titles.length === 0 ? plural(notAsked, "question") : `${notAsked} more`])]
        .join("; ")
    }.`,
  byCriterion: (met: number, of: number) => `Every point: ${met} of ${of} met`,
  criterionTable: "Points by verdict",
  columns: { point: "Point", verdict: "Verdict", weight: "Weight", question: "Question" },
  comesBack: "What comes back when",
  comesBackWhat: "What you knew comes back when you are about to forget it; what you missed comes back soon.",
  inDays: (days: number) => days <= 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`,
  share: "Share it",
  shareWhat: "Make a link with which others can read this report, and nothing else. You can take it back at any time.",
  shareOn: "Make a link",
  shareLink: "Whoever has this link can read the report",
  shareOff: "Take the link back",
  sharedNote: "Somebody shared this report with you. It can be read, not changed.",
  reading: "Read next",
  questions: "Question by question",
  question: "The question",
  source: "Source:",
  yourAnswer: "Your answer",
  modelAnswer: "A full answer",
  status: {
    graded: "graded",
    "needs-review": "not decided",
    ungradable: "not graded",
    answered: "answered",
    skipped: "skipped",
    "not-reached": "not reached",
  },
  hints: (count: number) => plural(count, "hint"),
  followUp: { none: "", asked: "follow-up asked", won: "points won back" },
  save: "Keep it",
  markdown: "Markdown",
  csv: "CSV",
  json: "JSON",
  print: "Print",
  transcript: "Read the conversation",
  erase: "Erase this interview",
  eraseSure: "This erases the interview, its answers and its grades. It cannot be undone.",
  eraseNow: "Erase it",
  took: (minutes: number) => minutes < 1 ? "less than a minute" : plural(Math.round(minutes), "minute"),
};

export const questions = {
  title: "Questions",
  lead: (count: number) => `${plural(count, "question")}. Answers and rubrics stay hidden until you have tried.`,
  search: "Words",
  filter: "Show",
  clear: "Show all",
  kind: "Kind",
  anyKind: "All kinds",
  found: (count: number) => count === 0 ? "No question fits." : `${plural(count, "question")} found.`,
  none: "Try fewer words or another topic.",
  practise: "Answer this one",
  practiseTopic: "Practise this topic",
};

export const faults = {
  notFoundTitle: "There is nothing here",
  notFound: "The address may be wrong, or the interview was erased or belongs to another browser.",
  toStart: "Go to the start page",
  failedTitle: "Something failed on our side",
  failed:
    "What you had sent is kept. Load the page again; if it fails once more, tell whoever runs this server the number below.",
  request: "Request",
  refusedTitle: "That did not work",
  forbiddenTitle: "That request came from another site",
  forbidden: "For your safety it was not taken. Go back to viva and try again there.",
  noneFits: "No question fits what you chose. Choose another topic or difficulty.",
};
