CREATE TABLE "reminders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"member_id" uuid,
	"channel_id" uuid,
	"outcome" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reminders_outcome" CHECK ("reminders"."outcome" in ('sent', 'unreachable', 'nobody-left'))
);
--> statement-breakpoint
ALTER TABLE "cards" DROP CONSTRAINT "cards_subject_kind";--> statement-breakpoint
ALTER TABLE "channels" DROP CONSTRAINT "channels_purpose";--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "remind_post_after" integer DEFAULT 240 NOT NULL;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "remind_reply_after" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "review_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reminders_once" ON "reminders" USING btree ("draft_id","revision","member_id");--> statement-breakpoint
CREATE INDEX "reminders_by_channel" ON "reminders" USING btree ("channel_id");--> statement-breakpoint
ALTER TABLE "brands" ADD CONSTRAINT "brands_remind_post_after" CHECK ("brands"."remind_post_after" >= 0);--> statement-breakpoint
ALTER TABLE "brands" ADD CONSTRAINT "brands_remind_reply_after" CHECK ("brands"."remind_reply_after" >= 0);--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest', 'summary', 'reminder', 'note'));--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_purpose" CHECK ("channels"."purpose" in ('mentions', 'alerts', 'drafts', 'digest', 'sector', 'direct'));