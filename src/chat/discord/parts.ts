import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIMediaGalleryComponent,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { CardButton, Option } from '../card.ts'
import { clean, cut, webUrl } from '../text.ts'
import { askId, directId } from './ids.ts'
import {
  BUTTON_LABEL,
  CUSTOM_ID,
  IMAGE_ALTERNATIVE,
  MEDIA_URL,
  OPTION_TEXT,
  OPTION_VALUE,
  PLACEHOLDER,
  SELECT_OPTIONS,
  URL_LENGTH,
} from './limits.ts'
import { oneLine } from './markup.ts'

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>

/** Where Discord reads no markup: labels, placeholders, options. Never empty, which Discord refuses. */
export function plain(text: string, limit: number): string {
  const shown = cut(oneLine(text), limit)
  return shown === '' ? '…' : shown
}

export function textDisplay(content: string, id?: number): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content, ...(id === undefined ? {} : { id }) }
}

export function row(...components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components }
}

const STYLES = { plain: ButtonStyle.Secondary, primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const

export function ownButton(id: string, label: string, style: CardButton['style'] = 'plain'): APIButtonComponent {
  return { type: ComponentType.Button, style: STYLES[style], custom_id: id, label: plain(label, BUTTON_LABEL) }
}

const WEIGHTS: Readonly<Record<CardButton['style'], number>> = { primary: 0, plain: 1, danger: 2 }

/** The custom id of something that can be done on a card; a direct message's tells the server too. */
export function actionId(id: string, isAsked: boolean, guild: string | undefined): string {
  return directId(guild, isAsked ? askId(id) : id)
}

/** What one most likely wants first, what one may regret last; none that Discord would refuse. */
export function renderButtons(
  buttons: readonly CardButton[],
  guild: string | undefined,
): readonly APIButtonComponent[] {
  const named = buttons.map(button => ({ ...button, own: actionId(button.id, button.confirm !== undefined, guild) }))
  const usable = new Map(named.filter(({ id, own }) => id !== '' && own.length <= CUSTOM_ID).map(one => [one.id, one]))
  return [...usable.values()]
    .toSorted((one, other) => WEIGHTS[one.style] - WEIGHTS[other.style])
    .map(({ own, label, style }) => ownButton(own, label, style))
}

export function linkButton(label: string, address: string): APIButtonComponent | undefined {
  const url = webUrl(address, URL_LENGTH)
  return url === undefined
    ? undefined
    : { type: ComponentType.Button, style: ButtonStyle.Link, url, label: plain(label, BUTTON_LABEL) }
}

/** Discord takes no empty value, so every value goes with a sign in front. */
const VALUE_SIGN = '='

export function readOption(value: string): string {
  return value.startsWith(VALUE_SIGN) ? value.slice(VALUE_SIGN.length) : value
}

/** Options that Discord takes, each once. */
export function renderOptions(options: readonly Option[], chosen: readonly string[]): readonly APISelectMenuOption[] {
  const distinct = [...new Map(options.map(option => [option.value, option])).values()]
  return distinct
    .filter(({ value }) => value.length + VALUE_SIGN.length <= OPTION_VALUE)
    .map(({ value, label }) => ({
      label: plain(label, OPTION_TEXT),
      value: `${VALUE_SIGN}${value}`,
      ...(chosen.includes(value) ? { default: true } : {}),
    }))
}

/** A select of a card; several where one does not hold all options, since what is left out could not be chosen. */
export function renderSelects(
  id: string,
  label: string,
  options: readonly Option[],
  guild: string | undefined,
): readonly APIStringSelectComponent[] {
  const own = actionId(id, false, guild)
  const rendered = renderOptions(options, [])
  if (id === '' || own.length > CUSTOM_ID || rendered.length === 0) return []
  return [
    {
      type: ComponentType.StringSelect,
      custom_id: own,
      placeholder: plain(label, PLACEHOLDER),
      options: rendered.slice(0, SELECT_OPTIONS),
    },
  ]
}

/** A picture that Discord fetches; undefined where it is none that a stranger may be asked for. */
export function renderImage(address: string, alternative: string): APIMediaGalleryComponent | undefined {
  const url = webUrl(address, MEDIA_URL)
  if (url === undefined || !url.startsWith('https:')) return undefined
  return galleryOf(url, alternative)
}

export function galleryOf(url: string, alternative: string): APIMediaGalleryComponent {
  const description = cut(clean(alternative).trim(), IMAGE_ALTERNATIVE)
  return {
    type: ComponentType.MediaGallery,
    items: [{ media: { url }, ...(description === '' ? {} : { description }) }],
  }
}
