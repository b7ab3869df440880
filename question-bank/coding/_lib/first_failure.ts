import type { Judgement } from "../../mod.ts";

/** The first of several judgements that did not pass; the first one when all passed. */
export function firstFailure(judgements: readonly [Judgement, ...Judgement[]]): Judgement {
  return judgements.find(({ passed }) => !passed) ?? judgements[0];
}
