import fc from 'fast-check'
import type { DigestCardInput } from '../../src/cards/digest-card.ts'
import type { DraftCardInput } from '../../src/cards/draft-card.ts'
import type { DraftDeletion } from '../../src/cards/draft-deletion.ts'
import type { DraftCardVariant } from '../../src/cards/draft-variant.ts'
import type { MentionCardInput } from '../../src/cards/mention-card.ts'
import type { SummaryCardInput } from '../../src/cards/summary-card.ts'
import { ACCOUNT_STATES } from '../../src/domain/account.ts'
import { SUMMARY_REASONS } from '../../src/domain/collapse.ts'
import { STANDINGS } from '../../src/domain/correction.ts'
import { DEED_STATES, type MarkKind, WISHES } from '../../src/domain/deed.ts'
import { DRAFT_STATES } from '../../src/domain/draft.ts'
import { LINK_FAILURES } from '../../src/domain/link-card.ts'
import { DRAFT_FILE_STATES, MEDIA_TYPES } from '../../src/domain/media.ts'
import { MENTION_STATES } from '../../src/domain/mention.ts'
import { ACTION_STATES, REJECTION_REASONS } from '../../src/domain/network-action.ts'
import { POST_KINDS } from '../../src/domain/post.ts'
import { SENTIMENTS } from '../../src/domain/sentiment.ts'
import { URGENCY_REASONS } from '../../src/domain/urgency.ts'
import { VISIBILITIES } from '../../src/domain/visibility.ts'
import { anyText } from '../support/texts.ts'

export const ID = '0199a3c4-7b2e-7def-8123-456789abcdef'

export const MENTION: MentionCardInput = {
  id: ID,
  version: 3,
  state: 'open',
  isAlert: false,
  sentiment: 'neutral',
  confidence: 0.71,
  isCorrected: false,
  urgencyReason: null,
  assigneeName: null,
  author: { name: 'Robin', handle: 'robin.example', followers: null },
  text: 'Is Acme open on Sunday?',
  kind: 'public',
  url: 'https://social.example/robin/1',
  publishedAt: new Date('2026-11-20T14:04:00Z'),
  editedAt: null,
  goneAt: null,
  erasure: null,
  networkTitle: 'Bluesky',
  isQuotable: false,
  isAnswerable: true,
  timeZone: 'Europe/Paris',
  marks: [],
  reply: null,
}

export const MARK: NonNullable<MentionCardInput['marks'][number]['asked']> = {
  wish: 'do',
  state: 'succeeded',
  isSent: true,
  byName: 'Camille',
  networkTitle: 'Bluesky',
  handle: 'acme.example',
  accountState: 'active',
  attempts: 1,
  dueAt: new Date('2026-11-20T14:10:00Z'),
  failure: null,
}

export const VARIANT: DraftCardVariant = {
  networkTitle: 'Bluesky',
  handle: 'acme.example',
  text: 'Yes, from 10 to 18.',
  pictures: [],
  pictureProblems: [],
  count: 19,
  maximum: 300,
  accountState: 'active',
  visibility: null,
  warning: null,
  language: null,
  link: null,
  published: null,
  action: null,
  deletion: null,
  isDeletable: false,
  thread: [],
}

export const ACTION: NonNullable<DraftCardVariant['action']> = {
  state: 'waiting',
  attempts: 0,
  dueAt: new Date('2026-11-23T08:00:00Z'),
  url: null,
  failure: null,
}

export const DRAFT: DraftCardInput = {
  id: ID,
  version: 7,
  state: 'in-review',
  authorName: 'Camille',
  approvedBy: [],
  requiredApprovals: 1,
  publishAt: null,
  isDue: false,
  partlyPublished: false,
  variants: [VARIANT],
  replyTo: null,
  quoted: null,
  lastReview: null,
  reminders: { people: [], isNobodyLeft: false },
  timeZone: 'Europe/Paris',
  files: [],
  correction: null,
  corrected: { isPossible: false, by: null },
  links: [],
}

