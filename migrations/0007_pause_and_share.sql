CREATE TABLE `shares` (
	`session_id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shares_token` ON `shares` (`token`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `time_left_ms` integer;