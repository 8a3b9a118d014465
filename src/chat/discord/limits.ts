/**
 * Discord's limits, in characters; we count UTF-16 units, of which there are never fewer. "Components" is
 * discord.com/developers/docs/components/reference, "types" the documentation inside `discord-api-types` 0.38, which
 * follows discord.com/developers/docs; the rest names its page.
 */

/** Components of a message, nested ones included: components, "Messages allow up to 40 total components". */
export const MESSAGE_COMPONENTS = 40
/**
 * Characters over all text displays of a message. Not documented; Discord answers
 * `COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED` for more than 4,000.
 */
export const MESSAGE_TEXT = 4_000
/** Elements of an action row: components, "Action Row". */
export const ROW_BUTTONS = 5
/** Text of a button, and where one leads: components, "Button". */
export const BUTTON_LABEL = 80
export const URL_LENGTH = 512
/** What a component carries: components, "Custom ID". */
export const CUSTOM_ID = 100
/** Options of a select, their texts and values: components, "String Select". */
export const SELECT_OPTIONS = 25
export const OPTION_TEXT = 100
export const OPTION_VALUE = 100
export const PLACEHOLDER = 150
/** People or channels that one select takes: components, "User Select". */
export const SELECT_PEOPLE = 25
/** Alternative text of a picture: components, "Media Gallery Item". Its address: types, `APIUnfurledMediaItem.url`. */
export const IMAGE_ALTERNATIVE = 1_024
export const MEDIA_URL = 2_048
/** Files of one field: components, "File Upload". */
export const UPLOADED_FILES = 10
/** A modal: components of it, its title, and a label with the words below it: types, `APILabelComponent`. */
export const MODAL_COMPONENTS = 5
export const MODAL_TITLE = 45
export const LABEL = 45
export const LABEL_DESCRIPTION = 100
/** What fits one text input: components, "Text Input". */
export const INPUT_VALUE = 4_000
/**
 * Descriptions of commands and of their options, how many options one has, how many choices an option, and the name of one:
 * discord.com/developers/docs/interactions/application-commands.
 */
export const COMMAND_DESCRIPTION = 100
export const COMMAND_OPTIONS = 25
export const COMMAND_CHOICES = 25
export const CHOICE_NAME = 100
/** The value of a choice and of what is suggested: as above, "Application Command Option Choice Structure". */
export const CHOICE_VALUE = 100
/** Files of a message, and their bytes together where nobody has paid for more: discord.com/developers/docs/reference#uploading-files. */
export const MESSAGE_FILES = 10
export const MESSAGE_FILES_BYTES = 10_000_000
/** A nonce: discord.com/developers/docs/resources/message#create-message. */
export const NONCE = 25
/** Messages of one page of a channel: discord.com/developers/docs/resources/message#get-channel-messages. */
export const HISTORY_PAGE = 100

/**
 * Milliseconds for the first answer, and for those after it:
 * discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction.
 */
export const ANSWER_LIMIT = 3_000
export const TOKEN_LIFE = 15 * 60_000
/** Milliseconds after which we say that it takes longer, to be heard within the three seconds. */
export const PATIENCE = 1_800

/**
 * Milliseconds between two messages to one channel. Its bucket is told in headers only, and not to be relied on; at this
 * pace it is rarely met, and what does not fit waits without having been tried.
 */
export const PACE = 1_000

/** Ours: how much of a text a card shows before the rest is folded, longest first; the first that fits is taken. */
export const FOLDS = [
  { length: 1_200, lines: 25 },
  { length: 400, lines: 8 },
  { length: 240, lines: 5 },
  { length: 120, lines: 3 },
] as const
