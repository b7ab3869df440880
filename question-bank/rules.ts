import { basename, dirname } from "node:path";
import { formatPath } from "./describe_issue.ts";
import { topics } from "./format.ts";
import { mathsFaults } from "./maths.ts";
import type { Path } from "./yaml_source.ts";

/** A rule that a file breaks. */
export interface RuleIssue {
  readonly path: Path;
  /** Position in the text at `path`. */
  readonly offset?: number;
  readonly message: string;
}

/** What the file must agree with outside itself. */
export interface Surroundings {
  /** Whether it lies in a coding folder or under `questions/`. */
  readonly place: "questions" | "coding";
  readonly file: string;
}

/**
 * What the schema cannot say. Works on unchecked data and passes over what has the wrong shape, so that a file's broken
 * rules are told together with its broken schema.
 */
export function ruleIssues(data: unknown, surroundings: Surroundings): readonly RuleIssue[] {
  if (!isMapping(data)) return [];
  return [
    ...placeIssues(data, surroundings),
    ...uniqueIssues(data),
    ...optionIssues(data),
    ...partIssues(data),
    ...exampleIssues(data),
    ...referenceIssues(data),
    ...mathsIssues(data),
  ];
}

type Mapping = Readonly<Record<string, unknown>>;

function placeIssues(data: Mapping, { place, file }: Surroundings): RuleIssue[] {
  const issues: RuleIssue[] = [];
  const name = place === "coding" ? basename(dirname(file)) : basename(file, ".yaml");
  if (typeof data.id === "string" && data.id !== name) {
    const owner = place === "coding" ? "folder" : "file";
    issues.push({ path: ["id"], message: `id is "${data.id}", expected "${name}", the name of its ${owner}` });
  }
  if (typeof data.kind === "string" && (data.kind === "coding") !== (place === "coding")) {
    const expected = place === "coding"
      ? '"coding" in a coding folder'
      : '"multiple-choice" or "free-text" under questions/';
    issues.push({ path: ["kind"], message: `kind is "${data.kind}", expected ${expected}` });
  }
  if (place === "questions") {
    const folder = basename(dirname(file));
    if (isTopic(data.topic) && data.topic !== folder) {
      issues.push({
        path: ["topic"],
        message: `topic is "${data.topic}" in the folder "${folder}", expected them to agree`,
      });
    }
  }
  return issues;
}

function uniqueIssues(data: Mapping): RuleIssue[] {
  const rubric = isMapping(data.rubric) ? data.rubric : {};
  return [
    ...repeated(data.options, ["options"], "id"),
    ...repeated(data.checks, ["checks"], "id"),
    ...repeated(data.entryPoints, ["entryPoints"], "name"),
    ...repeated(rubric.criteria, ["rubric", "criteria"], "id"),
    ...repeated(rubric.misconceptions, ["rubric", "misconceptions"], "id"),
  ];
}

function repeated(items: unknown, path: Path, key: string): RuleIssue[] {
  const seen = new Set<unknown>();
  return mappings(items).flatMap(([item, index]) => {
    const value = item[key];
    if (typeof value !== "string" || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    const at = [...path, index, key];
    return [{ path: at, message: `${formatPath(at)} is "${value}" again, expected one that is not used yet` }];
  });
}

function optionIssues(data: Mapping): RuleIssue[] {
  const options = mappings(data.options);
  if (options.length === 0 || options.some(([option]) => option.correct === true)) return [];
  return [{ path: ["options"], message: "options has no correct one, expected at least one with correct: true" }];
}

/** A coding question has checks of its own or is a list of others. */
function partIssues(data: Mapping): RuleIssue[] {
  if (data.kind !== "coding") return [];
  const own = ["entryPoints", "checks"];
  if (data.parts === undefined) {
    return own.filter((key) => data[key] === undefined).map((key) => ({
      path: [key],
      message: `${key} is missing, expected a list (or parts, the ids of other coding questions)`,
    }));
  }
  const repeats = (Array.isArray(data.parts) ? data.parts : []).flatMap((id: unknown, index, ids) =>
    ids.indexOf(id) === index ? [] : [{
      path: ["parts", index],
      message: `parts[${index}] is "${id}" again, expected one that is not used yet`,
    }]
  );
  return [
    ...own.filter((key) => data[key] !== undefined).map((key) => ({
      path: [key],
      message: `${key} is there beside parts, expected it to come from them alone`,
    })),
    ...repeats,
  ];
}

function exampleIssues(data: Mapping): RuleIssue[] {
  const rubric = isMapping(data.rubric) ? data.rubric : {};
  return mappings(data.examples).flatMap(([example, index]) => [
    ...unknownIds(example.met, ["examples", index, "met"], { known: rubric.criteria, what: "criterion" }),
    ...unknownIds(example.states, ["examples", index, "states"], {
      known: rubric.misconceptions,
      what: "misconception",
    }),
  ]);
}

function unknownIds(ids: unknown, path: Path, { known, what }: { known: unknown; what: string }): RuleIssue[] {
  const names = [...new Set(mappings(known).map(([item]) => item.id))];
  return (Array.isArray(ids) ? ids : []).flatMap((id: unknown, index) => {
    if (typeof id !== "string" || names.includes(id)) return [];
    const at = [...path, index];
    const message = `${formatPath(at)} is "${id}", expected the id of a ${what} (${
      names.join(", ") || "there is none"
    })`;
    return [{ path: at, message }];
  });
}

function referenceIssues(data: Mapping): RuleIssue[] {
  return mappings(data.references).flatMap(([reference, index]) => {
    if (reference.arxiv !== undefined || reference.url !== undefined) return [];
    const path = ["references", index];
    return [{ path, message: `${formatPath(path)} has neither arxiv nor url, expected one of them` }];
  });
}

function mathsIssues(data: Mapping): RuleIssue[] {
  return shownTexts(data).flatMap(([path, text]) =>
    mathsFaults(text).map(({ offset, message }) => ({ path, offset, message }))
  );
}

/** The texts that are rendered as markdown, with their paths. */
function shownTexts(data: Mapping): [Path, string][] {
  const rubric = isMapping(data.rubric) ? data.rubric : {};
  const fields = (items: unknown, path: Path, keys: readonly string[]): [Path, unknown][] =>
    mappings(items).flatMap(([item, index]) => keys.map((key): [Path, unknown] => [[...path, index, key], item[key]]));
  const texts: [Path, unknown][] = [
    ...["prompt", "clarification", "modelAnswer"].map((key): [Path, unknown] => [[key], data[key]]),
    ...(Array.isArray(data.hints) ? data.hints : []).map((hint, index): [Path, unknown] => [["hints", index], hint]),
    ...fields(data.options, ["options"], ["text", "why"]),
    ...fields(rubric.criteria, ["rubric", "criteria"], ["says", "probe"]),
    ...fields(rubric.misconceptions, ["rubric", "misconceptions"], ["says", "correct"]),
    ...fields(data.checks, ["checks"], ["title", "rejects"]),
    ...fields(data.entryPoints, ["entryPoints"], ["doc"]),
  ];
  return texts.filter((entry): entry is [Path, string] => typeof entry[1] === "string");
}

function mappings(items: unknown): [Mapping, number][] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown, index) => isMapping(item) ? [[item, index] as [Mapping, number]] : []);
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTopic(value: unknown): boolean {
  return (topics as readonly unknown[]).includes(value);
}
