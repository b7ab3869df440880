CREATE TABLE `events` (
	`session_id` text NOT NULL,
	`seq` integer NOT NULL,
	`event` text NOT NULL,
	PRIMARY KEY(`session_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `grades` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`turn_id` text,
	`session_id` text,
	`question_id` text NOT NULL,
	`question_version` text NOT NULL,
	`answer` text NOT NULL,
	`grade` text NOT NULL,
	`raw` text,
	`supersedes` text,
	`graded_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grades_job` ON `grades` (`job_id`);--> statement-breakpoint
CREATE INDEX `grades_session` ON `grades` (`session_id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer,
	`headers` text,
	`body` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`turn_id` text,
	`session_id` text,
	`question_id` text NOT NULL,
	`answer` text NOT NULL,
	`criterion_id` text,
	`supersedes` text,
	`state` text NOT NULL,
	`starts` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_turn` ON `jobs` (`turn_id`);--> statement-breakpoint
CREATE INDEX `jobs_state` ON `jobs` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`learner` text,
	`request` text NOT NULL,
	`mode` text NOT NULL,
	`state` text NOT NULL,
	`seed` integer NOT NULL,
	`length` integer NOT NULL,
	`items` text NOT NULL,
	`turn_count` integer NOT NULL,
	`event_count` integer NOT NULL,
	`created_at` text NOT NULL,
	`deadline` text,
	`finished_at` text
);
--> statement-breakpoint
CREATE INDEX `sessions_owner` ON `sessions` (`owner`,`created_at`);--> statement-breakpoint
CREATE INDEX `sessions_deadline` ON `sessions` (`state`,`deadline`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`seq` integer NOT NULL,
	`turn` text NOT NULL,
	`question_id` text,
	`idempotency_key` text,
	`body_hash` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `turns_place` ON `turns` (`session_id`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `turns_key` ON `turns` (`session_id`,`idempotency_key`);
--> statement-breakpoint
CREATE TRIGGER `grades_append_only` BEFORE UPDATE ON `grades` BEGIN SELECT RAISE(ABORT, 'grades are append-only'); END;
