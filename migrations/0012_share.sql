ALTER TABLE "brands" ADD COLUMN "share_hash" text;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "share_until" timestamp (3) with time zone;