/// <reference lib="dom" />
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript, javascriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { LineMark } from "../line_marks.ts";
import { type EntryPoint, tfjsCompletion } from "./tfjs_completion.ts";

/** What the editor needs from the page. */
export interface EditorOptions {
  readonly nonce: string;
  readonly label: string;
  readonly describedBy: string;
  readonly entryPoints: readonly EntryPoint[];
  onChange(): void;
  onRun(): void;
  /** Esc was pressed: Tab leaves the editor now. */
  onRelease(): void;
}

/** A code editor in the place of a field. */
export interface Editor {
  /** Puts other text into it; undo brings the old back. */
  replace(text: string): void;
  /** Marks lines that are at fault; the marks go when the code changes there. */
  mark(marks: readonly LineMark[]): void;
  focus(): void;
}

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className], color: "var(--code-type)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-function)" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--field)", color: "var(--ink)", fontSize: "var(--code-size)" },
  ".cm-content": { fontFamily: "var(--mono)", lineHeight: "1.55", padding: "12px 0", caretColor: "var(--accent)" },
  ".cm-scroller": { fontFamily: "var(--mono)", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-soft)", border: "none", paddingLeft: "4px" },
  ".cm-activeLine": { backgroundColor: "var(--code-line)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "none" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "2px 0 0 2px" },
  ".cm-lint-marker": { width: "10px", height: "10px" },
  ".cm-diagnostic": { color: "var(--ink)", fontFamily: "var(--sans)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
});

/**
 * Puts what is typed in the place of the selection. Chromium would keep the style of what was selected in a style attribute,
 * which the page's policy does not take.
 */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  const { data, inputType } = event;
  const { from, to, empty } = view.state.selection.main;
  if (inputType !== "insertText" || data === null || empty || view.composing) return false;
  event.preventDefault();
  const insert = () =>
    view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

/** Mounts the editor over a field, which keeps the same text and is what the form sends. */
export function mountEditor(field: HTMLTextAreaElement, options: EditorOptions): Editor {
  const view = new EditorView({
    doc: field.value,
    extensions: [
      EditorView.cspNonce.of(options.nonce),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (options.onRun(), true) }])),
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      highlightActiveLine(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      javascript({ typescript: true }),
      javascriptLanguage.data.of({ autocomplete: tfjsCompletion(options.entryPoints) }),
      lintGutter(),
      syntaxHighlighting(highlight),
      theme,
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({
        "aria-label": options.label,
        "aria-describedby": options.describedBy,
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        field.value = update.state.doc.toString();
        options.onChange();
      }),
      EditorView.domEventHandlers({
        // Tab is for the keyboard's way through the page until the editor is entered anew.
        keydown: (event, view) => {
          if (event.key !== "Escape" || event.defaultPrevented) return false;
          view.setTabFocusMode(true);
          options.onRelease();
          return false;
        },
        focus: (_, view) => (view.setTabFocusMode(false), false),
        beforeinput: typeOverSelection,
      }),
    ],
  });
  field.hidden = true;
  field.required = false;
  field.after(view.dom);
  return {
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark(marks) {
      const { doc } = view.state;
      const diagnostics = marks.filter(({ line }) => line >= 1 && line <= doc.lines).map(({ line, message }) => {
        const { from, to } = doc.line(line);
        return { from, to, message, severity: "error" as const };
      });
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    focus: () => view.focus(),
  };
}
