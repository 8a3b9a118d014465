CREATE TABLE "deeds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"wish" text NOT NULL,
	"mention_id" uuid,
	"action_id" uuid,
	"account_id" uuid NOT NULL,
	"asked_by" uuid NOT NULL,
	"content_hash" text,
	"state" text NOT NULL,
	"turn" integer DEFAULT 1 NOT NULL,
	"is_sent" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"failure" jsonb,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "deeds_kind" CHECK ("deeds"."kind" in ('like', 'repost', 'delete')),
	CONSTRAINT "deeds_wish" CHECK ("deeds"."wish" in ('do', 'undo')),
	CONSTRAINT "deeds_state" CHECK ("deeds"."state" in ('waiting', 'attempting', 'succeeded', 'failed', 'cancelled')),
	CONSTRAINT "deeds_subject" CHECK (("deeds"."kind" = 'delete') = ("deeds"."action_id" is not null)
        and ("deeds"."kind" = 'delete') = ("deeds"."mention_id" is null)),
	CONSTRAINT "deeds_undo" CHECK ("deeds"."kind" <> 'delete' or "deeds"."wish" = 'do')
);
--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_mention_id_mentions_id_fk" FOREIGN KEY ("mention_id") REFERENCES "public"."mentions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_action_id_network_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."network_actions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deeds" ADD CONSTRAINT "deeds_asked_by_members_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "deeds_mention" ON "deeds" USING btree ("mention_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "deeds_action" ON "deeds" USING btree ("action_id");--> statement-breakpoint
CREATE INDEX "deeds_open" ON "deeds" USING btree ("due_at") WHERE "deeds"."state" in ('waiting', 'attempting');