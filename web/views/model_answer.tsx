import type { ReportItem } from "../../interview/mod.ts";
import * as words from "../messages/en.ts";
import { Prose } from "./text.tsx";

/** A full answer, to be opened by whoever has tried. */
export function ModelAnswer({ item: { kind, modelAnswer } }: { readonly item: ReportItem }) {
  if (!modelAnswer) return null;
  // A coding question's full answer is source text.
  const text = kind === "coding" && !modelAnswer.includes("```")
    ? `\`\`\`typescript\n${modelAnswer.trimEnd()}\n\`\`\``
    : modelAnswer;
  return (
    <details class="model-answer">
      <summary>{words.report.modelAnswer}</summary>
      <Prose text={text} />
    </details>
  );
}
