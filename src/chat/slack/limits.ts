/**
 * Slack's limits, in UTF-16 units unless said otherwise. "Types" is the documentation inside `@slack/types` 3.2.0,
 * which follows docs.slack.dev/reference/block-kit and docs.slack.dev/reference/views; the rest names its page.
 */

/** Blocks of a message: docs.slack.dev/reference/block-kit/blocks. */
export const MESSAGE_BLOCKS = 50
/** Blocks of a modal or a home page: types, `BaseView.blocks`. */
export const VIEW_BLOCKS = 100
/** Text of a section: types, `SectionBlock.text`. */
export const SECTION_TEXT = 3_000
/** Fields of a section, and the text of one: types, `SectionBlock.fields`. */
export const SECTION_FIELDS = 10
export const FIELD_TEXT = 2_000
/** Text of a header block: types, `HeaderBlock.text`. */
export const HEADER_TEXT = 150
/** Elements of an actions block: types, `ActionsBlock.elements`. */
export const ACTIONS_ELEMENTS = 25
/** Elements of a context block: types, `ContextBlock.elements`. */
export const CONTEXT_ELEMENTS = 10
/** Text of a button: types, `Button.text`. */
export const BUTTON_TEXT = 75
/** What a button carries: types, `Button.value`. */
export const BUTTON_VALUE = 2_000
/** Where a button leads: types, `Button.url`; and where an image comes from: docs.slack.dev/reference/block-kit/blocks/image-block. */
export const URL_LENGTH = 3_000
/** Alternative text of an image: types, `ImageBlock.alt_text`. */
export const IMAGE_ALTERNATIVE = 2_000
/** `action_id` and `block_id`: types, `Action.action_id`, `Block.block_id`. */
export const IDENTIFIER = 255
/** Confirmation: types, `ConfirmationDialog`. */
export const CONFIRM_TITLE = 100
export const CONFIRM_TEXT = 300
export const CONFIRM_BUTTON = 30
/** Options of a select, and the text of one: types, `StaticSelect.options`, `Option.text`. */
export const SELECT_OPTIONS = 100
export const OPTION_TEXT = 75
/** Files of a file input: types, `FileInput.max_files`. */
export const INPUT_FILES = 10
/** Options that are shown as boxes to tick: types, `Checkboxes.options`. */
export const CHECKBOX_OPTIONS = 10
/** Value of an option: docs.slack.dev/reference/block-kit/composition-objects/option-object (it was 75 until 2024). */
export const OPTION_VALUE = 150
/** Title, submit and close of a modal: types, `ModalView`. */
export const MODAL_TITLE = 24
/** Label and hint of an input: types, `InputBlock.label`, `InputBlock.hint`. */
export const INPUT_LABEL = 2_000
/** What fits one text input: types, `PlainTextInput.max_length`. */
export const INPUT_VALUE = 3_000
/** `private_metadata` and `callback_id` of a view: types, `BaseView`. */
export const PRIVATE_METADATA = 3_000
export const CALLBACK_ID = 255
/** A view altogether, in bytes: docs.slack.dev/reference/methods/views.open, `view_too_large`. */
export const VIEW_BYTES = 250_000
/**
 * Characters over all blocks of a message: about 13,200 are answered with `msg_blocks_too_long`, which is documented
 * nowhere; with room to spare.
 */
export const MESSAGE_TEXT = 12_000
/** Fallback text: longer ones are cut by Slack at 40,000 (docs.slack.dev/reference/methods/chat.postMessage); 4,000 is its advice. */
export const FALLBACK_TEXT = 4_000

/** Milliseconds within which Slack wants an answer: docs.slack.dev/interactivity/handling-user-interaction. */
export const ANSWER_LIMIT = 3_000
/** Milliseconds after which we give up and say so, to be heard within those. */
export const PATIENCE = 2_500
/** Bytes of a request that is read; Slack's own are far smaller, and Bolt's receiver takes 1 MB too. */
export const REQUEST_BYTES = 1_000_000
/** Seconds that the stamp of a signed request may be off: docs.slack.dev/authentication/verifying-requests-from-slack. */
export const STAMP_TOLERANCE = 5 * 60
/** Messages of one page of a conversation; at most 200 are advised: docs.slack.dev/reference/methods/conversations.history. */
export const HISTORY_PAGE = 200

/** Milliseconds between two messages to one channel: docs.slack.dev/apis/web-api/rate-limits, "Posting messages". */
export const PACE = 1_000

/** Ours: how much of a text a card shows before the rest is folded, longest first; the first that fits is taken. */
export const FOLDS = [
  { length: 1_500, lines: 25 },
  { length: 500, lines: 8 },
  { length: 150, lines: 3 },
] as const
