import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { updateBrand } from '../../src/db/queries/brands.ts'
import { auditLog, history, mentions, posts } from '../../src/db/schema/index.ts'
import { identityOf } from '../../src/domain/post.ts'
import { show } from '../cards/show.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { correct, publish } from '../support/correcting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost, lookAround, lookOf } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { countsBySentiment, taken } from '../support/taken.ts'
import { command, draftOf, modalOf, performDue, press, pressOnDraft, submit, writeReply } from '../support/team.ts'
import { createWorld, type Place, type World } from '../support/world.ts'

const DAY = 24 * HOUR
/** Whoever is forgotten, in words that stand nowhere else. */
const SECRET = 'zanzibar'

let shared: TestDatabase
let count = 0
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function worldOf(): Promise<World> {
  return createWorld(shared, { networks: [createScriptedNetwork({ name: `erased-${++count}` })] })
}

function author(name: string) {
  return { author: { remoteId: `did:${name}`, handle: `${name}.example`, name: `${name} himself`, followers: 3 } }
}

async function deliver(world: World): Promise<void> {
  for (const { id } of Object.values(world.channels)) await world.notify.deliver(id)
}

function cardsIn(world: World, place: Place): readonly string[] {
  return world.chat.shown(world.channels[place].remoteId).map(({ card }) => show(card.en))
}

function textOf(answer: Answer): string {
  return answer.kind === 'ephemeral' ? answer.text : JSON.stringify(answer)
}

