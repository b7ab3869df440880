/**
 * Lint plugin: imports follow the table of layers.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { layers } from "./layers.ts";

const root = dirname(import.meta.dirname!);
const open = /(^|\/)(tests|bench|tools|testing)\/|(^|\/)testing\.ts$|_test\.tsx?$|_bench\.ts$/;

/** The layer of a path relative to the project's folder; `null` for the composition root and what lies outside the layers. */
export function layerOf(path: string): string | null {
  const fitting = Object.keys(layers).filter((layer) => path.startsWith(`${layer}/`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** What is wrong with an import, or `null`. `from` is relative to the project's folder. */
export function faultOfImport(from: string, specifier: string): string | null {
  const layer = layerOf(from);
  if (!layer || open.test(from)) return null;
  const allowed = layers[layer]!;
  if (/^(npm|jsr|https?):/.test(specifier)) {
    return `Cannot import "${specifier}": it is pinned outside deno.json, expected a name of its import map`;
  }
  if (specifier.startsWith("node:")) return null;
  if (!specifier.startsWith(".")) {
    return allowed.packages.some((name) =>
        specifier === name || specifier.startsWith(name.endsWith("/") ? name : `${name}/`)
      )
      ? null
      : `Cannot import "${specifier}" in ${layer}: it is not among its packages, expected ${list(allowed.packages)}`;
  }
  const target = join(dirname(from), specifier);
  const targetLayer = layerOf(target);
  if (targetLayer === layer) return null;
  if (targetLayer === null) {
    return `Cannot import "${specifier}" in ${layer}: it lies outside the layers, expected ${list(allowed.layers)}`;
  }
  if (!allowed.layers.includes(targetLayer)) {
    return `Cannot import ${targetLayer} in ${layer}: imports point one way, expected ${list(allowed.layers)}`;
  }
  return target === `${targetLayer}/mod.ts`
    ? null
    : `Cannot import "${specifier}": it is inside ${targetLayer}, expected its face ${targetLayer}/mod.ts`;
}

const list = (names: readonly string[]): string => names.length === 0 ? "none" : names.join(", ");

const plugin: Deno.lint.Plugin = {
  name: "layers",
  rules: {
    imports: {
      create(context) {
        const from = relative(root, context.filename).replaceAll("\\", "/");
        const check = (node: Deno.lint.Node, source: Deno.lint.Node | null | undefined) => {
          if (source?.type !== "Literal" || typeof source.value !== "string") return;
          const message = faultOfImport(from, source.value);
          if (message) context.report({ node, message });
        };
        return {
          ImportDeclaration: (node) => check(node, node.source),
          ExportNamedDeclaration: (node) => check(node, node.source),
          ExportAllDeclaration: (node) => check(node, node.source),
          ImportExpression: (node) => check(node, node.source),
        };
      },
    },
  },
};
export default plugin;
