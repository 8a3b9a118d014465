import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, ChatProblem } from '../../src/chat/platform.ts'
import { saveAccountLimits } from '../../src/db/queries/accounts.ts'
import { insertBrand } from '../../src/db/queries/brands.ts'
import { postponeCard } from '../../src/db/queries/cards.ts'
import { insertChannel, insertMember } from '../../src/db/queries/people.ts'
import { cards } from '../../src/db/schema/index.ts'
import { POST_POLICY, REPLY_POLICY } from '../../src/domain/brand.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { lookAround } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { command, hear, originOf } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function textOf(answer: Answer): string {
  return answer.kind === 'ephemeral' ? answer.text : JSON.stringify(answer)
}

function trouble(world: World, ...problems: readonly ChatProblem[]): void {
  Object.assign(world.chat, { problems: async () => problems })
}

/** A second brand of the same team, with one channel. */
async function addBrand(world: World): Promise<string> {
  const brand = await insertBrand(shared.database.connection, {
    ...{ slug: `other-${world.workspace}`, name: 'Other', timeZone: 'UTC', language: 'en' },
    keywords: { phrases: ['Other'], exclusions: [], handles: [] },
    ...{ policy: POST_POLICY, replyPolicy: REPLY_POLICY },
  })
  const place = { brandId: brand!.id, platform: 'scripted', workspace: world.workspace }
  await insertChannel(shared.database.connection, { ...place, purpose: 'mentions', remoteId: 'others', name: 'others' })
  return brand!.id
}

const PROBLEM: ChatProblem = { code: 'scope-missing', detail: 'channels:read' }
const LINE = en('command.status.problem.scope-missing', { detail: 'channels:read' })

test('before there is a brand it tells of the chat’s troubles and of what comes first', async () => {
  const world = await createWorld(shared)
  trouble(world, PROBLEM)
  const workspace = `new-${world.workspace}`
  await insertMember(shared.database.connection, {
    ...{ platform: 'scripted', workspace, remoteId: 'ada', name: 'Ada', roles: ['viewer'] as const },
  })
  const origin = { workspace, channel: 'D1', user: 'ada' }
  const told = textOf(await world.handlers.command(origin, 'status'))
  expect(told.split('\n')).toEqual([LINE, 'There is no brand here yet. An admin makes one with “/vigie setup”.'])
  expect(textOf(await world.handlers.command(origin, 'drafts'))).toContain('“/vigie setup”')
  // One’s own language needs no brand.
  expect(textOf(await world.handlers.command(origin, 'lang fr'))).toContain('français')
})

test('where several brands may be meant it tells of all, and other commands tell where to type them', async () => {
  const world = await createWorld(shared)
  await addBrand(world)
  trouble(world, PROBLEM)
  const origin = { ...originOf(world, 'lou', 'mentions'), channel: 'D1' }
  const told = textOf(await world.handlers.command(origin, 'status'))
  expect(told.split('\n').filter(line => line === LINE)).toHaveLength(1)
  for (const said of ['Acme, time zone Europe/Paris.', 'Other, time zone UTC.', '#others gets: mentions']) {
    expect(told).toContain(said)
  }
  const refused = textOf(await world.handlers.command(origin, 'drafts'))
  expect(refused).toContain('Which brand do you mean? Here are Acme and Other.')
  expect(refused).toContain('#others')
  expect(textOf(await world.handlers.command({ ...origin, channel: 'others' }, 'drafts'))).toBe(
    en('command.drafts.none'),
  )
})

test('it counts the cards of the brand alone, and says why they are not there yet', async () => {
  const world = await createWorld(shared)
  const other = await createWorld(shared)
  const { connection } = shared.database
  expect(textOf(await command(world, 'lou', 'status'))).toContain('All cards are delivered.')
  const mention = await hear(world, 'Acme is here')
  expect(textOf(await command(other, 'lou', 'status'))).toContain('All cards are delivered.')
  expect(textOf(await command(world, 'lou', 'status'))).toContain('One card is on its way.')
  const [card] = await connection.select().from(cards).where(eq(cards.subjectId, mention.id))
  await postponeCard(connection, card!.id, world.clock.now(), 'Slack: invalid_blocks')
  expect(textOf(await command(world, 'lou', 'status'))).toContain(
    'A card for #mentions could not be delivered so far: Slack: invalid_blocks. Vigie goes on trying.',
  )
})

test.each([
  ['not_in_channel', 'absent', 'Vigie is not in #mentions: type “/invite @Vigie” there. Cards wait meanwhile.'],
  ['is_archived', 'archived', '#mentions is archived: open it again, or bind another channel. Cards wait meanwhile.'],
  ['SEND_MESSAGES,VIEW_CHANNEL', 'rights', 'Vigie lacks rights in #mentions: Send Messages and View Channel.'],
] as const)('%s of a channel is told in words', async (error, kind, said) => {
  const world = await createWorld(shared)
  const detail = `${world.channels.mentions.remoteId} ${error}`
  trouble(world, { code: 'channel-refused', detail, trouble: kind })
  const told = textOf(await command(world, 'lou', 'status'))
  expect(told).toContain(said)
  expect(told).not.toContain(error)
})

test('nothing is told of a channel that another team has', async () => {
  const world = await createWorld(shared)
  const stranger = { code: 'channel-refused', detail: '1234567890 SEND_MESSAGES', trouble: 'rights' } as const
  trouble(world, stranger)
  const origin = { ...originOf(world, 'lou', 'mentions'), channel: 'D1' }
  for (const told of [await command(world, 'lou', 'status'), await world.handlers.command(origin, 'status')]) {
    expect(textOf(told)).toContain('Acme')
    expect(textOf(told)).not.toContain('1234567890')
  }
})

test('it tells whether posts are looked at again in time, and what of the budget is left', async () => {
  const network = createScriptedNetwork({ name: 'status-of-looks' })
  const world = await createWorld(shared, { networks: [network], budget: { looks: 60, seconds: 300 } })
  await hear(world, 'Acme is here')
  await lookAround(world)
  const told = async () => textOf(await command(world, 'lou', 'status'))
  expect(await told()).toContain(
    'The status-of-looks network: posts are looked at again, and none is late. 11 of 12 looks are left for now, 60 in 5 minutes at most.',
  )
  world.clock.advance(45 * MINUTE)
  // The account may have been due before the post, at midnight.
  expect(await told()).toMatch(/looked at again, \d+ minutes late at most\./)
  const retryAt = new Date(world.clock.now().getTime() + HOUR)
  network.onLook({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
  await lookAround(world)
  expect(await told()).toContain(`at again from ${en.instant(retryAt, world.brand.timeZone)} on`)
})

test('says of an account whose server finds hashtags alone that it does', async () => {
  const world = await createWorld(shared)
  const line = en('command.status.account.hashtags', { network: 'The scripted network', handle: world.account.handle })
  expect(textOf(await command(world, 'lou', 'status'))).not.toContain(line)
  await saveAccountLimits(shared.database.connection, world.account.id, { search: 'hashtags' })
  expect(textOf(await command(world, 'lou', 'status'))).toContain(line)
})
