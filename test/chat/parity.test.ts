import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectionCard } from '../../src/cards/connection-card.ts'
import { digestCard } from '../../src/cards/digest-card.ts'
import { draftCard } from '../../src/cards/draft-card.ts'
import { mentionCard } from '../../src/cards/mention-card.ts'
import { assignedCard, noticeCard } from '../../src/cards/notice-card.ts'
import { outageCard } from '../../src/cards/outage-card.ts'
import { reminderCard } from '../../src/cards/reminder-card.ts'
import { sectorCard } from '../../src/cards/sector-card.ts'
import { sourceCard } from '../../src/cards/source-card.ts'
import { summaryCard } from '../../src/cards/summary-card.ts'
import type { Card } from '../../src/chat/card.ts'
import { readCustomId, SHOW_ALL as SHOW_ALL_IN_DISCORD } from '../../src/chat/discord/ids.ts'
import { renderCard as renderInDiscord } from '../../src/chat/discord/render.ts'
import { renderCard as renderLocally } from '../../src/chat/local/render.ts'
import { SHOW_ALL as SHOW_ALL_IN_SLACK } from '../../src/chat/slack/ids.ts'
import { renderCard as renderInSlack } from '../../src/chat/slack/render.ts'
import { actions } from '../../src/commands/actions/index.ts'
import { SUBJECT_KINDS, type SubjectKind } from '../../src/db/schema/index.ts'
import { OUTAGE_ENDS } from '../../src/domain/account.ts'
import { CONNECTION_STATES } from '../../src/domain/connection.ts'
import { DRAFT_NOTICE_KINDS } from '../../src/domain/notice.ts'
import { READING_PROBLEMS } from '../../src/domain/reading.ts'
import { parseReference } from '../../src/domain/reference.ts'
import { cardWords } from '../../src/http/local/views/words.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { anyDigestInput, anyDraftInput, anyMentionInput, anySummaryInput, anyWords, ID } from '../cards/inputs.ts'
import { componentsIn } from '../support/discord/rules.ts'

const translators = createTranslators()

/** A card in a language. */
type Say = (t: Translator) => Card

const called = { user: '100000000000000001', name: 'Ada' }
const connection = fc.record({
  id: fc.constant(ID),
  state: fc.constantFrom(...CONNECTION_STATES),
  networkTitle: anyWords,
  brandName: anyWords,
  name: anyWords,
  handle: anyWords,
  service: fc.constantFrom('', 'https://social.example'),
})
const outage = fc.record({
  id: fc.constant(ID),
  networkTitle: anyWords,
  handle: anyWords,
  since: fc.constant(new Date('2026-11-20T08:00:00Z')),
  endedAt: fc.option(fc.constant(new Date('2026-11-20T09:00:00Z'))),
  ending: fc.option(fc.constantFrom(...OUTAGE_ENDS)),
  timeZone: fc.constant('Europe/Paris'),
})

const moment = new Date('2026-11-20T08:00:00Z')
const sector = fc.record({
  source: anyWords,
  items: fc.array(
    fc.record({
      text: anyWords,
      url: fc.option(fc.constant('https://news.example/1')),
      site: fc.constant('news.example'),
      author: anyWords,
      publishedAt: fc.constant(moment),
    }),
    { maxLength: 12 },
  ),
  erased: fc.array(fc.constantFrom('retention' as const, 'forgotten' as const), { minLength: 1, maxLength: 3 }),
  timeZone: fc.constant('Europe/Paris'),
})
const source = fc.record({
  title: anyWords,
  address: fc.constant('https://news.example/feed'),
  problem: fc.option(fc.constantFrom(...READING_PROBLEMS)),
  hasEnded: fc.boolean(),
  lastReadAt: fc.option(fc.constant(moment)),
  timeZone: fc.constant('Europe/Paris'),
})

