CREATE TABLE "kept_things" (
	"platform" text NOT NULL,
	"name" text NOT NULL,
	"sealed" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "kept_things_platform_name_pk" PRIMARY KEY("platform","name")
);
--> statement-breakpoint
CREATE INDEX "kept_things_by_age" ON "kept_things" USING btree ("until");