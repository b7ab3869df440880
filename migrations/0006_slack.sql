CREATE TABLE `slack_answers` (
	`question_id` text NOT NULL,
	`user_id` text NOT NULL,
	`choice` text NOT NULL,
	`correct` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`question_id`, `user_id`)
);
--> statement-breakpoint
CREATE TABLE `slack_bindings` (
	`session_id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`user_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`thread_ts` text NOT NULL,
	`posted` integer NOT NULL,
	`last_ts` text,
	`last_from` integer NOT NULL,
	`over` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `slack_bindings_member` ON `slack_bindings` (`team_id`,`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `slack_bindings_thread` ON `slack_bindings` (`team_id`,`channel_id`,`thread_ts`);--> statement-breakpoint
CREATE TABLE `slack_channels` (
	`team_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`time` text NOT NULL,
	`topic` text,
	PRIMARY KEY(`team_id`, `channel_id`)
);
--> statement-breakpoint
CREATE TABLE `slack_installations` (
	`team_id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`bot_user_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `slack_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`question_id` text NOT NULL,
	`day` text NOT NULL,
	`message_ts` text,
	`closed` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `slack_questions_day` ON `slack_questions` (`team_id`,`channel_id`,`day`);--> statement-breakpoint
CREATE TABLE `slack_states` (
	`state` text PRIMARY KEY NOT NULL,
	`until` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `slack_tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`work` text,
	`at` text NOT NULL
);
