CREATE TABLE "muted_authors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"network" text NOT NULL,
	"author_remote_id" text NOT NULL,
	"handle" text NOT NULL,
	"until" timestamp (3) with time zone,
	"muted_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "muted_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "muted_authors" ADD CONSTRAINT "muted_authors_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "muted_authors" ADD CONSTRAINT "muted_authors_muted_by_members_id_fk" FOREIGN KEY ("muted_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "muted_authors_once" ON "muted_authors" USING btree ("brand_id","network","author_remote_id");