/**
 * What is kept on disk. The only importer of drizzle-orm and @libsql/client.
 *
 * @module
 */
export { createBatchStore } from "./batch_store.ts";
export { type Database, openDatabase, StoreUnavailable, type Transaction } from "./database.ts";
export { DatabaseInUse, holdDatabase } from "./hold_database.ts";
export { createInterviewStore } from "./interview_store.ts";
export { createKeyStore } from "./key_store.ts";
export { createLearnerStore } from "./learner_store.ts";
export { createOperationsStore } from "./operations_store.ts";
export { createQuizStore } from "./quiz_store.ts";
export { createReadingStore, createSpending, type ReadingStore } from "./model_store.ts";
export { createReplyStore } from "./replies.ts";
export { createSlackStore } from "./slack_store.ts";
export { createWebhookStore } from "./webhook_store.ts";
export { eraseBefore } from "./retention.ts";
export { createReviewStore } from "./review_store.ts";
export { createShareStore } from "./share_store.ts";
export { isWritable, settingOnce } from "./settings.ts";
