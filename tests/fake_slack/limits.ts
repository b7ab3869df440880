/**
 * Slack's documented limits (docs.slack.dev, Reference: blocks), written down apart from the app's own.
 *
 * @module
 */
type Json = Record<string, unknown>;

const inMessage = ["header", "section", "markdown", "context", "actions", "divider", "image"];
const inView = [...inMessage, "input"];

/** Why Slack would refuse a message. */
export function faultsOfBlocks(blocks: unknown, text: unknown): readonly string[] {
  const faults = commonFaults(blocks, { types: inMessage, max: 50 });
  if (typeof text !== "string" || text === "") faults.push("no text for notifications");
  if (typeof text === "string" && text.length > 40_000) faults.push("text is too long");
  return faults;
}

/** Why Slack would refuse a view. */
export function faultsOfView(view: unknown): readonly string[] {
  const { type, blocks, title, private_metadata: metadata, submit } = (view ?? {}) as Json;
  const faults = commonFaults(blocks, { types: inView, max: 100 });
  if (type === "modal") {
    over(faults, "title", textOf(title), 24);
    over(faults, "submit", textOf(submit), 24);
  }
  if (typeof metadata === "string") over(faults, "private_metadata", metadata, 3_000);
  return faults;
}

function commonFaults(
  blocks: unknown,
  { types, max }: { readonly types: readonly string[]; readonly max: number },
): string[] {
  if (!Array.isArray(blocks) || blocks.length === 0) return ["no blocks"];
  const faults: string[] = [];
  if (blocks.length > max) faults.push(`${blocks.length} blocks`);
  if (JSON.stringify(blocks).length > 13_200) faults.push("msg_blocks_too_long");
  const actionIds = new Set<string>();
  for (const block of blocks as Json[]) {
    const type = String(block.type);
    if (!types.includes(type)) faults.push(`unknown block ${type}`);
    if (type === "header") over(faults, "header", textOf(block.text), 150);
    if (type === "section") {
      over(faults, "section", textOf(block.text), 3_000);
      if (textOf(block.text) === "") faults.push("empty section");
    }
    if (type === "markdown") {
      over(faults, "markdown", String(block.text), 12_000);
      if (block.text === "") faults.push("empty markdown");
    }
    if (type === "context" && (block.elements as Json[]).length > 10) faults.push("context elements");
    if (type === "actions") buttonFaults(faults, { block, actionIds });
    if (type === "input") {
      over(faults, "label", textOf(block.label), 2_000);
      const { max_length: length, initial_value: initial } = block.element as Json;
      if (Number(length ?? 0) > 3_000) faults.push("max_length");
      if (typeof initial === "string") over(faults, "initial_value", initial, 3_000);
    }
  }
  return faults;
}

function buttonFaults(
  faults: string[],
  { block, actionIds }: { readonly block: Json; readonly actionIds: Set<string> },
): void {
  const elements = block.elements as Json[];
  if (elements.length > 25 || elements.length === 0) faults.push(`${elements.length} actions`);
  for (const element of elements) {
    const id = String(element.action_id);
    over(faults, "button", textOf(element.text), 75);
    over(faults, "value", String(element.value ?? ""), 2_000);
    over(faults, "action_id", id, 255);
    if (textOf(element.text) === "") faults.push("empty button");
    if (actionIds.has(id)) faults.push(`action_id ${id} twice`);
    actionIds.add(id);
  }
}

const textOf = (value: unknown) => String(((value ?? {}) as Json).text ?? "");

function over(faults: string[], what: string, text: string, max: number): void {
  if (text.length > max) faults.push(`${what} has ${text.length} of ${max} characters`);
}