export const DIGEST: DigestCardInput = {
  report: {
    current: {
      mentions: 12,
      negative: 3,
      neutral: 5,
      positive: 4,
      replied: 6,
      medianReplyMinutes: 42.4,
      published: 9,
    },
    before: { mentions: 8, negative: 1, neutral: 4, positive: 3, replied: 5, medianReplyMinutes: 60, published: 9 },
    reason: {
      kind: 'more-negative',
      difference: 2,
      day: '2026-11-18',
      dayCount: 2,
      network: 'bluesky',
      exampleId: ID,
    },
    networks: [
      { network: 'bluesky', mentions: 11, negative: 3 },
      { network: 'local', mentions: 1, negative: 0 },
    ],
    topMentionIds: [ID],
    waiting: 2,
  },
  isPreview: false,
  lateSince: null,
  networkTitles: { bluesky: 'Bluesky', local: 'Local' },
  topMentions: [
    {
      name: 'Jo',
      followers: 1204,
      networkTitle: 'Bluesky',
      text: 'Acme lamps are the best there are.',
      sentiment: 'positive',
      url: 'https://social.example/jo/1',
    },
  ],
  start: new Date('2026-11-15T23:00:00Z'),
  end: new Date('2026-11-22T23:00:00Z'),
  brandName: 'Acme',
  timeZone: 'Europe/Paris',
  reasonNetworkTitle: 'Bluesky',
  example: { name: 'Robin', text: 'My parcel is lost again.', url: 'https://social.example/robin/2' },
}

/** What people write and call themselves: much, nothing, and on purpose. */
export const anyWords = fc.oneof(
  anyText,
  fc.constantFrom(
    '',
    ' \n ',
    '👋',
    'A long text, and longer still. '.repeat(400),
    '<script>alert(1)</script> *bold* <!channel> @everyone [x](javascript:alert(1))',
    '\u202eeverything backwards',
    '\u2067right to left',
    '{name}, {count, plural, other {#}}',
    '\u200b',
    'q\u0301\u0302\u0303'.repeat(50),
  ),
)
const text = anyWords
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const url = orNull(fc.constantFrom('https://social.example/1', 'http://127.0.0.1:8080/#post-1'))
const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
const timeZone = fc.constantFrom('Europe/Paris', 'Asia/Kathmandu', 'UTC')
const words = fc.record({ name: text, text, url })
const count = fc.nat(10_000)

const anyFailure = fc.record({
  kind: fc.constantFrom('rejected' as const, 'unauthorised' as const, 'gave-up' as const),
  reason: fc.constantFrom(...REJECTION_REASONS),
  detail: text,
})

const anyMark = (kind: MarkKind) =>
  fc.record({
    kind: fc.constant(kind),
    isOffered: fc.boolean(),
    asked: orNull(
      fc.record({
        wish: fc.constantFrom(...WISHES),
        state: fc.constantFrom(...DEED_STATES),
        isSent: fc.boolean(),
        byName: text,
        networkTitle: fc.constant('Bluesky'),
        handle: text,
        accountState: fc.constantFrom(...ACCOUNT_STATES),
        attempts: fc.nat(20),
        dueAt: moment,
        failure: orNull(anyFailure),
      }),
    ),
  })

export const anyMentionInput: fc.Arbitrary<MentionCardInput> = fc.record({
  id: fc.uuid(),
  version: fc.nat(999_999),
  state: fc.constantFrom(...MENTION_STATES),
  isAlert: fc.boolean(),
  sentiment: orNull(fc.constantFrom(...SENTIMENTS)),
  confidence: orNull(fc.double({ min: 0, max: 1, noNaN: true })),
  isCorrected: fc.boolean(),
  urgencyReason: orNull(fc.constantFrom(...URGENCY_REASONS)),
  assigneeName: orNull(text),
  author: fc.record({ name: text, handle: text, followers: orNull(count) }),
  text,
  kind: fc.constantFrom(...POST_KINDS),
  url,
  publishedAt: moment,
  editedAt: orNull(moment),
  goneAt: orNull(moment),
  erasure: fc.constant(null),
  networkTitle: fc.constant('Bluesky'),
  isQuotable: fc.boolean(),
  isAnswerable: fc.boolean(),
  timeZone,
  marks: fc.tuple(anyMark('like'), anyMark('repost')),
  reply: orNull(fc.record({ text, url, isDeleted: fc.boolean() })),
})

