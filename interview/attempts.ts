/** Attempts at a job within one process. */
export const attemptsMax = 3;
/** Wait before the second attempt; the third waits twice as long. */
export const retryAfterMs = 1_000;
