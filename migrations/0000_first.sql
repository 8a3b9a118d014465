CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"network" text NOT NULL,
	"service" text NOT NULL,
	"remote_id" text NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"credentials" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_state" CHECK ("accounts"."state" in ('active', 'needs-sign-in', 'removed'))
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"cursor" jsonb,
	"next_poll_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_read_at" timestamp (3) with time zone,
	CONSTRAINT "sources_kind" CHECK ("sources"."kind" in ('inbox', 'search'))
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_id" uuid,
	"act" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"content_hash" text,
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "brands" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"language" text NOT NULL,
	"approvals" integer DEFAULT 1 NOT NULL,
	"author_may_approve" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brands_slug_unique" UNIQUE("slug"),
	CONSTRAINT "brands_language" CHECK ("brands"."language" in ('en', 'fr')),
	CONSTRAINT "brands_approvals" CHECK ("brands"."approvals" between 1 and 9)
);
--> statement-breakpoint
CREATE TABLE "keywords" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "keywords_kind" CHECK ("keywords"."kind" in ('phrase', 'exclusion', 'handle'))
);
--> statement-breakpoint
CREATE TABLE "cards" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"message_id" text,
	"wanted" integer DEFAULT 1 NOT NULL,
	"shown" integer DEFAULT 0 NOT NULL,
	"priority" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempted_at" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest'))
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"period_end" timestamp (3) with time zone NOT NULL,
	"is_preview" boolean NOT NULL,
	"report" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"mention_id" uuid,
	"state" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"content_hash" text NOT NULL,
	"author_id" uuid NOT NULL,
	"approvals" jsonb NOT NULL,
	"publish_at" timestamp (3) with time zone,
	"partly_published" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "drafts_state" CHECK ("drafts"."state" in ('draft', 'in-review', 'approved', 'scheduled', 'publishing', 'published', 'failed', 'outcome-unknown', 'rejected', 'withdrawn', 'missed'))
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"content_hash" text NOT NULL,
	"member_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reviews_decision" CHECK ("reviews"."decision" in ('approve', 'request-changes', 'reject'))
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"author_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "local_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "local_messages_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"key" uuid NOT NULL,
	"card" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "local_posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "local_posts_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"author" text NOT NULL,
	"text" text NOT NULL,
	"reply_to" uuid,
	"key" uuid,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mention_counts" (
	"brand_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"sentiment" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "mention_counts_key" PRIMARY KEY("brand_id","hour","sentiment")
);
--> statement-breakpoint
CREATE TABLE "mentions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"sentiment" text,
	"score" real,
	"confidence" real,
	"urgency_reason" text,
	"corrected_by" uuid,
	"is_alert" boolean NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"assignee_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"replied_at" timestamp (3) with time zone,
	CONSTRAINT "mentions_state" CHECK ("mentions"."state" in ('open', 'taken', 'replying', 'replied', 'ignored')),
	CONSTRAINT "mentions_sentiment" CHECK ("mentions"."sentiment" in ('negative', 'neutral', 'positive')),
	CONSTRAINT "mentions_urgency_reason" CHECK ("mentions"."urgency_reason" in ('safety', 'leak', 'legal', 'press')),
	CONSTRAINT "mentions_score" CHECK ("mentions"."score" between -1 and 1 and "mentions"."confidence" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "network_actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"draft_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"content_hash" text NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"remote_id" text,
	"url" text,
	"failure" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "network_actions_state" CHECK ("network_actions"."state" in ('waiting', 'attempting', 'succeeded', 'failed', 'unknown', 'cancelled')),
	CONSTRAINT "network_actions_kind" CHECK ("network_actions"."kind" in ('publish', 'reply'))
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_purpose" CHECK ("channels"."purpose" in ('mentions', 'alerts', 'drafts', 'digest', 'sector'))
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"workspace" text NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	"language" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"network" text NOT NULL,
	"origin" text NOT NULL,
	"remote_id" text NOT NULL,
	"url" text,
	"author_remote_id" text NOT NULL,
	"author_handle" text NOT NULL,
	"author_name" text NOT NULL,
	"text" text NOT NULL,
	"language" text NOT NULL,
	"kind" text NOT NULL,
	"reply_to" text,
	"reference" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "posts_kind" CHECK ("posts"."kind" in ('public', 'comment', 'reply', 'quote', 'rating', 'direct'))
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "keywords" ADD CONSTRAINT "keywords_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_mention_id_mentions_id_fk" FOREIGN KEY ("mention_id") REFERENCES "public"."mentions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_author_id_members_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_author_id_members_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mention_counts" ADD CONSTRAINT "mention_counts_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_corrected_by_members_id_fk" FOREIGN KEY ("corrected_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_assignee_id_members_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_actions" ADD CONSTRAINT "network_actions_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_actions" ADD CONSTRAINT "network_actions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_brand_id_brands_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brands"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_once" ON "accounts" USING btree ("network","service","remote_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sources_once" ON "sources" USING btree ("account_id","kind");--> statement-breakpoint
CREATE INDEX "sources_due" ON "sources" USING btree ("next_poll_at");--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "keywords_once" ON "keywords" USING btree ("brand_id","kind","text");--> statement-breakpoint
CREATE UNIQUE INDEX "cards_once" ON "cards" USING btree ("channel_id","subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "cards_due" ON "cards" USING btree ("channel_id","priority","id") WHERE "cards"."shown" < "cards"."wanted";--> statement-breakpoint
CREATE INDEX "cards_by_subject" ON "cards" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "digests_once" ON "digests" USING btree ("brand_id","period_start") WHERE not "digests"."is_preview";--> statement-breakpoint
CREATE UNIQUE INDEX "drafts_one_open_reply" ON "drafts" USING btree ("mention_id") WHERE "drafts"."state" not in ('rejected', 'withdrawn', 'published');--> statement-breakpoint
CREATE INDEX "drafts_by_state" ON "drafts" USING btree ("brand_id","state");--> statement-breakpoint
CREATE INDEX "reviews_by_draft" ON "reviews" USING btree ("draft_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "revisions_once" ON "revisions" USING btree ("draft_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "local_messages_key" ON "local_messages" USING btree ("key");--> statement-breakpoint
CREATE INDEX "local_messages_by_channel" ON "local_messages" USING btree ("channel","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "local_posts_sequence" ON "local_posts" USING btree ("sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "local_posts_key" ON "local_posts" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "mentions_identity" ON "mentions" USING btree ("brand_id","post_id");--> statement-breakpoint
CREATE INDEX "mentions_by_time" ON "mentions" USING btree ("brand_id","received_at");--> statement-breakpoint
CREATE INDEX "mentions_open" ON "mentions" USING btree ("brand_id","state") WHERE "mentions"."state" in ('open', 'taken', 'replying');--> statement-breakpoint
CREATE UNIQUE INDEX "network_actions_once" ON "network_actions" USING btree ("draft_id","revision","account_id");--> statement-breakpoint
CREATE INDEX "network_actions_due" ON "network_actions" USING btree ("state","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_once" ON "channels" USING btree ("brand_id","purpose","platform","workspace","remote_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_once" ON "members" USING btree ("platform","workspace","remote_id");--> statement-breakpoint
CREATE UNIQUE INDEX "posts_identity" ON "posts" USING btree ("network","origin","remote_id");--> statement-breakpoint
CREATE INDEX "posts_author" ON "posts" USING btree ("network","author_remote_id");