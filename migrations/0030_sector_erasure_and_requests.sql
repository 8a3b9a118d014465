CREATE TABLE "erasure_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"authors" jsonb NOT NULL,
	"erased" integer DEFAULT 0 NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"channel" text NOT NULL,
	"member_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sector_items" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sector_items" ADD COLUMN "erasure" text;--> statement-breakpoint
ALTER TABLE "erasure_requests" ADD CONSTRAINT "erasure_requests_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasure_requests" ADD CONSTRAINT "erasure_requests_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cards_abandoned" ON "cards" USING btree ("channel_id") WHERE "cards"."shown" = "cards"."wanted" and "cards"."last_error" is not null and "cards"."message_id" is not null;--> statement-breakpoint
CREATE INDEX "sector_items_by_post" ON "sector_items" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "sector_items_held" ON "sector_items" USING btree ("brand_id","received_at") WHERE "sector_items"."erased_at" is null;--> statement-breakpoint
ALTER TABLE "sector_items" ADD CONSTRAINT "sector_items_erasure" CHECK ("sector_items"."erasure" in ('retention', 'forgotten'));