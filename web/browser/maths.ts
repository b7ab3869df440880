/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { loadStyle, pageData } from "./page_data.ts";

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
      katex.render(tex, set, {
        displayMode: math.getAttribute("display") === "block",
        throwOnError: true,
        strict: "ignore",
        output: "htmlAndMathml",
      });
      host.replaceWith(set);
    }
  } catch {
    // What is there already can be read.
  }
}
