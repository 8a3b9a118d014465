import { html } from 'hono/html'
import { type Html, mediaPath, renderText } from '../../../chat/local/render.ts'
import type { Translator } from '../../../locales/translator.ts'
import type { LocalCounts, LocalPost } from '../../../networks/local/store.ts'
import { AUTHOR_LENGTH, nameKey, POST_LENGTH } from '../posts.ts'
import type { Thread } from '../threads.ts'
import { cardWords, renderTime, type Voice, versionOf } from './words.ts'

/** Colours that a visitor's initial can have. */
const COLOURS = 6

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

function initialOf(name: string): string {
  const first = graphemes.segment(name)[Symbol.iterator]().next()
  return first.done === true ? '' : first.value.segment.toUpperCase().slice(0, 16)
}

function colourOf(name: string): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % COLOURS
}

interface PublicVoice extends Voice, Pick<PublicView, 'counts' | 'quotes'> {
  readonly isBrand: (author: string) => boolean
}

/** The post that it quotes, as far as it is still there. */
function renderQuote({ quote }: LocalPost, { say, quotes }: PublicVoice): Html | '' {
  if (quote === null) return ''
  const quoted = quotes.get(quote)
  if (quoted === undefined) return html`<p class="towards">${say('page.public.quote-gone')}</p>`
  return html`<blockquote class="quoted"><a href="#post-${quoted.id}"><bdi>${quoted.author}</bdi></a> ${renderText(quoted.text, 'post-text', cardWords(say))}</blockquote>`
}

/** What people did with it; there even where nobody did, so that the script finds its place. */
function renderMarks({ id, author }: LocalPost, { say, counts }: PublicVoice): Html {
  const { likes = 0, reposts = 0, quotes = 0 } = counts.get(id) ?? {}
  const words = [
    ...(reposts > 0 ? [say('page.public.reposts', { count: reposts })] : []),
    ...(quotes > 0 ? [say('page.public.quotes', { count: quotes })] : []),
  ]
  return html`<span class="marks" data-version="${versionOf([likes, reposts, quotes])}"><button type="button" class="link-button" data-like="${id}">${say('page.public.like')}${likes > 0 ? ` · ${likes}` : ''}<span class="hidden"> ${say('page.public.like-of', { name: author, count: likes })}</span></button>${words.map(one => html` <span>${one}</span>`)}</span>`
}

function renderMedia({ media }: LocalPost): Html | '' {
  if (media.length === 0) return ''
  return html`<div class="post-media">${media.map(
    ({ hash, width, height, alternative }) =>
      html`<img src="${mediaPath(hash)}" width="${width}" height="${height}" alt="${alternative}" title="${alternative}" loading="lazy">`,
  )}</div>`
}

/** What it says and shows, which its author may change. */
function renderWords(post: LocalPost, { say }: PublicVoice): Html {
  const { text, media, editedAt } = post
  const edited = editedAt === null ? '' : html`<p class="towards">${say('page.public.edited')}</p>`
  return html`<div data-version="${versionOf([text, media, editedAt])}">${renderText(text, 'post-text', cardWords(say))}${renderMedia(post)}${edited}</div>`
}

function renderPost(post: LocalPost, answered: LocalPost | undefined, voice: PublicVoice): Html {
  const { say } = voice
  const ours = voice.isBrand(post.author)
  const badge = ours ? html`<span class="badge">${say('page.public.official')}</span>` : ''
  const towards =
    answered === undefined
      ? ''
      : html`<p class="towards">${say('page.public.towards')} <bdi>${answered.author}</bdi></p>`
  return html`<article class="post${ours ? ' ours' : ''}" id="post-${post.id}" tabindex="-1">
<span class="avatar colour-${colourOf(post.author)}" aria-hidden="true">${initialOf(post.author)}</span>
<div class="post-body"><header><h3><bdi>${post.author}</bdi></h3>${badge}${renderTime(post.at, voice)}</header>${towards}
${renderWords(post, voice)}${renderQuote(post, voice)}
${renderMarks(post, voice)}
<button type="button" class="link-button" data-reply="${post.id}" data-author="${post.author}" aria-expanded="false">${say('page.public.reply')}<span class="hidden"> ${say('page.public.reply-to', { name: post.author })}</span></button></div></article>`
}