const anyAction = fc.record({
  state: fc.constantFrom(...ACTION_STATES),
  attempts: fc.nat(20),
  dueAt: moment,
  url,
  failure: orNull(anyFailure),
})

const anyDeletion: fc.Arbitrary<DraftDeletion> = fc.oneof(
  fc.record({ state: fc.constant('under-way' as const), byName: text }),
  fc.record({ state: fc.constant('done' as const), byName: text, at: moment, lost: fc.nat(3) }),
  fc.record({ state: fc.constant('failed' as const), byName: text, failure: orNull(anyFailure) }),
)

const anyPicture = fc.record({
  hash: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
  type: fc.constantFrom(...MEDIA_TYPES),
  bytes: fc.integer({ min: 1, max: 10_000_000 }),
  width: fc.integer({ min: 1, max: 16_383 }),
  height: fc.integer({ min: 1, max: 16_383 }),
  alternative: text,
  origin: fc.constant(null),
})

const anyLink = fc.record({
  url: fc.constantFrom('https://acme.example/lamps', `https://acme.example/${'x'.repeat(1_900)}`),
  title: text,
  description: text,
  image: orNull(anyPicture),
  origin: fc.constant(null),
})

const anyPublished = orNull(fc.record({ text, url, isSame: fc.boolean(), again: orNull(moment) }))

const anyFile = fc.record({
  name: text,
  state: fc.constantFrom(...DRAFT_FILE_STATES),
  refusal: orNull(
    fc.constantFrom(
      { kind: 'video' as const },
      { kind: 'right-missing' as const, right: 'files:read' },
      { kind: 'not-an-image' as const, type: null },
    ),
  ),
})

