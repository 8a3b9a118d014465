import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listChannels, listMembers, setMemberRoles } from '../../src/db/queries/people.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedChat } from '../support/scripted-chat.ts'
import { command } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
const replicas: AsyncDisposable[] = []
afterAll(async () => {
  for (const one of replicas) await one[Symbol.asyncDispose]()
  await shared[Symbol.asyncDispose]()
})

async function say(world: World, who: 'sam' | 'camille', text: string): Promise<string> {
  const answer = await command(world, who, text)
  if (answer.kind !== 'ephemeral') throw new Error(`no words but ${answer.kind}`)
  return answer.text
}

async function codeOf(world: World): Promise<string> {
  const [, code = ''] = /brand join (\S{5}-\S{5})/.exec(await say(world, 'sam', 'brand share')) ?? []
  expect(code).not.toBe('')
  return code
}

/** Somebody on another platform, who is admin there or is not. */
async function elsewhere(world: World, role: 'admin' | 'editor', platform = 'elsewhere') {
  const workspace = `other ${world.workspace}`
  const chat = {
    ...createScriptedChat(platform),
    person: async () => ({ name: 'Ben', standing: 'member' as const }),
  }
  const { handlers, ...stages } = await world.replica({ chat })
  replicas.push(stages)
  const origin = { workspace, channel: 'C1', channelName: 'cards', user: 'ben' }
  const say = async (text: string) => {
    const answer = await handlers.command(origin, text)
    return answer.kind === 'ephemeral' ? answer.text : answer.kind
  }
  await say('help')
  const [ben] = await listMembers(shared.database.connection, platform, workspace)
  await setMemberRoles(shared.database.connection, ben!.id, [role])
  return say
}

describe('a brand with a team in two places', () => {
  test('is opened by a code of its own admin, once, for an admin of the other place', async () => {
    const world = await createWorld(shared)
    const { slug, name } = world.brand
    expect(await say(world, 'camille', 'brand share')).toBe(en('refusal.administer'))
    const code = await codeOf(world)
    const editor = await elsewhere(world, 'editor')
    expect(await editor(`brand join ${code}`)).toBe(en('refusal.administer'))
    const admin = await elsewhere(world, 'admin')
    expect(await admin(`bind mentions ${slug}`)).not.toContain(name)
    expect(await admin('brand join 00000-00000')).toBe(en('command.brand.join.wrong'))
    expect(await admin(`marque rejoindre ${code.toLowerCase()}`)).toBe(
      en('command.brand.join.done', { name, channel: 'cards', slug }),
    )
    expect(await admin(`brand join ${code}`)).toBe(en('command.brand.join.wrong'))
    // From then on it is theirs as well, and stays the first team's.
    expect(await admin('brand')).toContain(name)
    expect(await admin(`bind drafts ${slug}`)).toContain(name)
    expect(await say(world, 'sam', `bind mentions ${slug}`)).toContain(name)
  })

  test('may be the local workspace’s too, whose admins then bind it like their own', async () => {
    const world = await createWorld(shared)
    const { slug, name } = world.brand
    const admin = await elsewhere(world, 'admin', 'local')
    expect(await admin(`bind alerts ${slug}`)).not.toContain(name)
    await admin(`brand join ${await codeOf(world)}`)
    expect(await admin(`bind alerts ${slug}`)).toContain(name)
  })

  test('a code is good for a day, and only the last one', async () => {
    const world = await createWorld(shared)
    const old = await codeOf(world)
    const code = await codeOf(world)
    const admin = await elsewhere(world, 'admin')
    expect(await admin(`brand join ${old}`)).toBe(en('command.brand.join.wrong'))
    world.clock.advance(24 * HOUR)
    expect(await admin(`brand join ${code}`)).toBe(en('command.brand.join.wrong'))
  })

  test('brings what feeds say of the sector along where the first place gets it, and not otherwise', async () => {
    for (const isBound of [true, false]) {
      const world = await createWorld(shared)
      if (isBound) await say(world, 'sam', 'bind sector')
      const admin = await elsewhere(world, 'admin')
      await admin(`brand join ${await codeOf(world)}`)
      const rows = await listChannels(shared.database.connection, world.brand.id, ['sector'])
      expect(rows.map(({ platform }) => platform)).toEqual(isBound ? ['scripted', 'elsewhere'] : [])
    }
  })
})
