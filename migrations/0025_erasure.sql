DROP INDEX "posts_identity";--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "retention_months" integer DEFAULT 13 NOT NULL;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "erasure" text;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "identity" text;--> statement-breakpoint
UPDATE "posts" SET "identity" = encode(sha256(convert_to("network" || E'\n' || "origin" || E'\n' || "remote_id", 'UTF8')), 'hex');--> statement-breakpoint
ALTER TABLE "posts" ALTER COLUMN "identity" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "mentions_by_post" ON "mentions" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "mentions_held" ON "mentions" USING btree ("brand_id","received_at") WHERE "mentions"."erased_at" is null;--> statement-breakpoint
CREATE INDEX "posts_remote_id" ON "posts" USING btree ("network","remote_id");--> statement-breakpoint
CREATE UNIQUE INDEX "posts_identity" ON "posts" USING btree ("identity");--> statement-breakpoint
ALTER TABLE "brands" ADD CONSTRAINT "brands_retention_months" CHECK ("brands"."retention_months" between 1 and 60);--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_erasure" CHECK ("mentions"."erasure" in ('retention', 'forgotten'));