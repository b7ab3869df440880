/**
 * The Slack door: interviews in threads, quick quizzes, a daily question with a leaderboard.
 *
 * @module
 */
export { type SlackHttpParts, slackRoutes } from "./http.ts";
export { createInstaller, type Installer } from "./oauth.ts";
export type {
  Actor,
  Binding,
  DailyChannel,
  DailyQuestion,
  SlackStore,
  SlackWeb,
  Standing,
  Task,
  Work,
} from "./ports.ts";
export { createSlack, type Slack, type SlackParts } from "./slack.ts";
export { openSocketMode, type SocketMode } from "./socket_mode.ts";
export { createTokenBox, keyBytes, type TokenBox } from "./token_box.ts";
export { createVerifier, type Refusal, signatureOf, type Verifier } from "./verify.ts";
export { respond, slackWeb, type WebApiOptions } from "./web_api.ts";
