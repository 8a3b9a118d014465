import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { createNonce } from '../../src/commands/actions/nonce.ts'
import { drafts } from '../../src/db/schema/index.ts'
import { formatReference } from '../../src/domain/reference.ts'
import { wallClockOf } from '../../src/domain/time.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { TEXT_LIMIT } from '../support/scripted-network.ts'
import { command, draftOf, hear, mentionOf, modalOf, originOf, press, pressOnDraft, submit } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function draftsOf(world: World) {
  return shared.database.connection.select().from(drafts).where(eq(drafts.brandId, world.brand.id))
}

function wordOf(answer: Answer): string | undefined {
  if (answer.kind === 'ephemeral') return answer.text
  return answer.kind === 'update' ? answer.ephemeral : undefined
}

describe('a time', () => {
  async function writeAt(world: World, when: string) {
    const modal = modalOf(await command(world, 'camille', 'draft'))
    return submit(world, 'camille', modal, { account: world.account.id, text: 'Hello', when })
  }

  test.each([
    ['Europe/Paris', '2099-07-01T09:00', '2099-07-01T07:00:00.000Z'],
    ['Europe/Paris', '2099-01-15 09:00', '2099-01-15T08:00:00.000Z'],
    ['America/New_York', '2099-07-01T09:00', '2099-07-01T13:00:00.000Z'],
    ['Asia/Kathmandu', ' 2099-07-01T09:00 ', '2099-07-01T03:15:00.000Z'],
    // Skipped by daylight saving: moved forward by the gap.
    ['Europe/Paris', '2099-03-29T02:30', '2099-03-29T01:30:00.000Z'],
    // Twice in that night: the first.
    ['Europe/Paris', '2099-10-25T02:30', '2099-10-25T00:30:00.000Z'],
  ])('is on the brand’s clock: %s, %s', async (timeZone, when, expected) => {
    const world = await createWorld(shared, { brand: { timeZone } })
    expect(await writeAt(world, when)).toMatchObject({ kind: 'ephemeral' })
    const [draft] = await draftsOf(world)
    expect(draft?.publishAt?.toISOString()).toBe(expected)
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', draft!.id))
    const field = edit.fields.find(one => one.id === 'when')
    expect(field?.hint).toContain(timeZone)
    // What the form shows, sent back as it is, changes nothing.
    await submit(world, 'camille', edit, { text: 'Hello', when: field!.value })
    expect((await draftsOf(world))[0]).toMatchObject({
      publishAt: draft!.publishAt,
      revision: 1,
      version: draft!.version,
    })
  })

  test.each(['tomorrow', '2099-13-01T09:00', '2099-07-01T09:00; drop table drafts'])(
    'that cannot be read is refused beside its field: %s',
    async when => {
      const world = await createWorld(shared)
      expect(await writeAt(world, when)).toEqual({ kind: 'errors', errors: { when: en('error.when.unreadable') } })
      expect(await draftsOf(world)).toEqual([])
    },
  )

  test('in the past is refused, in the brand’s zone and not in another', async () => {
    // Noon in Kiritimati is ten at night of the day before in UTC.
    const world = await createWorld(shared, { brand: { timeZone: 'Pacific/Kiritimati' } })
    const now = world.clock.now()
    const past = wallClockOf(new Date(now.getTime() - MINUTE), 'Pacific/Kiritimati')
    const future = wallClockOf(new Date(now.getTime() + 2 * MINUTE), 'Pacific/Kiritimati')
    expect(await writeAt(world, past)).toMatchObject({
      errors: { when: expect.stringContaining('is in the past. Choose a later time') },
    })
    expect(await writeAt(world, future)).toMatchObject({ kind: 'ephemeral' })
    const [draft] = await draftsOf(world)
    await pressOnDraft(world, 'noor', 'draft.approve', draft!.id)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.reschedule', draft!.id))
    expect(await submit(world, 'camille', modal, { when: past })).toMatchObject({ kind: 'errors' })
    expect(await submit(world, 'camille', modal, { when: '' })).toEqual({
      kind: 'errors',
      errors: { when: en('error.required') },
    })
  })

  test('that was set and has gone by does not stand in the way of another text', async () => {
    const world = await createWorld(shared)
    await writeAt(world, wallClockOf(new Date(world.clock.now().getTime() + 2 * MINUTE), 'Europe/Paris'))
    const [draft] = await draftsOf(world)
    world.clock.advance(HOUR)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', draft!.id))
    const when = modal.fields.find(field => field.id === 'when')!.value
    expect(await submit(world, 'camille', modal, { text: 'Hello again', when })).toMatchObject({ kind: 'ephemeral' })
    expect((await draftOf(world, draft!.id)).revision.content.variants[0]?.text).toBe('Hello again')
  })
})

describe('a form that is sent twice', () => {
  test.each(['one after the other', 'at once'])('(%s) makes one draft', async way => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const post = modalOf(await command(world, 'camille', 'draft'))
    const reply = modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
    for (const [modal, values] of [
      [post, { account: world.account.id, text: 'Hello', when: '' }],
      [reply, { text: 'Hello, Robin' }],
    ] as const) {
      const send = () => submit(world, 'camille', modal, values)
      const answers = way === 'at once' ? await Promise.all([send(), send()]) : [await send(), await send()]
      for (const answer of answers) expect(wordOf(answer)).toBe(en('done.review', { channels: '#drafts' }))
    }
    expect(await draftsOf(world)).toHaveLength(2)
    expect((await mentionOf(world, mention.id)).state).toBe('replying')
  })
})

