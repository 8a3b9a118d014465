import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAuthor } from '../../src/commands/author-words.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { command, modalOf, submit } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

describe('whom somebody means', () => {
  test.each([
    ['@jo.example', '@jo.example', ['jo.example'], ['jo.example']],
    ['Jo.Example', '@Jo.Example', ['jo.example'], ['jo.example']],
    ['@Jo@social.example', '@Jo@social.example', ['jo@social.example'], ['jo@social.example']],
    ['@<http://jo.example|jo.example>', '@jo.example', ['jo.example'], ['http://jo.example']],
    ['  Jo   Doe ', 'Jo Doe', [], ['jo doe']],
    ['“Jo Doe”', 'Jo Doe', [], ['jo doe']],
    ['Jo Doe (1,204 followers)', 'Jo Doe (1,204 followers)', [], ['jo doe (1,204 followers)', 'jo doe']],
    ['Jo Doe (@jo.example)', '@jo.example', ['jo.example'], []],
  ])('%s', (typed, shown, handles, names) => {
    expect(readAuthor(typed)).toEqual({ shown, handles, names, addresses: [] })
  })

  test.each([
    ['https://bsky.app/profile/jo.example', ['jo.example@bsky.app', 'jo.example']],
    ['https://social.example/@Jo', ['jo@social.example']],
    ['<https://social.example/@Jo|social.example/@Jo>', ['jo@social.example']],
    ['@https://social.example/@Jo/', ['jo@social.example']],
  ])('%s', (typed, handles) => {
    expect(readAuthor(typed)).toMatchObject({ handles, names: [] })
  })

  test('an address is looked for as it is, and by the lasting id in it', () => {
    expect(readAuthor('https://bsky.app/profile/did:plc:abc')?.addresses).toEqual([
      'https://bsky.app/profile/did:plc:abc',
      'https://bsky.app/profile/did:plc:abc/',
      'did:plc:abc',
    ])
  })

  test.each(['', ' ', '@', 'https://x.example/%E0%A4%A'])('"%s" is nobody, or a name that nobody has', typed => {
    expect(readAuthor(typed)?.handles ?? []).toEqual([])
  })
})

describe('in a brand that holds them', () => {
  let shared: TestDatabase
  beforeAll(async () => {
    shared = await createTestDatabase()
  })
  afterAll(() => shared[Symbol.asyncDispose]())

  async function held(): Promise<World> {
    const networks = [createScriptedNetwork({ name: 'one' }), createScriptedNetwork({ name: 'other' })]
    const world = await createWorld(shared, { networks })
    const say = (remoteId: string, handle: string, name: string) =>
      hearPost(world, `Acme, says ${handle}`, { author: { remoteId, handle, name, followers: 1_204 } })
    await say('https://social.example/@jo', 'jo@social.example', 'Jo  Doe')
    await say('did:plc:jo', 'jo.example', 'Jo Doe')
    await say('did:plc:kim', 'kim.example', 'Kim')
    return world
  }

  async function optionsOf(world: World, words: string): Promise<readonly string[]> {
    const modal = modalOf(await command(world, 'sam', words))
    return modal.fields.flatMap(field => (field.kind === 'choices' ? field.options : [])).map(({ label }) => label)
  }

  test('one is found by handle, by page and by name, and several by what they have in common', async () => {
    const world = await held()
    for (const words of ['@JO@social.example', 'https://social.example/@jo']) {
      expect(await optionsOf(world, `forget ${words}`)).toEqual([expect.stringMatching(/^@jo@social\.example on /)])
    }
    for (const words of ['jo.example', 'https://bsky.app/profile/did:plc:jo', 'Jo D (@jo.example)']) {
      expect(await optionsOf(world, `oublier ${words}`)).toEqual([expect.stringMatching(/^@jo\.example on /)])
    }
    expect(await optionsOf(world, 'forget jo doe (1,204 followers)')).toHaveLength(2)
    const modal = modalOf(await command(world, 'sam', 'forget Jo Doe'))
    expect(modal.fields[0]).toMatchObject({ value: '' })
    expect(await command(world, 'sam', 'forget Jo')).toMatchObject({ text: 'Nothing is held of @Jo.' })
  })

  test('of several who fit, nobody gets what is held of the others', async () => {
    const world = await held()
    const modal = modalOf(await command(world, 'sam', 'export Jo Doe'))
    expect(await submit(world, 'sam', modal, { authors: '' })).toMatchObject({ kind: 'errors' })
    const [field] = modal.fields
    const option =
      field?.kind === 'choices' ? field.options.find(({ label }) => label.startsWith('@jo.example')) : undefined
    const answer = await submit(world, 'sam', modal, { authors: option!.value })
    if (answer.kind !== 'ephemeral') throw new Error(JSON.stringify(answer))
    expect(answer.text).toContain('held of @jo.example: one post')
    const file = await world.exportAuthor.take(answer.link!.url.split('/').at(-1)!)
    expect(JSON.parse(file!.content)).toMatchObject({ authors: [{ id: 'did:plc:jo' }] })
    expect(file!.content).not.toContain('social.example')
  })
})
