/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type katex from "katex";
import { loadStyle, pageData } from "./page_data.ts";

/** A node of the tree from which KaTeX makes elements. */
interface TreeNode {
  readonly attributes?: Record<string, string>;
  readonly children?: readonly TreeNode[];
}

/** What KaTeX exports beside its typed face. */
type KatexTree = { __renderToDomTree(tex: string, options: katex.KatexOptions): TreeNode & { toNode(): HTMLElement } };

/** A formula that is wider than its place scrolls, so the keyboard must be able to get there. */
const wide = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

/** Sets the formulas in a part with KaTeX. Until then, and when it cannot be loaded, the browser's own MathML shows. */
export async function setMaths(part: Element): Promise<void> {
  const formulas = [...part.querySelectorAll<MathMLElement>("span.katex > math")].filter((math) =>
    !math.closest(".katex-mathml")
  );
  if (formulas.length === 0) return;
  try {
    const [{ default: katex }] = await Promise.all([import("katex"), loadStyle(pageData.katexCss)]);
    for (const math of formulas) {
      const tex = math.querySelector("annotation")?.textContent;
      const host = math.parentElement;
      if (!tex || !host?.isConnected) continue;
      const set = document.createElement("span");
      set.className = "maths";
      set.append(setFormula(katex as unknown as KatexTree, tex, math.getAttribute("display") === "block"));
      host.replaceWith(set);
      const display = set.querySelector<HTMLElement>(".katex-display");
      if (display) wide.observe(display);
    }
  } catch {
    // What is there already can be read.
  }
}

/** KaTeX writes a few styles as attributes, which the page's policy does not take; as properties it does. */
function setFormula({ __renderToDomTree }: KatexTree, tex: string, displayMode: boolean): HTMLElement {
  const tree = __renderToDomTree(tex, { displayMode, throwOnError: true, strict: "ignore", output: "htmlAndMathml" });
  const rename = ({ attributes, children = [] }: TreeNode) => {
    if (attributes?.style !== undefined) {
      attributes["data-style"] = attributes.style;
      delete attributes.style;
    }
    children.forEach(rename);
  };
  rename(tree);
  const formula = tree.toNode();
  for (const element of formula.querySelectorAll<SVGElement>("[data-style]")) {
    element.style.cssText = element.dataset.style ?? "";
  }
  return formula;
}
