import type { HomeView, KnownBlock } from "@slack/types";
import type { OpenSession } from "../interview/mod.ts";
import type { Review } from "../learners/mod.ts";
import { actions, button, markdown } from "./blocks.ts";
import { checkView, limits } from "./limits.ts";

const reviewsMax = 5;

/** What a member sees on the app's home page. */
export interface Progress {
  /** Interviews that can be gone on with. */
  readonly open: readonly (OpenSession & { readonly url: string })[];
  /** Interviews that have ended. */
  readonly finished: number;
  /** Criteria that are due. */
  readonly due: readonly Review[];
  /** When the next one is due; `null` for none. */
  readonly nextDueAt: string | null;
}

/** The home page. */
export function homeView({ open, finished, due, nextDueAt }: Progress): HomeView {
  const confirm = {
    title: { type: "plain_text", text: "Delete my data" },
    text: {
      type: "plain_text",
      text: "All your interviews, answers, grades and quiz results are erased for good. Messages in Slack stay.",
    },
    confirm: { type: "plain_text", text: "Delete" },
    deny: { type: "plain_text", text: "Keep" },
    style: "danger",
  } as const;
  const going = open.map(({ mode, position, length, url }) => `- [${mode}, question ${position} of ${length}](${url})`);
  const dueLines = due.slice(0, reviewsMax).map(({ description }) => `- ${description}`);
  const next = nextDueAt ? `The next one is due on ${nextDueAt.slice(0, 10)}.` : "Nothing waits to come back.";
  const blocks: readonly KnownBlock[] = [
    { type: "header", text: { type: "plain_text", text: "viva: interviews on GANs and autoencoders" } },
    markdown(
      going.length > 0
        ? `**Go on where you were**\n\n${going.join("\n")}`
        : `You have no interview open. You have finished ${finished === 1 ? "one" : finished || "none yet"}.`,
    ),
    actions(
      button({ text: "Start an interview", action: "start", style: "primary" }),
      { ...button({ text: "Delete my data", action: "forget", style: "danger" }), confirm },
    ),
    { type: "divider" },
    markdown(
      due.length > 0
        ? `**Due for review: ${due.length}**\n\n${dueLines.join("\n")}${due.length > reviewsMax ? "\n- …" : ""}`
        : `**Nothing is due for review.** ${next}`,
    ),
  ];
  return checkView({ type: "home", blocks: [...blocks].slice(0, limits.blocksOfView) });
}
