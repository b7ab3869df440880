import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

/** What a question asks to be exported. */
export interface EntryPoint {
  readonly name: string;
  readonly signature: string;
}

const validFor = /^\w*$/;

/** Completes `tf.` and what is below it, methods of tensors after another dot, and the names that the code must export. */
export function tfjsCompletion(entryPoints: readonly EntryPoint[]) {
  const exports = entryPoints.map(({ name, signature }): Completion => ({
    label: name,
    type: "function",
    detail: signature.slice(0, 80),
  }));
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const path = context.matchBefore(/\btf(?:\.\w+)*\.\w*/);
    // The names come with the first dot, not with the editor.
    const { tensorMethods, tfjsNames } = await import("./tfjs_names.ts");
    const offer = (names: readonly string[], detail: string): readonly Completion[] =>
      names.map((label) => ({ label, type: "function", detail }));
    if (path) {
      const dot = path.text.lastIndexOf(".");
      const owner = path.text.slice(0, dot);
      const names = tfjsNames[owner];
      return names ? { from: path.from + dot + 1, options: offer(names, owner), validFor } : null;
    }
    const method = context.matchBefore(/[\w)\]]\.\w*/);
    if (method) {
      const dot = method.text.lastIndexOf(".");
      if (dot === method.text.length - 1 && !context.explicit) return null;
      return { from: method.from + dot + 1, options: offer(tensorMethods, "tensor"), validFor };
    }
    const word = context.matchBefore(/\w+/);
    return word || context.explicit ? { from: word?.from ?? context.pos, options: exports, validFor } : null;
  };
}
