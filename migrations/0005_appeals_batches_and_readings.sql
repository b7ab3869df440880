CREATE TABLE `appeals` (
	`id` text PRIMARY KEY NOT NULL,
	`grade_id` text NOT NULL,
	`session_id` text,
	`criterion_id` text NOT NULL,
	`reason` text NOT NULL,
	`state` text NOT NULL,
	`second` text,
	`created_at` text NOT NULL,
	`closed_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `appeals_criterion` ON `appeals` (`grade_id`,`criterion_id`);--> statement-breakpoint
CREATE INDEX `appeals_state` ON `appeals` (`state`,`created_at`);--> statement-breakpoint
CREATE INDEX `appeals_session` ON `appeals` (`session_id`);--> statement-breakpoint
CREATE TABLE `batch_lines` (
	`batch_id` text NOT NULL,
	`line` integer NOT NULL,
	`reference` text,
	`question_id` text,
	`job_id` text,
	`fault` text,
	PRIMARY KEY(`batch_id`, `line`)
);
--> statement-breakpoint
CREATE TABLE `batches` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`state` text NOT NULL,
	`offline_only` integer NOT NULL,
	`idempotency_key` text,
	`body_hash` text,
	`created_at` text NOT NULL,
	`finished_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batches_key` ON `batches` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `batches_state` ON `batches` (`state`);--> statement-breakpoint
CREATE TABLE `readings` (
	`key` text PRIMARY KEY NOT NULL,
	`answer_hash` text NOT NULL,
	`reading` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `readings_answer` ON `readings` (`answer_hash`);--> statement-breakpoint
CREATE INDEX `readings_age` ON `readings` (`created_at`);--> statement-breakpoint
CREATE TABLE `spending` (
	`account` text PRIMARY KEY NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`reasoning_tokens` integer NOT NULL,
	`cost_usd` real NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `grades` ADD `stand_in` text;--> statement-breakpoint
CREATE INDEX `grades_supersedes` ON `grades` (`supersedes`);--> statement-breakpoint
CREATE INDEX `grades_question` ON `grades` (`question_id`,`graded_at`);--> statement-breakpoint
CREATE INDEX `grades_stand_in` ON `grades` (`stand_in`,`graded_at`);--> statement-breakpoint
CREATE INDEX `grades_undecided` ON `grades` (`graded_at`) WHERE json_extract("grade", '$.status') <> 'graded';--> statement-breakpoint
ALTER TABLE `jobs` ADD `offline_only` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `batch_id` text;--> statement-breakpoint
CREATE INDEX `jobs_batch` ON `jobs` (`batch_id`,`state`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `offline_only` integer DEFAULT false NOT NULL;