import type { KnownBlock, View } from "@slack/types";

/** The limits of Block Kit that viva's messages can meet, in characters or elements (Slack, Reference: blocks). */
export const limits = {
  blocksOfMessage: 50,
  blocksOfView: 100,
  messageText: 13_200,
  section: 3_000,
  header: 150,
  markdown: 12_000,
  actions: 25,
  context: 10,
  buttonText: 75,
  value: 2_000,
  id: 255,
  modalTitle: 24,
  privateMetadata: 3_000,
  input: 3_000,
  fallback: 4_000,
} as const;

/** What is over a limit in a message's or a view's blocks, a line each. */
export function overLimits(
  blocks: readonly KnownBlock[],
  blocksMax: number = limits.blocksOfMessage,
): readonly string[] {
  const faults: string[] = [];
  const within = (what: string, size: number, max: number) => {
    if (size > max) faults.push(`${what}: ${size}, expected at most ${max}`);
  };
  within("blocks", blocks.length, blocksMax);
  within("text of all blocks", JSON.stringify(blocks).length, limits.messageText);
  for (const block of blocks) {
    if (block.block_id !== undefined) within("block_id", block.block_id.length, limits.id);
    switch (block.type) {
      case "header":
        within("header", block.text.text.length, limits.header);
        break;
      case "section":
        within("section", block.text?.text.length ?? 0, limits.section);
        break;
      case "markdown":
        within("markdown", block.text.length, limits.markdown);
        break;
      case "context":
        within("context elements", block.elements.length, limits.context);
        break;
      case "actions":
        within("actions elements", block.elements.length, limits.actions);
        for (const element of block.elements) {
          if (element.type !== "button") continue;
          within("button text", element.text.text.length, limits.buttonText);
          within("button value", element.value?.length ?? 0, limits.value);
          within("action_id", element.action_id?.length ?? 0, limits.id);
        }
        break;
      default:
        break;
    }
  }
  return faults;
}

/** @throws {RangeError} naming everything that Slack would refuse */
export function checkBlocks(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  const faults = overLimits(blocks);
  if (faults.length > 0) throw new RangeError(`Cannot send the message: ${faults.join("; ")}`);
  return blocks;
}

/** @throws {RangeError} naming everything that Slack would refuse */
export function checkView<V extends View>(view: V): V {
  const faults = [...overLimits(view.blocks as KnownBlock[], limits.blocksOfView)];
  const within = (what: string, size: number, max: number) => {
    if (size > max) faults.push(`${what}: ${size}, expected at most ${max}`);
  };
  if (view.type === "modal") within("title", view.title.text.length, limits.modalTitle);
  within("private_metadata", view.private_metadata?.length ?? 0, limits.privateMetadata);
  if (faults.length > 0) throw new RangeError(`Cannot open the view: ${faults.join("; ")}`);
  return view;
}

/** A text cut to `max` characters, with an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // A surrogate pair is not torn.
  const end = /[\uD800-\uDBFF]/.test(text[max - 2] ?? "") ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}
