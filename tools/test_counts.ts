/**
 * Reads the test runner's own report (JUnit XML) and prints its counts as the last line. Fails when a test failed, when one was
 * skipped, and when there was none.
 *
 * @module
 */

/** Counts of a report. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * @throws {SyntaxError} when the text is no JUnit report
 */
export function countTests(xml: string): TestCounts {
  const all = /<testsuites [^>]*\btests="(\d+)"/.exec(xml);
  if (!all) throw new SyntaxError("Cannot read the report: it has no <testsuites tests=…>, expected JUnit XML");
  // A failed case holds its stack as text, so cases are counted by their first child only.
  const first = (child: string) => [...xml.matchAll(new RegExp(`<testcase [^>]*[^/]>\\s*<${child}\\b`, "g"))].length;
  const failed = first("failure") + first("error");
  const skipped = first("skipped");
  return { passed: Number(all[1]) - failed - skipped, failed, skipped };
}

if (import.meta.main) {
  const path = Deno.args[0] ?? "reports/junit.xml";
  let counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = countTests(await Deno.readTextFile(path));
  } catch (error) {
    console.error(`Cannot count the tests of ${path}: ${error instanceof Error ? error.message : error}`);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (counts.failed > 0 || counts.skipped > 0 || counts.passed === 0) Deno.exit(1);
}
