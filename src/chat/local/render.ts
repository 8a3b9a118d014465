import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Card, CardButton, CardElement, Option, Tone } from '../card.ts'
import { EXCERPT_LENGTH, EXCERPT_LINES, FOLD_LENGTH, FOLD_LINES } from './limits.ts'

/** Markup in which everything that is not ours is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** What a card needs said around its own texts. */
export interface CardWords {
  /** The tone in a word; '' says nothing. */
  readonly tones: Readonly<Record<Tone, string>>
  /** Opens and closes a folded text. */
  readonly readOn: string
  readonly fold: string
  /** Hands in what was chosen in a select. */
  readonly apply: string
}

/** Something to do on a card, as programs see it; `options` for a select. */
export interface CardAction {
  readonly id: string
  readonly label: string
  readonly options?: readonly Option[]
}

/** Everything that can be done on the card, in the order it is shown. */
export function cardActions(card: Card): readonly CardAction[] {
  return card.elements.flatMap((element): CardAction[] => {
    if (element.kind === 'buttons') return arrange(element.buttons).map(({ id, label }) => ({ id, label }))
    if (element.kind === 'select') return [{ id: element.id, label: element.label, options: element.options }]
    return []
  })
}

const WEIGHTS: Readonly<Record<CardButton['style'], number>> = { primary: 0, plain: 1, danger: 2 }

/** What one most likely wants comes first, what one may regret last. */
function arrange(buttons: readonly CardButton[]): readonly CardButton[] {
  return buttons.toSorted((one, other) => WEIGHTS[one.style] - WEIGHTS[other.style])
}

/**
 * The address if it is one a click may go to: http, https or a path on this server. Undefined for all else, for
 * `javascript:` above all.
 */
export function safeUrl(address: string): string | undefined {
  if (/^\/(?![/\\])/.test(address)) return address
  const url = URL.parse(address)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined
}

/** Where the local workspace's page has a file of the media store. */
export function mediaPath(hash: string): string {
  return `/local/media/${hash}`
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The beginning of a text that is too long for a card, or undefined if it is not. */
export function excerpt(text: string): string | undefined {
  const lines = text.split('\n')
  if (text.length <= FOLD_LENGTH && lines.length <= FOLD_LINES) return undefined
  const head = lines.slice(0, EXCERPT_LINES).join('\n')
  let end = 0
  for (const { index, segment } of graphemes.segment(head.slice(0, FOLD_LENGTH))) {
    if (index + segment.length > EXCERPT_LENGTH) break
    end = index + segment.length
  }
  // One cluster may be longer than all that: letters under a tower of accents.
  return `${head.slice(0, end === 0 ? EXCERPT_LENGTH : end).trimEnd()}…`
}

/** A text of any length and in any direction; the beginning of it, if it is long, and the rest on demand. */
export function renderText(text: string, kind: string, words: Pick<CardWords, 'readOn' | 'fold'>): Html {
  const beginning = excerpt(text)
  if (beginning === undefined) return html`<p class="${kind}" dir="auto">${text}</p>`
  return html`<details class="fold"><summary><span class="${kind} excerpt" dir="auto">${beginning}</span><span class="fold-more">${words.readOn}</span><span class="fold-less">${words.fold}</span></summary><p class="${kind}" dir="auto">${text}</p></details>`
}

function renderButton(button: CardButton): Html {
  const confirm = button.confirm === undefined ? '' : html` data-confirm="${button.confirm}"`
  return html`<button type="button" class="button ${button.style}" data-action="${button.id}"${confirm}>${button.label}</button>`
}

/** A link if a click may follow it, and its label otherwise. */
export function renderLink(label: string, address: string): Html {
  const url = safeUrl(address)
  if (url === undefined) return html`<bdi>${label}</bdi>`
  if (url.startsWith('/')) return html`<a href="${url}"><bdi>${label}</bdi></a>`
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer"><bdi>${label}</bdi></a>`
}

/** Pictures come from this server or with the card; from anywhere else they would tell a stranger who reads what. */
function renderImage(address: string, alternative: string): Html {
  const own = /^\/(?![/\\])/.test(address) || /^data:image\/(?:png|jpeg|webp);base64,/.test(address)
  if (own) return html`<img class="card-image" src="${address}" alt="${alternative}" loading="lazy">`
  return html`<p class="card-link">${renderLink(alternative === '' ? address : alternative, address)}</p>`
}

/** Filled by the page's script, which keeps it true; the moment itself stands before it. */
function renderAge(at: string): Html {
  return html` <time class="age" datetime="${at}" title="" data-relative></time>`
}

function renderElement(element: CardElement, words: CardWords): Html {
  switch (element.kind) {
    case 'text':
      return element.quote === true
        ? html`<blockquote>${renderText(element.text, 'card-text quote', words)}</blockquote>`
        : renderText(element.text, 'card-text', words)
    case 'fields':
      return html`<dl class="fields">${element.fields.map(
        field =>
          html`<div><dt>${field.label}</dt><dd>${field.value}${field.at === undefined ? '' : renderAge(field.at)}</dd></div>`,
      )}</dl>`
    case 'image':
      return renderImage(element.url, element.alternative)
    case 'picture':
      return html`<figure class="picture"><img src="${mediaPath(element.picture.hash)}" width="${element.picture.width}" height="${element.picture.height}" alt="${element.alternative}" loading="lazy"><figcaption>${element.label}</figcaption></figure>`
    case 'buttons':
      return html`<div class="buttons">${arrange(element.buttons).map(renderButton)}</div>`
    case 'select':
      return html`<form class="choice" data-choice="${element.id}"><label><span>${element.label}</span><select name="value">${element.options.map(
        option => html`<option value="${option.value}">${option.label}</option>`,
      )}</select></label><button type="submit" class="button plain">${words.apply}</button></form>`
    case 'context':
      return html`<p class="context">${element.text}${element.at === undefined ? '' : renderAge(element.at)}</p>`
    case 'link':
      return html`<p class="card-link">${renderLink(element.label, element.url)}</p>`
    case 'call':
      return html`<p class="card-text"><bdi>@${element.name}</bdi></p>`
    default:
      return element satisfies never
  }
}

/** The card's inside; whoever shows it puts the message around it. */
export function renderCard(card: Card, words: CardWords): Html {
  const tone = words.tones[card.tone]
  return html`<header class="card-head">${tone === '' ? '' : html`<span class="tone">${tone}</span>`}<h3>${card.header}</h3></header>${card.elements.map(element => renderElement(element, words))}`
}
