CREATE TABLE "history" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "history_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" uuid,
	"event" jsonb NOT NULL,
	CONSTRAINT "history_subject_kind" CHECK ("history"."subject_kind" in ('mention', 'draft'))
);
--> statement-breakpoint
CREATE TABLE "note_lines" (
	"card_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	CONSTRAINT "note_lines_card_id_entry_id_pk" PRIMARY KEY("card_id","entry_id")
);
--> statement-breakpoint
ALTER TABLE "cards" DROP CONSTRAINT "cards_subject_kind";--> statement-breakpoint
ALTER TABLE "cards" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "local_messages" ADD COLUMN "notes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_actor_id_members_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_lines" ADD CONSTRAINT "note_lines_card_id_cards_id_fk" FOREIGN KEY ("card_id") REFERENCES "public"."cards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_lines" ADD CONSTRAINT "note_lines_entry_id_history_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."history"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "history_by_subject" ON "history" USING btree ("subject_kind","subject_id","sequence");--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_parent_id_cards_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."cards"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cards_by_parent" ON "cards" USING btree ("parent_id") WHERE "cards"."parent_id" is not null and "cards"."attempted_at" is null;--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_parent" CHECK (("cards"."subject_kind" = 'note') = ("cards"."parent_id" is not null));--> statement-breakpoint
ALTER TABLE "cards" ADD CONSTRAINT "cards_subject_kind" CHECK ("cards"."subject_kind" in ('mention', 'draft', 'digest', 'summary', 'note'));