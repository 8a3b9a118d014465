ALTER TABLE "brands" ADD COLUMN "reply_approvals" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "reply_author_may_approve" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "author_followers" integer;--> statement-breakpoint
ALTER TABLE "brands" ADD CONSTRAINT "brands_reply_approvals" CHECK ("brands"."reply_approvals" between 1 and 9);