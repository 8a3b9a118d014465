CREATE TABLE "sector_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"source_id" uuid,
	"group_id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sources" DROP CONSTRAINT "sources_kind";--> statement-breakpoint
ALTER TABLE "cards" DROP CONSTRAINT "cards_subject_kind";--> statement-breakpoint
ALTER TABLE "sources" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "mentions" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "brand_id" uuid;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "network" text;--> statement-breakpoint
UPDATE "sources" SET "brand_id" = "accounts"."brand_id", "network" = "accounts"."network" FROM "accounts" WHERE "accounts"."id" = "sources"."account_id";--> statement-breakpoint
ALTER TABLE "sources" ALTER COLUMN "brand_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ALTER COLUMN "network" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "subject" text DEFAULT 'brand' NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "takes_all" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "problem" text;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "created_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sector_items" ADD CONSTRAINT "sector_items_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sector_items" ADD CONSTRAINT "sector_items_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sector_items" ADD CONSTRAINT "sector_items_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sector_items_identity" ON "sector_items" USING btree ("brand_id","post_id");--> statement-breakpoint
CREATE INDEX "sector_items_group" ON "sector_items" USING btree ("group_id");--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sources_address_once" ON "sources" USING btree ("brand_id","network","address","subject");--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_subject" CHECK ("sources"."subject" in ('brand', 'sector'));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_problem" CHECK ("sources"."problem" in ('not-found', 'gone', 'forbidden', 'no-feed', 'too-large', 'address-refused', 'rate-limited', 'unavailable', 'other'));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_place" CHECK (("sources"."kind" = 'feed') = ("sources"."address" is not null)
      and ("sources"."kind" = 'feed') = ("sources"."account_id" is null));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_kind" CHECK ("sources"."kind" in ('inbox', 'search', 'feed'));--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest', 'summary', 'reminder', 'notice', 'outage', 'connection', 'sector', 'source', 'note'));