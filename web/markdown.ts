import { Marked, type Tokens } from "marked";
import markedKatex from "marked-katex-extension";
import sanitizeHtml from "sanitize-html";
import { escapeHtml } from "./escape_html.ts";
import * as words from "./messages/en.ts";
import { spellAlphabets } from "./math_alphabet.ts";

const mathTags = [
  "math",
  "semantics",
  "annotation",
  "mrow",
  "mi",
  "mn",
  "mo",
  "ms",
  "mtext",
  "mspace",
  "msup",
  "msub",
  "msubsup",
  "mfrac",
  "msqrt",
  "mroot",
  "munder",
  "mover",
  "munderover",
  "mtable",
  "mtr",
  "mtd",
  "mlabeledtr",
  "mstyle",
  "mpadded",
  "mphantom",
  "menclose",
  "merror",
];
const mathAttributes = [
  "accent",
  "accentunder",
  "columnalign",
  "columnlines",
  "columnspacing",
  "columnspan",
  "depth",
  "display",
  "displaystyle",
  "encoding",
  "fence",
  "height",
  "linebreak",
  "linethickness",
  "lspace",
  "mathsize",
  "mathvariant",
  "maxsize",
  "minsize",
  "movablelimits",
  "notation",
  "rowlines",
  "rowspacing",
  "rspace",
  "scriptlevel",
  "separator",
  "stretchy",
  "symmetric",
  "voffset",
  "width",
  "xmlns",
];

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "div",
    ...mathTags,
  ],
  allowedAttributes: {
    a: ["href", "rel"],
    ol: ["start"],
    th: ["align", "scope"],
    td: ["align"],
    div: ["class", "tabindex", "role", "aria-label"],
    pre: ["tabindex"],
    span: ["class"],
    ...Object.fromEntries(mathTags.map((tag) => [tag, mathAttributes])),
  },
  allowedClasses: { span: ["katex"], div: ["scroll"] },
  allowedSchemes: ["http", "https", "mailto"],
  parser: { lowerCaseTags: true },
};

const parser = new Marked(markedKatex({ nonStandard: true, throwOnError: false, output: "mathml", strict: "ignore" }), {
  gfm: true,
  renderer: {
    // Raw HTML is text: nobody who writes for these pages needs it, and models write it.
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
    // No page loads anything from elsewhere.
    image: ({ text }: Tokens.Image) => escapeHtml(text),
    heading({ tokens, depth }: Tokens.Heading) {
      const level = Math.min(6, depth + 2);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    link({ href, tokens }: Tokens.Link) {
      return `<a href="${escapeHtml(href)}" rel="noopener noreferrer">${this.parser.parseInline(tokens)}</a>`;
    },
    code: ({ text }: Tokens.Code) => `<pre tabindex="0"><code>${escapeHtml(text)}\n</code></pre>`,
  },
});

const cache = new Map<string, string>();
const cacheMax = 2000;

/**
 * Markdown with `$maths$` as HTML that is safe to put into a page: no raw HTML, no image, no style, no script address; maths
 * as MathML with its TeX beside it, so that it shows without script.
 */
export function markdown(source: string): string {
  const kept = cache.get(source);
  if (kept !== undefined) return kept;
  const html = spellAlphabets(sanitizeHtml(wrapTables(parser.parse(displayMaths(source), { async: false })), allowed))
    .trim();
  if (cache.size >= cacheMax) cache.delete(cache.keys().next().value ?? "");
  cache.set(source, html);
  return html;
}

/** Markdown within a line, for places that take no paragraphs (a button). Several lines are set as {@link markdown}. */
export function inlineMarkdown(source: string): string {
  const text = source.trim();
  if (text.includes("\n")) return markdown(text);
  return spellAlphabets(sanitizeHtml(parser.parseInline(text, { async: false }), allowed));
}

/** Markdown as one line of text without marks, for titles and announcements. */
export function plainText(source: string): string {
  return sanitizeHtml(markdown(source).replaceAll(/<annotation[^>]*>.*?<\/annotation>/gs, ""), {
    allowedTags: [],
    textFilter: (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  }).replaceAll(/\s+/g, " ").trim();
}

/** Maths alone on its line is a block, also without line breaks right inside the dollars. */
function displayMaths(source: string): string {
  return source.replaceAll(/^([ \t]*)\$\$([^$]+?)\$\$[ \t]*$/gm, (_, indent: string, tex: string) => {
    return ["", "$$", tex.trim(), "$$", ""].map((line) => indent + line).join("\n");
  });
}

/** Wide tables scroll inside themselves. */
function wrapTables(html: string): string {
  return html.replaceAll(
    "<table>",
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(words.layout.table)}"><table>`,
  )
    .replaceAll("</table>", "</table></div>");
}
