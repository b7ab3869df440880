import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** `rubric.criteria[0].weight` */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`,
    "",
  );
}

/** What a value is, in a few words. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return value.trim() === "" ? "empty" : JSON.stringify(shorten(value));
  return `the ${typeof value} ${value}`;
}

/** What an issue expects instead of `value`, in a few words. */
export function describeExpectation(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "string" && typeof value === "number"
        ? "text (put it in quotes)"
        : types[issue.expected] ?? issue.expected;
    case "invalid_value":
      return oneOf(issue.values);
    case "invalid_format":
      return issue.format === "url" ? "an http or https address" : issue.message;
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return `at most ${issue.maximum}`;
    case "invalid_union":
      return 'one of "multiple-choice", "free-text", "coding"';
    default:
      return issue.message;
  }
}

const types: Record<string, string> = {
  string: "text",
  array: "a list",
  object: "a mapping",
  boolean: "true or false",
  number: "a number",
  int: "a whole number",
};

function tooSmall(issue: Extract<Issue, { code: "too_small" }>): string {
  if (issue.origin === "string") return "text";
  if (issue.origin === "array") return `a list of at least ${issue.minimum}`;
  return issue.inclusive === false ? `a number greater than ${issue.minimum}` : `at least ${issue.minimum}`;
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  return quoted.length === 1 ? quoted[0]! : `one of ${quoted.join(", ")}`;
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
