import type {
  Button,
  Checkboxes,
  ConfirmationDialog,
  MultiStaticSelect,
  PlainTextElement,
  PlainTextOption,
  StaticSelect,
} from '@slack/types'
import type { Translator } from '../../locales/translator.ts'
import type { CardButton, Option } from '../card.ts'
import { LINK } from './ids.ts'
import {
  BUTTON_TEXT,
  CHECKBOX_OPTIONS,
  CONFIRM_BUTTON,
  CONFIRM_TEXT,
  CONFIRM_TITLE,
  IDENTIFIER,
  OPTION_TEXT,
  OPTION_VALUE,
  SELECT_OPTIONS,
  URL_LENGTH,
} from './limits.ts'
import { clean, cut, webUrl } from './text.ts'

/** Slack's plain text reads no markup at all: nothing in it pings, links or formats. `emoji` would turn `:x:` into one. */
export function plain(text: string, limit: number): PlainTextElement {
  const shown = cut(clean(text).trim(), limit)
  // Slack refuses empty texts.
  return { type: 'plain_text', text: shown === '' ? '…' : shown, emoji: false }
}

function confirmation(button: CardButton, question: string, t: Translator): ConfirmationDialog {
  return {
    title: plain(t('slack.confirm'), CONFIRM_TITLE),
    text: plain(question, CONFIRM_TEXT),
    confirm: plain(button.label, CONFIRM_BUTTON),
    deny: plain(t('slack.cancel'), CONFIRM_BUTTON),
    ...(button.style === 'plain' ? {} : { style: button.style }),
  }
}

export function renderButton(button: CardButton, t: Translator): Button {
  return {
    type: 'button',
    action_id: button.id,
    text: plain(button.label, BUTTON_TEXT),
    ...(button.style === 'plain' ? {} : { style: button.style }),
    ...(button.confirm === undefined ? {} : { confirm: confirmation(button, button.confirm, t) }),
  }
}

/** Undefined for an address that a click may not go to. */
export function renderLink(label: string, address: string): Button | undefined {
  const url = webUrl(address, URL_LENGTH)
  return url === undefined ? undefined : { type: 'button', action_id: LINK, text: plain(label, BUTTON_TEXT), url }
}

const WEIGHTS: Readonly<Record<CardButton['style'], number>> = { primary: 0, plain: 1, danger: 2 }

/** What one most likely wants first, what one may regret last; none that Slack would refuse. */
export function arrange(buttons: readonly CardButton[]): readonly CardButton[] {
  const usable = new Map(buttons.filter(({ id }) => id !== '' && id.length <= IDENTIFIER).map(one => [one.id, one]))
  return [...usable.values()].toSorted((one, other) => WEIGHTS[one.style] - WEIGHTS[other.style])
}

/** Slack takes no empty value, so every value goes with a sign in front. */
const VALUE_SIGN = '='

export function readOption(value: string): string {
  return value.startsWith(VALUE_SIGN) ? value.slice(VALUE_SIGN.length) : value
}

function renderOption({ value, label }: Option): PlainTextOption {
  return { text: plain(label, OPTION_TEXT), value: `${VALUE_SIGN}${value}` }
}

/** Options that Slack takes, each once: `limit` of them, the chosen ones before all. Undefined if none is left. */
function renderOptions(options: readonly Option[], chosen: readonly string[], limit: number) {
  const distinct = [...new Map(options.map(option => [option.value, option])).values()]
  const usable = distinct.filter(({ value }) => value.length + VALUE_SIGN.length <= OPTION_VALUE)
  const isChosen = ({ value }: Option) => chosen.includes(value)
  const room = Math.max(0, limit - usable.filter(isChosen).length)
  const others = new Set(usable.filter(option => !isChosen(option)).slice(0, room))
  const shown = usable.filter(option => isChosen(option) || others.has(option)).slice(0, limit)
  return { options: shown.map(renderOption), initial: shown.filter(isChosen).map(renderOption) }
}

/** Undefined where nothing can be chosen. Past Slack's number of options the last are left out, never the chosen one. */
export function renderSelect(id: string, given: readonly Option[], chosen?: string): StaticSelect | undefined {
  const { options, initial } = renderOptions(given, chosen === undefined ? [] : [chosen], SELECT_OPTIONS)
  if (options.length === 0 || id === '' || id.length > IDENTIFIER) return undefined
  const [first] = initial
  return { type: 'static_select', action_id: id, options, ...(first === undefined ? {} : { initial_option: first }) }
}

/** Boxes to tick, or a list of many. Undefined where nothing can be chosen. */
export function renderChoices(
  id: string,
  given: readonly Option[],
  chosen: readonly string[],
): Checkboxes | MultiStaticSelect | undefined {
  const { options, initial } = renderOptions(given, chosen, SELECT_OPTIONS)
  if (options.length === 0) return undefined
  const type = options.length <= CHECKBOX_OPTIONS ? 'checkboxes' : 'multi_static_select'
  return { type, action_id: id, options, ...(initial.length === 0 ? {} : { initial_options: initial }) }
}
