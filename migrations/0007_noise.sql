CREATE TABLE "summaries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"is_alert" boolean NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "summaries_reason" CHECK ("summaries"."reason" in ('batch', 'quiet', 'burst', 'outage'))
);
--> statement-breakpoint
ALTER TABLE "cards" DROP CONSTRAINT "cards_subject_kind";--> statement-breakpoint
DROP INDEX "cards_due";--> statement-breakpoint
ALTER TABLE "cards" ADD COLUMN "gathering" text;--> statement-breakpoint
ALTER TABLE "cards" ADD COLUMN "summary_id" uuid;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "listens" text DEFAULT 'everything' NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "batch_minutes" integer;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "quiet_from" integer;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "quiet_to" integer;--> statement-breakpoint
ALTER TABLE "summaries" ADD CONSTRAINT "summaries_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "summaries_by_channel" ON "summaries" USING btree ("channel_id","added_at");--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_summary_id_summaries_id_fk" FOREIGN KEY ("summary_id") REFERENCES "public"."summaries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cards_by_summary" ON "cards" USING btree ("summary_id") WHERE "cards"."summary_id" is not null;--> statement-breakpoint
CREATE INDEX "cards_attempted" ON "cards" USING btree ("channel_id","attempted_at") WHERE "cards"."attempted_at" is not null;--> statement-breakpoint
CREATE INDEX "cards_due" ON "cards" USING btree ("channel_id","priority","id") WHERE "cards"."shown" < "cards"."wanted" and "cards"."summary_id" is null;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_gathering" CHECK ("cards"."gathering" in ('batch', 'quiet'));--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest', 'summary'));--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_listens" CHECK ("channels"."listens" in ('everything', 'negative', 'questions'));--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_batch_minutes" CHECK ("channels"."batch_minutes" between 1 and 1440);--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_quiet" CHECK ("channels"."quiet_from" between 0 and 1439 and "channels"."quiet_to" between 0 and 1439);--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_quiet_both" CHECK (("channels"."quiet_from" is null) = ("channels"."quiet_to" is null));