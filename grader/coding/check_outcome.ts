import type { Judgement } from "../../question-bank/mod.ts";
import type { RunStatus } from "../mod.ts";

/** What became of one check. */
export type CheckOutcome =
  | { readonly kind: "judged"; readonly judgement: Judgement }
  | {
    readonly kind: "threw";
    readonly error: string;
    /** What the error means, where the library's own words do not say it. */
    readonly explanation: string | undefined;
    readonly line?: number;
  }
  | { readonly kind: "not-run"; readonly because: RunStatus };

const endings: Readonly<Record<RunStatus, string>> = {
  ok: "the run ended before it",
  "compile-error": "the code cannot be loaded",
  "runtime-error": "the code threw an error before it",
  "time-limit": "the time limit ended the run before it",
  "memory-limit": "the memory limit ended the run before it",
  "output-limit": "the output limit ended the run before it",
  killed: "the run ended early",
};

/** An outcome in words. Of a hidden check only the kind of failure is told, no value and no text from the run. */
export function describeOutcome(
  outcome: CheckOutcome,
  { visible }: { readonly visible: boolean },
): { readonly reason: string; readonly message: string } {
  switch (outcome.kind) {
    case "judged": {
      const { passed, message } = outcome.judgement;
      const reason = passed ? "The check passed." : "The result is wrong.";
      return { reason, message: visible ? message : reason };
    }
    case "threw": {
      const place = outcome.line === undefined ? "" : ` in line ${outcome.line}`;
      const reason = `It threw an error${place}.`;
      return { reason, message: visible ? `It threw${place}: ${outcome.error}` : reason };
    }
    case "not-run": {
      const reason = `It was not run: ${endings[outcome.because]}.`;
      return { reason, message: reason };
    }
    default:
      return outcome satisfies never;
  }
}