/** Every kind of card that there is, whatever it says; a new kind without one does not compile. */
const CARDS: Readonly<Record<SubjectKind, fc.Arbitrary<Say>>> = {
  mention: anyMentionInput.map(input => t => mentionCard(input, t)),
  draft: anyDraftInput.map(input => t => draftCard(input, t)),
  digest: anyDigestInput.map(input => t => digestCard(input, t)),
  summary: anySummaryInput.map(input => t => summaryCard(input, t)),
  reminder: fc.tuple(anyDraftInput, fc.boolean()).map(
    ([input, isNewer]) =>
      t =>
        reminderCard(input, isNewer, t, called),
  ),
  notice: fc.oneof(
    fc.tuple(anyDraftInput, fc.constantFrom(...DRAFT_NOTICE_KINDS)).map(
      ([input, kind]): Say =>
        t =>
          noticeCard(input, kind, false, t, called),
    ),
    fc.tuple(anyMentionInput, fc.boolean()).map(
      ([input, isTheirs]): Say =>
        t =>
          assignedCard(input, { byName: 'Ben', isTheirs }, t, called),
    ),
  ),
  outage: outage.map(input => t => outageCard(input, t)),
  connection: connection.map(input => t => connectionCard(input, t)),
  sector: sector.map(input => t => sectorCard(input, t)),
  source: source.map(input => t => sourceCard(input, t)),
}

/** What can be done on a card. */
function offeredBy(card: Card): readonly string[] {
  return card.elements.flatMap(element => {
    if (element.kind === 'select') return [element.id]
    return element.kind === 'buttons' ? element.buttons.map(({ id }) => id) : []
  })
}

function offeredInDiscord(card: Card, t: Translator): readonly string[] {
  const message = JSON.parse(JSON.stringify(renderInDiscord(card, { t })))
  return componentsIn(message.components).flatMap(({ custom_id }) => {
    if (custom_id === undefined || custom_id === SHOW_ALL_IN_DISCORD) return []
    const own = readCustomId(String(custom_id))
    return 'action' in own ? [own.action] : []
  })
}

/** Everything in it that has an action. */
function actionIdsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(actionIdsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'action_id' in value && !('url' in value) ? [String(value.action_id)] : []
  return [...own, ...Object.values(value).flatMap(actionIdsIn)]
}

function offeredInSlack(card: Card, t: Translator): readonly string[] {
  return actionIdsIn(renderInSlack(card, { t, images: true }).blocks).filter(id => id !== SHOW_ALL_IN_SLACK)
}

function offeredLocally(card: Card, t: Translator): readonly string[] {
  const markup = String(renderLocally(card, cardWords(t)))
  return [...markup.matchAll(/data-(?:action|choice)="([^"]+)"/g)].map(([, id]) => id ?? '')
}

const PLATFORMS = { Discord: offeredInDiscord, Slack: offeredInSlack, 'the local page': offeredLocally }

describe.each(SUBJECT_KINDS)('a card of the kind %s', kind => {
  test.each(Object.entries(PLATFORMS))('offers all that can be done, in %s', (_, offered) => {
    fc.assert(
      fc.property(CARDS[kind], fc.constantFrom(translators.en, translators.fr), (say, t) => {
        const card = say(t)
        expect(offered(card, t).toSorted()).toEqual(offeredBy(card).toSorted())
      }),
      { numRuns: 150 },
    )
  })
})

describe('what can be done', () => {
  /** By the names of the actions, from every kind of card. */
  const onCards = new Set(
    Object.values(CARDS)
      .flatMap(card => fc.sample(card, { numRuns: 400, seed: 7 }))
      .flatMap(say => offeredBy(say(translators.en)))
      .map(id => parseReference(id)?.action ?? ''),
  )

  test('on a card is something that Vigie knows', () => {
    expect([...onCards].filter(name => !actions.has(name))).toEqual([])
  })

  test('with a press is on a card, or is a form that a command opens and a button opens again', () => {
    const pressable = [...actions.values()].filter(({ press }) => press !== undefined).map(({ name }) => name)
    const isForm = (name: string) => actions.get(name)?.submit !== undefined
    expect(pressable.filter(name => !onCards.has(name) && !isForm(name))).toEqual([])
    // Enough was looked at for that to mean something.
    for (const name of [
      'mention.hand-over',
      'mention.reopen',
      'draft.found',
      'draft.retry',
      'summary.list',
      'summary.ignore',
    ]) {
      expect(onCards).toContain(name)
    }
  })
})
