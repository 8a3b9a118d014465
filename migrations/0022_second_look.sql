CREATE TABLE "look_purses" (
	"network" text NOT NULL,
	"service" text NOT NULL,
	"left" double precision NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"barred_until" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "looks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"post_id" uuid,
	"action_id" uuid,
	"published_at" timestamp (3) with time zone NOT NULL,
	"held_since" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"looked_at" timestamp (3) with time zone,
	"state" text DEFAULT 'there' NOT NULL,
	CONSTRAINT "looks_kind" CHECK ("looks"."kind" in ('post', 'publication', 'account')),
	CONSTRAINT "looks_state" CHECK ("looks"."state" in ('there', 'missing', 'gone')),
	CONSTRAINT "looks_subject" CHECK (("looks"."kind" = 'post') = ("looks"."post_id" is not null)
        and ("looks"."kind" = 'publication') = ("looks"."action_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "account_samples" (
	"account_id" uuid NOT NULL,
	"day" date NOT NULL,
	"followers" integer,
	"following" integer,
	"posts" integer,
	CONSTRAINT "account_samples_key" PRIMARY KEY("account_id","day")
);
--> statement-breakpoint
CREATE TABLE "post_samples" (
	"action_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"likes" integer,
	"reposts" integer,
	"replies" integer,
	"quotes" integer,
	"views" bigint,
	CONSTRAINT "post_samples_key" PRIMARY KEY("action_id","hour")
);
--> statement-breakpoint
ALTER TABLE "mentions" DROP CONSTRAINT "mentions_state";--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "gone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_action_id_network_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."network_actions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_samples" ADD CONSTRAINT "account_samples_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_samples" ADD CONSTRAINT "post_samples_action_id_network_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."network_actions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "look_purses_once" ON "look_purses" USING btree ("network","service");--> statement-breakpoint
CREATE UNIQUE INDEX "looks_post" ON "looks" USING btree ("post_id") WHERE "looks"."kind" = 'post';--> statement-breakpoint
CREATE UNIQUE INDEX "looks_publication" ON "looks" USING btree ("action_id") WHERE "looks"."kind" = 'publication';--> statement-breakpoint
CREATE UNIQUE INDEX "looks_account" ON "looks" USING btree ("account_id") WHERE "looks"."kind" = 'account';--> statement-breakpoint
CREATE INDEX "looks_due" ON "looks" USING btree ("account_id","due_at");--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_state" CHECK ("mentions"."state" in ('open', 'taken', 'replying', 'replied', 'ignored', 'gone'));--> statement-breakpoint
INSERT INTO "looks" ("id", "kind", "account_id", "post_id", "published_at", "held_since", "due_at")
SELECT gen_random_uuid(), 'post', "mention"."account_id", "posts"."id", "posts"."published_at", "posts"."received_at", now() + random() * interval '24 hours'
FROM "posts" CROSS JOIN LATERAL (
	SELECT "account_id" FROM "mentions" WHERE "post_id" = "posts"."id" ORDER BY "id" LIMIT 1
) AS "mention"
WHERE "posts"."network" = 'bluesky' AND "posts"."received_at" > now() - interval '30 days';
