DROP INDEX "network_actions_once";--> statement-breakpoint
ALTER TABLE "network_actions" ADD COLUMN "part" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "network_actions_once" ON "network_actions" USING btree ("draft_id","revision","account_id","part");--> statement-breakpoint
ALTER TABLE "network_actions" ADD CONSTRAINT "network_actions_part" CHECK ("network_actions"."part" >= 1);