CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"claim_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "unbound_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_once" ON "workspaces" USING btree ("platform","remote_id");