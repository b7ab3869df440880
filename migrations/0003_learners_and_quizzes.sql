CREATE TABLE `quizzes` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`title` text NOT NULL,
	`question_ids` text NOT NULL,
	`seed` integer NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `receipts` (
	`id` text PRIMARY KEY NOT NULL,
	`receipt` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_learner` ON `sessions` (`learner`,`created_at`);