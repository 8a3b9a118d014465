ALTER TABLE "network_actions" DROP CONSTRAINT "network_actions_kind";--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "corrects_id" uuid;--> statement-breakpoint
ALTER TABLE "local_posts" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "network_actions" ADD COLUMN "target_id" uuid;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_corrects_id_drafts_id_fk" FOREIGN KEY ("corrects_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_actions" ADD CONSTRAINT "network_actions_target_id_network_actions_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."network_actions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "drafts_one_open_correction" ON "drafts" USING btree ("corrects_id") WHERE "drafts"."state" not in ('rejected', 'withdrawn', 'published');--> statement-breakpoint
CREATE INDEX "drafts_corrections" ON "drafts" USING btree ("corrects_id") WHERE "drafts"."corrects_id" is not null;--> statement-breakpoint
ALTER TABLE "network_actions" ADD CONSTRAINT "network_actions_target" CHECK (("network_actions"."kind" = 'edit') = ("network_actions"."target_id" is not null));--> statement-breakpoint
ALTER TABLE "network_actions" ADD CONSTRAINT "network_actions_kind" CHECK ("network_actions"."kind" in ('publish', 'reply', 'edit'));