CREATE TABLE "group_grants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"group_id" text NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "groups" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "group_grants" ADD CONSTRAINT "group_grants_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "group_grants_once" ON "group_grants" USING btree ("brand_id","platform","workspace","group_id");--> statement-breakpoint
CREATE INDEX "group_grants_by_workspace" ON "group_grants" USING btree ("platform","workspace");