import { describeExpectation, describeValue, formatPath } from "./describe_issue.ts";
import type { Fault } from "./fault.ts";
import { type RuleIssue, ruleIssues, type Surroundings } from "./rules.ts";
import { type QuestionFile, questionFile } from "./schema.ts";
import { parseYaml, type YamlSource } from "./yaml_source.ts";

/** A question file that was read: its content when it is sound, and everything that is wrong with it. */
export interface QuestionSource {
  readonly yaml: YamlSource;
  /** Absent when the schema refuses the file. */
  readonly question?: QuestionFile;
  readonly faults: readonly Fault[];
}

/** Parses and validates the text of a question file. */
export function parseQuestion(text: string, surroundings: Surroundings): QuestionSource {
  const yaml = parseYaml(text, surroundings.file);
  if (yaml.syntaxFaults.length > 0) return { yaml, faults: yaml.syntaxFaults };
  const parsed = questionFile.safeParse(yaml.data);
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaFaults(issue, yaml))),
    ...ruleIssues(yaml.data, surroundings).map((issue) => ruleFault(issue, yaml)),
  ];
  return { yaml, faults, ...(parsed.success && { question: parsed.data }) };
}

type Issue = Parameters<typeof describeExpectation>[0];

function schemaFaults(issue: Issue, yaml: YamlSource): Fault[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const name = formatPath(path) || "the file";
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      file: yaml.file,
      ...yaml.keyPlace(path, key),
      message: `${name} has the unknown key "${key}", expected none but the known ones`,
    }));
  }
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | null | undefined)?.[key],
    yaml.data,
  );
  return [{
    file: yaml.file,
    ...yaml.place(path),
    message: `${name} is ${describeValue(value)}, expected ${describeExpectation(issue, value)}`,
  }];
}

function ruleFault({ path, offset, message }: RuleIssue, yaml: YamlSource): Fault {
  const place = offset === undefined ? yaml.place(path) : yaml.placeInText(path, offset);
  return { file: yaml.file, ...place, message };
}
