ALTER TABLE "event_inbox" ADD COLUMN "owner" uuid;--> statement-breakpoint
ALTER TABLE "event_inbox" ADD COLUMN "handled_at" timestamp (3) with time zone;