CREATE TABLE "local_marks" (
	"post_id" uuid NOT NULL,
	"mark" text NOT NULL,
	"author" text NOT NULL,
	CONSTRAINT "local_marks_post_id_mark_author_pk" PRIMARY KEY("post_id","mark","author"),
	CONSTRAINT "local_marks_mark" CHECK ("local_marks"."mark" in ('like', 'repost'))
);
--> statement-breakpoint
ALTER TABLE "local_posts" ADD COLUMN "quote" uuid;--> statement-breakpoint
ALTER TABLE "local_marks" ADD CONSTRAINT "local_marks_post_id_local_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."local_posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "local_posts_replies" ON "local_posts" USING btree ("reply_to") WHERE "local_posts"."reply_to" is not null;--> statement-breakpoint
CREATE INDEX "local_posts_quotes" ON "local_posts" USING btree ("quote") WHERE "local_posts"."quote" is not null;