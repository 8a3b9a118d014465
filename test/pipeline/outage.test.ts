import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditLog, channels, outages, sources } from '../../src/db/schema/index.ts'
import type { NetworkFault } from '../../src/networks/network.ts'
import { beginAccountOutage } from '../../src/pipeline/account-outage.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  actionsOf,
  command,
  draftOf,
  modalOf,
  performDue,
  press,
  pressOnDraft,
  submit,
  writePost,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const REFUSED: NetworkFault = { kind: 'unauthorised' }

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function outagesOf({ account }: World) {
  return shared.database.connection.select().from(outages).where(eq(outages.accountId, account.id))
}

/** Cards in a place, as they are read there, once everything is delivered. */
async function headersIn(world: World, place: 'alerts' | 'mentions'): Promise<readonly string[]> {
  for (const id of await world.notify.listDue()) await world.notify.deliver(id)
  return world.chat.shown(world.channels[place].remoteId).map(({ card }) => card.en.header)
}

async function readRefused(world: World, stages: Pick<World, 'intake'> = world): Promise<void> {
  world.network.onRead({ kind: 'fails', fault: REFUSED })
  await stages.intake.poll(world.source.id)
}

/** Somebody has connected the account again, with credentials that work. */
async function reconnect(world: World): Promise<void> {
  const { database } = world.test
  const { service, remoteId, handle, name } = world.account
  const tried = { service, remoteId, handle, name, credentials: { secret: 'new' } }
  const { connect, members, brand, account } = world
  const member = members.sam.id
  const link = await database.transact(unit =>
    connect.offer({ unit, brand, memberId: member }, { network: account.network, accountId: account.id }),
  )
  const opened = await connect.page.open(link!.split('/').at(-1)!)
  if (opened.kind !== 'opened') throw new Error('not opened')
  world.network.identify = async () => tried
  await connect.page.signIn(opened.id, opened.browser, { service: '', handle, secret: 'new' })
  const refusal = await database.transact(unit => connect.confirm({ unit, brand, memberId: member }, opened.id))
  expect(refusal).toBeUndefined()
}

const DEAD = 'The scripted network refuses @'
const ALIVE = 'works again'

describe('an account that its network refuses', () => {
  test('has one card where alerts go, however often and wherever that is met', async () => {
    const world = await createWorld(shared)
    await using other = await world.replica()
    await using third = await world.replica()
    const ids = [await writePost(world, 'camille', 'One'), await writePost(world, 'camille', 'Two')]
    for (const id of ids) await pressOnDraft(world, 'noor', 'draft.approve', id)
    world.network.onRead({ kind: 'fails', fault: REFUSED }, { kind: 'fails', fault: REFUSED })
    world.network.onPublish({ kind: 'fails', fault: REFUSED }, { kind: 'fails', fault: REFUSED })
    const [first, second] = await Promise.all(ids.map(id => actionsOf(world, id)))
    await Promise.all([
      world.intake.poll(world.source.id),
      other.intake.poll(world.source.id),
      other.publish.perform(first![0]!.id),
      third.publish.perform(second![0]!.id),
    ])
    expect(await headersIn(world, 'alerts')).toEqual([expect.stringContaining(DEAD)])
    expect(await headersIn(world, 'mentions')).toEqual([])
    expect(await outagesOf(world)).toHaveLength(1)
    // Another process, after a restart.
    await readRefused(world, other)
    expect(await headersIn(world, 'alerts')).toHaveLength(1)
    const rows = await shared.database.connection
      .select()
      .from(auditLog)
      .where(eq(auditLog.subjectId, world.account.id))
    expect(rows.filter(({ act }) => act === 'account.refused')).toHaveLength(1)
  })

  test('has it among the mentions where no channel gets alerts', async () => {
    const world = await createWorld(shared)
    const { connection } = shared.database
    await connection.update(channels).set({ unboundAt: new Date() }).where(eq(channels.id, world.channels.alerts.id))
    await readRefused(world)
    expect(await headersIn(world, 'mentions')).toEqual([expect.stringContaining(DEAD)])
  })

  test('keeps what is to go out waiting, says so, and lets it go once it is connected again', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Good news')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    world.network.onPublish({ kind: 'fails', fault: REFUSED })
    await performDue(world, id)
    expect([(await actionsOf(world, id))[0]?.state, (await draftOf(world, id)).draft.state]).toEqual([
      'waiting',
      'scheduled',
    ])
    const later = await writePost(world, 'camille', 'More news')
    await pressOnDraft(world, 'noor', 'draft.approve', later)
    await performDue(world, later)
    world.clock.advance(HOUR)
    await performDue(world, id)
    expect(world.network.posts).toEqual([])
    await reconnect(world)
    for (const one of [id, later]) await performDue(world, one)
    expect(world.network.posts.map(({ text }) => text)).toEqual(['Good news', 'More news'])
    expect(await headersIn(world, 'alerts')).toEqual([expect.stringContaining(ALIVE)])
  })

  test('has its card closed to a line, and a new one the next time', async () => {
    const world = await createWorld(shared)
    await readRefused(world)
    await headersIn(world, 'alerts')
    world.clock.advance(5 * MINUTE)
    await reconnect(world)
    await headersIn(world, 'alerts')
    const [line] = world.chat.shown(world.channels.alerts.remoteId)
    expect(line?.card.en).toMatchObject({ tone: 'quiet', elements: [{ kind: 'context' }] })
    expect(line?.card.fr.header).toContain('fonctionne de nouveau')
    await readRefused(world)
    expect(await headersIn(world, 'alerts')).toEqual([expect.stringContaining(ALIVE), expect.stringContaining(DEAD)])
    expect((await outagesOf(world)).map(({ ending }) => ending)).toEqual(['connected', null])
  })

  test('is not refused because of what was tried with the credentials of before', async () => {
    const world = await createWorld(shared)
    // As it was loaded by whoever asked the network a moment ago.
    const before = world.account
    await reconnect(world)
    await shared.database.transact(unit => beginAccountOutage({ jobs: world.jobs, now: world.clock.now }, unit, before))
    expect(await outagesOf(world)).toEqual([])
    await readRefused(world)
    expect(await outagesOf(world)).toHaveLength(1)
  })

  test('keeps its place and its history when it is connected again', async () => {
    const world = await createWorld(shared)
    const { connection } = shared.database
    await connection.update(sources).set({ cursor: 7 }).where(eq(sources.id, world.source.id))
    await readRefused(world)
    await reconnect(world)
    const [row] = await connection.select().from(sources).where(eq(sources.id, world.source.id))
    expect(row).toMatchObject({ id: world.source.id, cursor: 7, failures: 0 })
  })
})

