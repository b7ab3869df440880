import type { CodingCheck, CodingQuestion } from "./format.ts";
import type { CodingFile } from "./schema.ts";
import { contentVersion } from "./version.ts";

/** A coding question that is a list of others: what its own folder holds. */
export interface CompositeFile {
  readonly info: CodingFile & { readonly parts: readonly string[] };
  readonly starter: string;
}

/**
 * Makes one question of several. Their prompts follow its own. It has the exports and the checks of all its parts and adds none; every check keeps its weight
 * inside its part, and the parts count equally. A check is called `<part>/<check>`.
 */
export function composeQuestion({ info, starter }: CompositeFile, parts: readonly CodingQuestion[]): CodingQuestion {
  const version = contentVersion({ ...info, starter, parts: parts.map(({ id, version }) => [id, version]) });
  return {
    ...info,
    version,
    prompt: [info.prompt, ...parts.map(({ title, prompt }, index) => `**${index + 1}. ${title}.** ${prompt}`)].join(
      "\n\n",
    ),
    starter,
    entryPoints: parts.flatMap(({ entryPoints }) => entryPoints),
    checks: parts.flatMap(checksOf),
    reference: joinModules(parts.map((part) => moduleOf(part, part.reference))),
    // What a part rejects is tested there. One of each shows that it is still rejected here.
    wrong: parts.flatMap((part) =>
      part.wrong.slice(0, 1).map(({ name, source, rejectedBy }) => ({
        name: `${part.id}/${name}`,
        rejectedBy: `${part.id}/${rejectedBy}`,
        source: joinModules(parts.map((other) => moduleOf(other, other === part ? source : other.reference))),
      }))
    ),
  };
}

function checksOf({ id: part, title: partTitle, checks }: CodingQuestion): CodingQuestion["checks"] {
  const total = checks.reduce((sum, { weight }) => sum + weight, 0);
  return checks.map(({ id, title, weight, check, ...rest }) => ({
    ...rest,
    id: `${part}/${id}`,
    title: `${partTitle}: ${title}`,
    weight: weight / total,
    check: withPlotsOf(part, check),
  }));
}

/** Plots are told apart by their ids within a grade. */
function withPlotsOf(part: string, check: CodingCheck): CodingCheck {
  return {
    draw: (random) => check.draw(random),
    probe: check.probe,
    judge(output, inputs) {
      const { plots, ...judgement } = check.judge(output, inputs);
      return plots === undefined
        ? judgement
        : { ...judgement, plots: plots.map((plot) => ({ ...plot, id: `${part}/${plot.id}` })) };
    },
  };
}

/** A module of a coding question. */
export interface PartModule {
  readonly title: string;
  /** As `deno fmt` leaves it; it imports tfjs as `tf` if at all. */
  readonly source: string;
  readonly exports: readonly string[];
}

function moduleOf({ title, entryPoints }: CodingQuestion, source: string): PartModule {
  return { title, source, exports: entryPoints.map(({ name }) => name) };
}

const importLine = /^import \* as tf from "@tensorflow\/tfjs";\n/m;

/** One module with the exports of several, each in a scope of its own: their helpers may share names. */
export function joinModules(modules: readonly PartModule[]): string {
  const scopes = modules.map(({ title, source, exports }) => {
    const body = source.replace(/^\/\/ rejected by: .*\n/, "").replace(importLine, "").replace(/^export /gm, "").trim();
    const names = exports.join(", ");
    return `// ${title}\nexport const { ${names} } = (() => {\n${indent(body)}\n\n  return { ${names} };\n})();\n`;
  });
  return `import * as tf from "@tensorflow/tfjs";\n\n${scopes.join("\n")}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