export const anyDraftInput: fc.Arbitrary<DraftCardInput> = fc.record({
  id: fc.uuid(),
  version: fc.nat(999_999),
  state: fc.constantFrom(...DRAFT_STATES),
  authorName: text,
  approvedBy: fc.array(text, { maxLength: 3 }),
  requiredApprovals: fc.nat(9),
  publishAt: orNull(moment),
  isDue: fc.boolean(),
  partlyPublished: fc.boolean(),
  variants: fc.array(
    fc.record({
      networkTitle: fc.constant('Bluesky'),
      handle: text,
      text,
      pictures: fc.array(anyPicture, { maxLength: 4 }),
      pictureProblems: fc.constant([]),
      count,
      maximum: count,
      accountState: fc.constantFrom(...ACCOUNT_STATES),
      visibility: orNull(fc.constantFrom(...VISIBILITIES)),
      warning: orNull(text),
      language: orNull(fc.constantFrom('fr', 'en', 'hr')),
      link: orNull(anyLink),
      published: anyPublished,
      action: orNull(anyAction),
      deletion: orNull(anyDeletion),
      isDeletable: fc.boolean(),
      thread: fc.array(
        fc.record({ text, count, link: orNull(anyLink), published: anyPublished, action: orNull(anyAction) }),
        { maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  replyTo: orNull(
    fc.record({
      name: text,
      text,
      url,
      standing: fc.constantFrom('as-it-was' as const, 'edited' as const, 'gone' as const),
    }),
  ),
  quoted: orNull(
    fc.record({
      name: text,
      text,
      url,
      standing: fc.constantFrom('as-it-was' as const, 'edited' as const, 'gone' as const),
    }),
  ),
  lastReview: orNull(
    fc.record({
      by: text,
      decision: fc.constantFrom('approve' as const, 'request-changes' as const, 'reject' as const),
      comment: text,
    }),
  ),
  reminders: fc.record({
    people: fc.array(fc.record({ name: text, at: moment }), { maxLength: 3 }),
    isNobodyLeft: fc.boolean(),
  }),
  timeZone,
  files: fc.array(anyFile, { maxLength: 3 }),
  correction: orNull(
    fc.record({
      untouched: fc.array(
        fc.record({ networkTitle: fc.constant('Bluesky'), handle: text, standing: fc.constantFrom(...STANDINGS) }),
        { maxLength: 2 },
      ),
    }),
  ),
  corrected: fc.record({ isPossible: fc.boolean(), by: orNull(text) }),
  links: fc.array(
    fc.record({ url: fc.constant('https://acme.example/lamps'), failure: orNull(fc.constantFrom(...LINK_FAILURES)) }),
    { maxLength: 2 },
  ),
})

const anyNumbers = fc.record({
  mentions: count,
  negative: count,
  neutral: count,
  positive: count,
  replied: count,
  medianReplyMinutes: orNull(fc.double({ min: 0, max: 100_000, noNaN: true })),
  published: count,
})

export const anyDigestInput: fc.Arbitrary<DigestCardInput> = fc.record({
  report: fc.record({
    current: anyNumbers,
    before: anyNumbers,
    reason: fc.record({
      kind: fc.constantFrom('more-negative', 'less-negative', 'more-mentions', 'fewer-mentions', 'steady'),
      difference: count,
      day: orNull(fc.constantFrom('2026-03-29', '2026-12-31')),
      dayCount: count,
      network: orNull(fc.constant('bluesky')),
      exampleId: orNull(fc.uuid()),
    }),
    networks: fc.array(fc.record({ network: fc.constantFrom('bluesky', 'gone'), mentions: count, negative: count }), {
      maxLength: 3,
    }),
    topMentionIds: fc.array(fc.uuid(), { maxLength: 3 }),
    waiting: count,
  }),
  isPreview: fc.boolean(),
  lateSince: orNull(moment),
  networkTitles: fc.constant({ bluesky: 'Bluesky' }),
  topMentions: fc.array(
    fc.record({
      name: text,
      followers: orNull(count),
      networkTitle: fc.constant('Bluesky'),
      text,
      sentiment: orNull(fc.constantFrom(...SENTIMENTS)),
      url,
    }),
    { maxLength: 3 },
  ),
  start: moment,
  end: moment,
  brandName: text,
  timeZone,
  reasonNetworkTitle: orNull(fc.constant('Bluesky')),
  example: orNull(words),
})

export const SUMMARY: SummaryCardInput = {
  id: ID,
  version: 190_000,
  reason: 'burst',
  isAlert: false,
  waiting: 35,
  dealtWith: 2,
  sentiments: { negative: 12, neutral: 20, positive: 5, unclassified: 0 },
  networks: [
    { title: 'Bluesky', count: 30 },
    { title: 'Mastodon', count: 7 },
  ],
  span: { first: new Date('2026-11-20T14:00:00Z'), last: new Date('2026-11-20T14:03:10Z') },
  samples: [{ name: 'Robin', followers: 1_204, networkTitle: 'Bluesky', text: 'Broken again', sentiment: 'negative' }],
  timeZone: 'Europe/Paris',
}

export const anySummaryInput: fc.Arbitrary<SummaryCardInput> = fc.record({
  id: fc.uuid(),
  version: count,
  reason: fc.constantFrom(...SUMMARY_REASONS),
  isAlert: fc.boolean(),
  waiting: count,
  dealtWith: count,
  sentiments: fc.record({ negative: count, neutral: count, positive: count, unclassified: count }),
  networks: fc.array(fc.record({ title: fc.constantFrom('Bluesky', 'Mastodon'), count }), {
    minLength: 1,
    maxLength: 3,
  }),
  span: orNull(fc.record({ first: moment, last: moment })),
  samples: fc.array(
    fc.record({
      name: text,
      followers: orNull(count),
      networkTitle: fc.constant('Bluesky'),
      text,
      sentiment: orNull(fc.constantFrom(...SENTIMENTS)),
    }),
    { maxLength: 3 },
  ),
  timeZone,
})