describe('a form that is sent twice with other words', () => {
  test.each(['a post', 'a reply'])('(%s) keeps the first, and says so beside what was typed', async kind => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const answer =
      kind === 'a post'
        ? await command(world, 'camille', 'draft')
        : await press(world, 'camille', 'mention.reply', mention, 'mentions')
    const send = (text: string) =>
      submit(world, 'camille', modalOf(answer), { account: world.account.id, text, when: '' })
    await send('Hello')
    expect(await send('Good evening')).toEqual({ kind: 'errors', errors: { text: en('error.form.taken') } })
    expect(wordOf(await send('Hello'))).toBe(en('done.review', { channels: '#drafts' }))
    const [draft, ...more] = await draftsOf(world)
    expect(more).toEqual([])
    expect((await draftOf(world, draft!.id)).revision.content.variants[0]?.text).toBe('Hello')
  })
})

describe('half a time', () => {
  test.each([
    ['2030-03-31', 'error.when.no-time'],
    ['09:00', 'error.when.no-day'],
  ] as const)('%s: says what is missing', async (when, error) => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const answer = await submit(world, 'camille', modal, { account: world.account.id, text: 'Hello', when })
    expect(answer).toEqual({ kind: 'errors', errors: { when: en(error) } })
  })
})

describe('what is typed', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t'],
    ['too much', 'x'.repeat(TEXT_LIMIT + 1)],
    ['too much of what counts as one each', '👩‍👩‍👧'.repeat(TEXT_LIMIT + 1)],
  ])('(%s) is refused beside its field', async (_, text) => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const title = world.network.title
    const error =
      text.trim() === ''
        ? en('error.required')
        : en('error.too-long', { network: title, count: '301', maximum: '300', over: '1', unit: 'graphemes' })
    const expected = { kind: 'errors', errors: { text: error } }
    const post = modalOf(await command(world, 'camille', 'draft'))
    expect(await submit(world, 'camille', post, { account: world.account.id, text, when: '' })).toEqual(expected)
    const reply = modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
    expect(await submit(world, 'camille', reply, { text })).toEqual(expected)
    expect(await draftsOf(world)).toEqual([])
    expect((await mentionOf(world, mention.id)).state).toBe('open')
  })

  test('as long as the network takes it is taken, and behind the command it is in the form', async () => {
    const world = await createWorld(shared)
    const text = '👩‍👩‍👧'.repeat(TEXT_LIMIT)
    const modal = modalOf(await command(world, 'camille', `draft ${text}`))
    expect(modal.fields.find(field => field.id === 'text')?.value).toBe(text)
    expect(await submit(world, 'camille', modal, { account: world.account.id, text })).toMatchObject({
      kind: 'ephemeral',
    })
    expect(await draftsOf(world)).toHaveLength(1)
  })

  test.each(['', 'angry', '__proto__'])('as a sentiment (“%s”) is one of the three', async sentiment => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const modal = modalOf(await press(world, 'camille', 'mention.sentiment', mention, 'mentions'))
    expect(await submit(world, 'camille', modal, { sentiment })).toEqual({
      kind: 'errors',
      errors: { sentiment: en('error.choice') },
    })
  })
})

describe('a reference that Vigie did not write', () => {
  const id = crypto.randomUUID()
  test.each([
    ['empty', ''],
    ['prose', 'draft.approve'],
    ['another action', `draft.explode:${id}:1`],
    ['no id', 'draft.approve:1:1'],
    ['a version that is none', `draft.approve:${id}:-1`],
    ['SQL', `draft.approve:${id}:1; drop table drafts`],
    ['far too long', `draft.approve:${id}:1:${'x'.repeat(1_000)}`],
    ['of an object’s own', `constructor:${id}:1`],
  ])('(%s) is unknown', async (_, text) => {
    const world = await createWorld(shared)
    const expected = { kind: 'ephemeral', text: en('refusal.unknown-action') }
    expect(await world.handlers.action(originOf(world, 'sam', 'drafts'), text)).toEqual(expected)
    expect(await world.handlers.submit(originOf(world, 'sam', 'drafts'), text, {})).toEqual(expected)
  })

  test('to a thing that is not there is gone', async () => {
    const world = await createWorld(shared)
    for (const action of ['draft.approve', 'draft.change', 'mention.assign', 'mention.reply', 'draft.create']) {
      const reference = formatReference({ action, id, version: 1, nonce: createNonce() })
      const gone = { kind: 'ephemeral', text: en('refusal.gone') }
      expect(await world.handlers.action(originOf(world, 'sam', 'drafts'), reference)).toEqual(gone)
      expect(await world.handlers.submit(originOf(world, 'sam', 'drafts'), reference, {})).toEqual(gone)
    }
  })

  test('without the nonce of a form makes nothing', async () => {
    const world = await createWorld(shared)
    const reference = formatReference({ action: 'draft.create', id: world.brand.id, version: 0 })
    const values = { account: world.account.id, text: 'Hello', when: '' }
    const answer = await world.handlers.submit(originOf(world, 'sam', 'drafts'), reference, values)
    expect(answer.kind).toBe('ephemeral')
    expect(await draftsOf(world)).toEqual([])
  })
})
