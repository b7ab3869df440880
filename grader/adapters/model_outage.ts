/** The model cannot be used now. Nothing is known about the answer, and another grader has to judge it. */
export class ModelOutage extends Error {
  /** Tells it from other errors. */
  override name = "ModelOutage";
}
