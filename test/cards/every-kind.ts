import fc from 'fast-check'
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
import type { SubjectKind } from '../../src/db/schema/index.ts'
import { OUTAGE_ENDS } from '../../src/domain/account.ts'
import { CONNECTION_STATES } from '../../src/domain/connection.ts'
import { DRAFT_NOTICE_KINDS } from '../../src/domain/notice.ts'
import { READING_PROBLEMS } from '../../src/domain/reading.ts'
import type { Translator } from '../../src/locales/translator.ts'
import { anyDigestInput, anyDraftInput, anyMentionInput, anySummaryInput, anyWords, ID } from './inputs.ts'

/** A card in a language. */
export type Say = (t: Translator) => Card

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
export const CARDS: Readonly<Record<SubjectKind, fc.Arbitrary<Say>>> = {
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
