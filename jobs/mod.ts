/**
 * Grading jobs: an embedded queue.
 *
 * @module
 */
export { createQueue, type EmbeddedQueue, type Lane, type QueueOptions } from "./queue.ts";