describe('the button on its card', () => {
  test('gives an admin the way to the page, and tells everybody else who may', async () => {
    const world = await createWorld(shared)
    await readRefused(world)
    const [outage] = await outagesOf(world)
    const thing = { id: outage!.id, version: 0 }
    const answer = await press(world, 'sam', 'account.reconnect', thing, 'alerts')
    expect(answer).toMatchObject({ link: { url: expect.stringMatching(/^https:\/\/vigie\.test\/connect\//) } })
    for (const who of ['camille', 'noor', 'lou'] as const) {
      const refused = await press(world, who, 'account.reconnect', thing, 'alerts')
      expect(refused).toMatchObject({ kind: 'ephemeral', text: expect.stringContaining('Only admins') })
    }
    await reconnect(world)
    const late = await press(world, 'sam', 'account.reconnect', thing, 'alerts')
    expect(late).toMatchObject({ kind: 'update', ephemeral: 'It works again already.' })
  })
})

test('an account that is taken out closes the card too', async () => {
  const world = await createWorld(shared)
  await readRefused(world)
  const which = modalOf(await command(world, 'sam', 'disconnect'))
  const sure = modalOf(await submit(world, 'sam', which, { account: world.account.id }))
  expect(sure.intro).toContain('Nothing is planned for it.')
  expect(await submit(world, 'sam', sure, { sure: 'keep' })).toMatchObject({ text: expect.stringContaining('stays') })
  expect((await outagesOf(world))[0]?.endedAt).toBeNull()
  expect(await submit(world, 'sam', sure, { sure: 'remove' })).toMatchObject({
    text: expect.stringContaining('is disconnected'),
  })
  expect(await headersIn(world, 'alerts')).toEqual([expect.stringContaining('disconnected')])
  expect(await submit(world, 'sam', sure, { sure: 'remove' })).toMatchObject({ kind: 'ephemeral' })
})

test('its card is written anew when the brand’s language becomes another, until it is over', async () => {
  const world = await createWorld(shared)
  await readRefused(world)
  await headersIn(world, 'alerts')
  const updates = () => world.chat.calls.filter(({ kind }) => kind === 'update').length
  const before = updates()
  await command(world, 'sam', 'lang fr brand')
  await headersIn(world, 'alerts')
  expect(updates()).toBe(before + 1)
  await reconnect(world)
  await headersIn(world, 'alerts')
  const over = updates()
  await command(world, 'sam', 'lang en brand')
  await headersIn(world, 'alerts')
  expect(updates()).toBe(over)
})
