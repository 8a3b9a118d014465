CREATE TABLE "connections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"network" text NOT NULL,
	"account_id" uuid,
	"state" text DEFAULT 'offered' NOT NULL,
	"link_hash" text NOT NULL,
	"browser_hash" text,
	"state_hash" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"given" jsonb,
	"problem" jsonb,
	"sealed" text,
	"service" text,
	"handle" text,
	"name" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_state" CHECK ("connections"."state" in ('offered', 'opened', 'authorising', 'tried', 'confirmed', 'declined', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "outages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ending" text,
	CONSTRAINT "outages_ending" CHECK ("outages"."ending" in ('connected', 'removed')),
	CONSTRAINT "outages_ended" CHECK (("outages"."ended_at" is null) = ("outages"."ending" is null))
);
--> statement-breakpoint
ALTER TABLE "cards" DROP CONSTRAINT "cards_subject_kind";--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outages" ADD CONSTRAINT "outages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "connections_link" ON "connections" USING btree ("link_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_state_hash" ON "connections" USING btree ("state_hash");--> statement-breakpoint
CREATE INDEX "connections_open" ON "connections" USING btree ("state","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outages_open" ON "outages" USING btree ("account_id") WHERE "outages"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest', 'summary', 'reminder', 'notice', 'outage', 'connection', 'note'));