function renderThread({ root, answers }: Thread, voice: PublicVoice): Html {
  const byId = new Map([root, ...answers].map(post => [post.id, post]))
  // Said only where the row does not show it by itself.
  const answered = (post: LocalPost) =>
    post.replyTo === null || post.replyTo === root.id ? undefined : byId.get(post.replyTo)
  return html`<li data-key="${root.id}">${renderPost(root, undefined, voice)}<ol class="answers" data-list>${answers.map(
    post => html`<li data-key="${post.id}">${renderPost(post, answered(post), voice)}</li>`,
  )}</ol></li>`
}

export interface PublicView {
  readonly threads: readonly Thread[]
  readonly brandHandles: readonly string[]
  /** Of posts with which anybody did anything. */
  readonly counts: ReadonlyMap<string, LocalCounts>
  /** Posts that are quoted. */
  readonly quotes: ReadonlyMap<string, LocalPost>
}

export function renderThreads({ threads, brandHandles, counts, quotes }: PublicView, voice: Voice): Html {
  const ours = new Set(brandHandles.map(nameKey))
  const isBrand = (author: string) => ours.has(nameKey(author))
  return html`<ol class="threads" data-list data-threads>${threads.map(thread => renderThread(thread, { ...voice, isBrand, counts, quotes }))}</ol>`
}

/** The form to write as anybody; the script copies it under a post that is to be answered. */
function renderForm(say: Translator, kind: 'post' | 'reply'): Html {
  const submit = say(kind === 'post' ? 'page.public.post' : 'page.public.reply')
  return html`<form class="compose" data-post-form novalidate>
<label><span>${say('page.public.name')}</span><input name="author" type="text" autocomplete="off" maxlength="${AUTHOR_LENGTH * 2}" placeholder="${say('page.public.name-example')}"${kind === 'post' ? html` data-keep="author"` : ''}></label>
<p class="error" data-error="author"></p>
<label><span>${say(kind === 'post' ? 'page.public.text' : 'page.public.reply-text')}</span><textarea name="text" rows="2" dir="auto" data-limit="${POST_LENGTH}"${kind === 'post' ? html` data-keep="text" id="public-text"` : ''}></textarea></label>
<p class="error" data-error="text"></p>
<div class="note" role="alert" data-note></div>
<div class="buttons end"><span class="count" data-count></span>${kind === 'reply' ? html`<button type="button" class="button plain" data-cancel-reply>${say('page.cancel')}</button>` : ''}<button type="submit" class="button primary">${submit}</button></div>
</form>`
}

/** The public, as the visitors of the local network see it. */
export function renderPublic(view: PublicView, brand: string | undefined, voice: Voice): Html {
  const { say } = voice
  const named = brand ?? 'Vigie'
  const examples = (['mentions', 'alerts'] as const).map(
    kind =>
      html`<button type="button" class="chip" data-example="${say(`page.example.${kind}`, { brand: named })}">${say(`page.example.${kind}.name`)}</button>`,
  )
  return html`<section class="public" id="public" aria-labelledby="public-title" tabindex="-1">
<header class="public-head"><h2 id="public-title">${say('page.public.title')}</h2><p>${say('page.public.about')}</p></header>
<div class="scroll">
${renderForm(say, 'post')}
<div class="empty" data-empty${view.threads.length === 0 ? '' : html` hidden`}><h2>${say('page.public.empty.title', { brand: named })}</h2><p>${say('page.public.empty.text', { brand: named })}</p><p class="suggestions">${examples}</p></div>
${renderThreads(view, voice)}
</div>
<template id="reply-form">${renderForm(say, 'reply')}</template>
</section>`
}
