CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"kind" text NOT NULL,
	"member_id" uuid NOT NULL,
	"channel_id" uuid,
	"outcome" text DEFAULT 'waiting' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notices_kind" CHECK ("notices"."kind" in ('changes-requested', 'rejected', 'failed', 'missed', 'outcome-unknown')),
	CONSTRAINT "notices_outcome" CHECK ("notices"."outcome" in ('waiting', 'sent', 'dropped'))
);
--> statement-breakpoint
ALTER TABLE "cards" DROP CONSTRAINT "cards_subject_kind";--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("draft_id","revision","kind");--> statement-breakpoint
CREATE INDEX "notices_by_channel" ON "notices" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "notices_by_outcome" ON "notices" USING btree ("outcome","at");--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest', 'summary', 'reminder', 'notice', 'note'));