/** Tables and columns in which the words are found, whatever they hold. */
async function whereIs(words: string): Promise<readonly string[]> {
  const { rows: tables } = await shared.database.connection.execute<{ name: string }>(
    sql`select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname in ('public', 'jobs')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await shared.database.connection.execute<{ row: string }>(
      sql`select t::text as row from ${sql.raw(name)} as t where t::text ilike ${`%${words}%`}`,
    )
    found.push(...rows.map(({ row }) => `${name}: ${row.slice(0, 200)}`))
  }
  return found
}

async function forget(world: World, handle: string): Promise<string> {
  const modal = modalOf(await command(world, 'sam', `forget @${handle}`))
  const answer = await submit(world, 'sam', modal, { authors: modal.fields[0]?.value ?? '' })
  expect(textOf(answer)).toContain('It is being erased')
  for (const id of await world.erase.listRequests()) await world.erase.forget(id)
  return world.chat.told.at(-1)?.text ?? ''
}

describe('somebody who wants to be forgotten', () => {
  test('is, wherever they stood: in the database, on cards in the chat, in what was noted about them', async () => {
    const world = await worldOf()
    await hearPost(world, `Acme, I am ${SECRET}`, author(SECRET))
    const [{ mention } = { mention: undefined }] = await taken(world)
    const other = await hearPost(world, 'Acme is fine')
    await deliver(world)
    await command(world, 'camille', `mute @${SECRET}.example`)
    const id = await writeReply(world, 'camille', mention!, 'We are sorry.')
    const reject = modalOf(await pressOnDraft(world, 'noor', 'draft.reject', id))
    await submit(world, 'noor', reject, { comment: `not to ${SECRET}` })
    world.clock.advance(MINUTE)
    await command(world, 'camille', 'digest now')
    await deliver(world)
    expect((await whereIs(SECRET)).length).toBeGreaterThan(3)
    const before = await countsBySentiment(world)

    const modal = modalOf(await command(world, 'sam', `forget @${SECRET}.EXAMPLE`))
    expect(JSON.stringify(modal)).toContain('one post since')
    expect(await forget(world, `${SECRET}.example`)).toContain('One post is erased.')
    await deliver(world)
    expect(await whereIs(SECRET)).toEqual([])
    for (const place of ['mentions', 'drafts', 'digest'] as const) {
      expect(cardsIn(world, place).join('\n')).not.toContain(SECRET)
    }
    expect(cardsIn(world, 'mentions')[0]).toMatch(
      /^Erased: a mention on The erased-\d+ network \(quiet\)\n\(Its author/,
    )
    expect(cardsIn(world, 'mentions')[1]).toContain('> Acme is fine')
    expect(await countsBySentiment(world)).toEqual(before)
    expect(textOf(await command(world, 'sam', `forget @${SECRET}.example`))).toContain('Nothing is held')
    expect(await lookOf(world, other.remoteId)).toBeDefined()
    const audit = await shared.database.connection.select().from(auditLog).where(eq(auditLog.subjectId, world.brand.id))
    expect(audit.map(({ act }) => act)).toContain('author.forgotten')
  })

  test('does not come back by being read again, but by writing again', async () => {
    const world = await worldOf()
    const post = await hearPost(world, 'Acme, forget me', author('jo'))
    await forget(world, 'jo.example')
    world.network.feed.push(post)
    await world.intake.poll(world.source.id)
    world.clock.advance(DAY)
    await lookAround(world)
    const [row] = await shared.database.connection
      .select()
      .from(posts)
      .where(eq(posts.identity, identityOf(world.network.name, post)))
    expect(row).toMatchObject({ text: '', authorName: '', authorRemoteId: '', url: null, reference: null })
    expect(row!.remoteId).toBe(row!.id)
    await deliver(world)
    expect(cardsIn(world, 'mentions')).toEqual([])
    await hearPost(world, 'Acme, me again', author('jo'))
    await deliver(world)
    expect(cardsIn(world, 'mentions')).toHaveLength(1)
  })

  test('is shown as gone on a reply under way, which is not sent', async () => {
    const world = await worldOf()
    await hearPost(world, 'Acme, are you open?', author('kim'))
    const [{ mention } = { mention: undefined }] = await taken(world)
    const id = await writeReply(world, 'camille', mention!, 'We are.')
    await deliver(world)
    await forget(world, 'kim.example')
    await deliver(world)
    expect(cardsIn(world, 'drafts')[0]).not.toContain('kim')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    expect((await draftOf(world, id)).draft.state).toBe('failed')
  })

  test('is gone from an edit of the reply to them as well', async () => {
    const network = createScriptedNetwork({ name: `erased-${++count}`, deeds: ['edit'] })
    const world = await createWorld(shared, { networks: [network] })
    await hearPost(world, 'Acme, are you open?', author('max'))
    const [{ mention } = { mention: undefined }] = await taken(world)
    const id = await publish(world, await writeReply(world, 'camille', mention!, 'We are.'))
    const edit = await correct(world, 'camille', id, 'We are, until 6.')
    const reject = modalOf(await pressOnDraft(world, 'noor', 'draft.reject', edit))
    await submit(world, 'noor', reject, { comment: 'Not to max.example' })
    await deliver(world)
    expect(cardsIn(world, 'drafts').join()).toContain('max himself')
    await forget(world, 'max.example')
    await deliver(world)
    expect(cardsIn(world, 'drafts').join()).not.toContain('max')
    const told = await shared.database.connection.select().from(history).where(eq(history.subjectId, edit))
    expect(told).toEqual([])
  })

  test('is no business of anybody but admins, and stays where another brand holds them', async () => {
    const network = createScriptedNetwork({ name: `erased-${++count}` })
    const world = await createWorld(shared, { networks: [network] })
    const other = await createWorld(shared, { networks: [network] })
    const post = await hearPost(world, 'Acme, two of you', author('lee'))
    await other.intake.poll(other.source.id)
    await deliver(other)
    expect(textOf(await command(world, 'camille', 'forget @lee.example'))).toContain('Only admins may do that')
    const modal = modalOf(await command(world, 'sam', 'forget @lee.example'))
    expect(textOf(await submit(world, 'camille', modal, { authors: modal.fields[0]!.value }))).toContain('Only admins')
    expect(await submit(world, 'sam', modal, { authors: 'nobody' })).toMatchObject({ kind: 'errors' })
    await forget(world, 'lee.example')
    expect(cardsIn(other, 'mentions')[0]).toContain('> Acme, two of you')
    expect((await taken(other))[0]).toMatchObject({
      post: { text: post.text, erasedAt: null },
      mention: { erasedAt: null },
    })
    expect(textOf(await command(world, 'sam', 'forget @lee.example'))).toContain('Nothing is held')
    await forget(other, 'lee.example')
    expect((await taken(other))[0]).toMatchObject({ post: { text: '' } })
  })
})

describe('the work of forgetting somebody', () => {
  async function asked(world: World, name: string, posts: number): Promise<void> {
    for (let post = 0; post < posts; post++) await hearPost(world, `Acme, post ${post} of ${name}`, author(name))
    const modal = modalOf(await command(world, 'sam', `forget @${name}.example`))
    await submit(world, 'sam', modal, { authors: modal.fields[0]!.value })
  }

  test('is a job of its own, and what came after it was asked for stays', async () => {
    const world = await worldOf()
    await asked(world, 'mia', 3)
    expect(world.jobs.sent.filter(({ name }) => name === 'forget-author')).toHaveLength(1)
    world.clock.advance(MINUTE)
    await hearPost(world, 'Acme, I am back', author('mia'))
    expect((await taken(world)).filter(({ post }) => post.text !== '')).toHaveLength(4)
    const [id] = await world.erase.listRequests()
    await world.erase.forget(id!)
    expect((await taken(world)).map(({ post }) => post.text).filter(text => text !== '')).toEqual(['Acme, I am back'])
    expect(world.chat.told.map(({ text }) => text)).toEqual([expect.stringContaining('3 posts are erased.')])
    expect(await world.erase.listRequests()).toEqual([])
    await world.erase.forget(id!)
    expect(world.chat.told).toHaveLength(1)
  })

  test('is found again by the sweep, and done once by whoever comes first', async () => {
    const world = await worldOf()
    await asked(world, 'nia', 130)
    await using replica = await world.replica()
    const [id] = await world.erase.listRequests()
    await world.sweep.run()
    expect(world.jobs.sent.filter(({ key }) => key === id)).toHaveLength(2)
    await Promise.all([world.erase.forget(id!), replica.erase.forget(id!)])
    expect(world.chat.told.map(({ text }) => text)).toEqual([expect.stringContaining('130 posts are erased.')])
    expect(await whereIs('of nia')).toEqual([])
  })

  test('goes on where it broke off, and says how much it was in all', async () => {
    const world = await worldOf()
    await asked(world, 'ola', 130)
    const [id] = await world.erase.listRequests()
    const { connection } = shared.database
    // As if the process had died behind the first batch, and once more before anybody was told.
    await connection.execute(sql`create function refuse_second() returns trigger language plpgsql as
      $$ begin if old.erased > 0 and new.erased > old.erased then raise exception 'broken off'; end if; return new; end $$`)
    await connection.execute(
      sql`create trigger refuse_second before update on erasure_requests for each row execute function refuse_second()`,
    )
    await expect(world.erase.forget(id!)).rejects.toThrow()
    await connection.execute(sql`drop trigger refuse_second on erasure_requests`)
    await connection.execute(sql`drop function refuse_second()`)
    expect((await taken(world)).filter(({ post }) => post.text !== '')).toHaveLength(30)
    expect(world.chat.told).toEqual([])
    await world.erase.forget(id!)
    expect(world.chat.told.map(({ text }) => text)).toEqual([expect.stringContaining('130 posts are erased.')])
  })
})

describe('what is older than a brand keeps it', () => {
  async function aged(world: World, text: string, days: number): Promise<string> {
    const { remoteId } = await hearPost(world, text)
    const { connection } = shared.database
    const at = new Date(world.clock.now().getTime() - days * DAY)
    const [row] = await connection.select().from(posts).where(eq(posts.remoteId, remoteId))
    await connection.update(mentions).set({ receivedAt: at }).where(eq(mentions.postId, row!.id))
    return row!.id
  }

  async function textsOf(world: World): Promise<readonly string[]> {
    return (await taken(world)).map(({ post }) => post.text)
  }

  test('is erased, in batches, once, however many processes do it; its counts and its card stay', async () => {
    const world = await worldOf()
    for (let old = 0; old < 130; old++) await aged(world, `Acme, long ago ${old}`, 500)
    await aged(world, 'Acme, last year', 365)
    await deliver(world)
    const before = await countsBySentiment(world)
    const shown = cardsIn(world, 'mentions').length
    await using replica = await world.replica()
    await Promise.all([world.erase.eraseOld(), replica.erase.eraseOld()])
    expect((await textsOf(world)).filter(text => text !== '')).toEqual(['Acme, last year'])
    await deliver(world)
    expect(cardsIn(world, 'mentions')).toHaveLength(shown)
    expect(cardsIn(world, 'mentions').filter(card => card.startsWith('Erased: '))).toHaveLength(130)
    expect(await countsBySentiment(world)).toEqual(before)
    await world.erase.eraseOld()
    const audit = await shared.database.connection.select().from(auditLog).where(eq(auditLog.subjectId, world.brand.id))
    expect(audit.filter(({ act }) => act === 'mentions.erased').map(({ details }) => details)).toEqual([
      { erased: 130, sector: 0, months: 13 },
    ])
  })

  test('depends on the brand, whose admins say so', async () => {
    const world = await worldOf()
    await aged(world, 'Acme, last year', 365)
    expect(textOf(await command(world, 'camille', 'brand retention 6'))).toContain('Only admins')
    expect(textOf(await command(world, 'sam', 'brand retention 99'))).toContain('from 1 to 60')
    expect(textOf(await command(world, 'sam', 'marque conservation 6 mois'))).toMatch(
      /kept for 6 months, then only counts are\. One post is older/,
    )
    expect(textOf(await command(world, 'lou', 'brand'))).toContain('Texts and authors are kept for 6 months')
    await updateBrand(shared.database.connection, world.brand.id, { retentionMonths: 14 })
    await world.erase.eraseOld()
    expect(await textsOf(world)).toEqual(['Acme, last year'])
    await updateBrand(shared.database.connection, world.brand.id, { retentionMonths: 6 })
    await world.erase.eraseOld()
    expect(await textsOf(world)).toEqual([''])
    expect(await press(world, 'camille', 'mention.reply', (await taken(world))[0]!.mention, 'mentions')).toMatchObject({
      kind: 'update',
    })
  })
})
