import type { Card, CardElement, Tone } from '../chat/card.ts'
import { type Erasure, isDealtWith, type MentionState } from '../domain/mention.ts'
import type { PostKind } from '../domain/post.ts'
import type { Sentiment } from '../domain/sentiment.ts'
import type { UrgencyReason } from '../domain/urgency.ts'
import type { Translator } from '../locales/translator.ts'
import { authorIn, button, buttons, context, fields, link, nameIn, oneLine, quote, words } from './elements.ts'
import { type MentionMark, markButtons, markElements } from './mention-marks.ts'

/** What a mention's card is made of. */
export interface MentionCardInput {
  readonly id: string
  readonly version: number
  readonly state: MentionState
  readonly isAlert: boolean
  readonly sentiment: Sentiment | null
  readonly confidence: number | null
  readonly isCorrected: boolean
  readonly urgencyReason: UrgencyReason | null
  readonly assigneeName: string | null
  readonly author: { readonly name: string; readonly handle: string; readonly followers: number | null }
  readonly text: string
  readonly kind: PostKind
  readonly url: string | null
  readonly publishedAt: Date
  /** When its words were seen to have become others; null if they never were. */
  readonly editedAt: Date | null
  /** When it was seen to be there no more; null while it is there. */
  readonly goneAt: Date | null
  /** Why nothing of it is held any more; null while it is. */
  readonly erasure: Erasure | null
  readonly networkTitle: string
  /** A post of our own may show it. */
  readonly isQuotable: boolean
  /** Whether there is an account that could answer it. */
  readonly isAnswerable: boolean
  readonly timeZone: string
  /** Likes and reposts: those that its network has, and those that there are. */
  readonly marks: readonly MentionMark[]
  /** The latest reply that went out. */
  readonly reply: { readonly text: string; readonly url: string | null; readonly isDeleted: boolean } | null
}

/** Characters of the post that a card shows once it is dealt with. */
const SHRUNK_LENGTH = 140

function sentimentLine(input: MentionCardInput, t: Translator): string {
  if (input.sentiment === null) return t('mention.sentiment.unclassified')
  const sentiment = t(`sentiment.${input.sentiment}`)
  if (input.isCorrected) return t('mention.sentiment.corrected', { sentiment })
  return t('mention.sentiment.sure', { sentiment, confidence: t.percent(input.confidence ?? 0) })
}

function toneOf(sentiment: Sentiment | null): Tone {
  return sentiment === 'negative' ? 'bad' : sentiment === 'positive' ? 'good' : 'neutral'
}

function stateLine(input: MentionCardInput, t: Translator): string {
  const name = nameIn(input.assigneeName ?? '')
  if (input.state === 'replying') return t('mention.state.replying', { name })
  return input.assigneeName === null ? t('mention.state.open') : t('mention.state.taken', { name })
}

function replyElements({ reply }: MentionCardInput, t: Translator): readonly CardElement[] {
  if (reply === null) return []
  return [
    context(t(reply.isDeleted ? 'mention.our-reply.deleted' : 'mention.our-reply')),
    words(oneLine(reply.text, SHRUNK_LENGTH), t('mention.empty-text')),
    ...link(t('mention.link.reply'), reply.isDeleted ? null : reply.url),
  ]
}

/** That the words are not those that the author began with. */
function editedElements({ editedAt, timeZone }: MentionCardInput, t: Translator): readonly CardElement[] {
  return editedAt === null ? [] : [context(t.runs('mention.edited', { at: t.moment(editedAt, timeZone) }), editedAt)]
}

/** What is left of a mention whose post is there no more. */
function gone(input: MentionCardInput, t: Translator): Card {
  const values = { name: nameIn(input.author.name, input.author.handle), network: input.networkTitle }
  return {
    header: t('mention.header.gone', values),
    tone: 'quiet',
    elements: [context(t('mention.gone')), ...replyElements(input, t)],
  }
}

function shrunk(input: MentionCardInput, t: Translator): Card {
  const values = { name: nameIn(input.author.name, input.author.handle), network: input.networkTitle }
  return {
    header: t(input.state === 'replied' ? 'mention.header.replied' : 'mention.header.ignored', values),
    tone: 'quiet',
    elements: [
      quote(oneLine(input.text, SHRUNK_LENGTH), t('mention.empty-text')),
      ...editedElements(input, t),
      ...replyElements(input, t),
      ...markElements(input, t),
      ...buttons(button(input, 'mention.reopen', t('mention.button.reopen')), ...markButtons(input, t, 'taking-back')),
    ],
  }
}

/** That there was one is all that is left. */
function erased({ networkTitle }: MentionCardInput, erasure: Erasure, t: Translator): Card {
  return {
    header: t('mention.header.erased', { network: networkTitle }),
    tone: 'quiet',
    elements: [context(t(`mention.erased.${erasure}`))],
  }
}

/** A mention in a channel; once it is dealt with, a short one. */
export function mentionCard(input: MentionCardInput, t: Translator): Card {
  if (input.erasure !== null) return erased(input, input.erasure, t)
  if (input.goneAt !== null) return gone(input, t)
  if (isDealtWith(input)) return shrunk(input, t)
  const values = { name: authorIn(input.author, t), network: input.networkTitle }
  const isFree = input.state !== 'replying'
  return {
    header: t(input.isAlert ? 'mention.header.alert' : 'mention.header', values),
    tone: toneOf(input.sentiment),
    elements: [
      quote(input.text, t('mention.empty-text')),
      ...editedElements(input, t),
      ...fields(
        { label: t('mention.sentiment'), value: sentimentLine(input, t) },
        input.urgencyReason === null
          ? undefined
          : { label: t('mention.urgent'), value: t(`urgency.${input.urgencyReason}`) },
        { label: t('mention.state'), value: stateLine(input, t) },
      ),
      context(
        t.runs('mention.context', {
          kind: t(`kind.${input.kind}`),
          at: t.moment(input.publishedAt, input.timeZone),
          handle: input.author.handle,
        }),
        input.publishedAt,
      ),
      ...link(t('mention.link'), input.url),
      ...markElements(input, t),
      ...buttons(
        isFree && input.isAnswerable
          ? button(input, 'mention.reply', t('mention.button.reply'), { style: 'primary' })
          : undefined,
        button(input, 'mention.assign', t('mention.button.assign')),
        button(input, 'mention.hand-over', t('mention.button.hand-over')),
        isFree ? button(input, 'mention.ignore', t('mention.button.ignore')) : undefined,
        button(input, 'mention.sentiment', t('mention.button.sentiment')),
        input.isQuotable ? button(input, 'mention.quote', t('mention.button.quote')) : undefined,
        ...markButtons(input, t),
      ),
    ],
  }
}
