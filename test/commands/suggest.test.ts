import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rank } from '../../src/commands/suggest.ts'
import { listAccounts } from '../../src/db/queries/accounts.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { command, hear, modalOf, originOf, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type Who, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function suggested(world: World, name: string, option: string, text = '', who: Who | 'nobody' = 'sam') {
  return world.handlers.suggest!(originOf(world, who, 'mentions'), name, option, text)
}

const valuesOf = async (...asked: Parameters<typeof suggested>) => (await suggested(...asked)).map(one => one.value)
const labelsOf = async (...asked: Parameters<typeof suggested>) => (await suggested(...asked)).map(one => one.label)

describe('what is suggested while a command is filled in', () => {
  test('is for whoever may use the command, and of the brands of the place alone', async () => {
    const world = await createWorld(shared)
    const other = await createWorld(shared)
    expect(await valuesOf(world, 'setup', 'brand')).toContain(world.brand.slug)
    expect(await valuesOf(world, 'setup', 'brand')).not.toContain(other.brand.slug)
    expect(await valuesOf(world, 'setup', 'brand', '', 'camille')).toEqual([])
    expect(await valuesOf(world, 'bind', 'brand', world.brand.name.slice(0, 3))).toContain(world.brand.slug)
    await hear(other, 'Acme is somebody else’s')
    for (const [name, option] of [
      ['edit', 'draft'],
      ['mute', 'author'],
    ] as const) {
      expect(await suggested(world, name, option)).toEqual([])
      expect(await suggested(other, name, option, '', 'nobody')).toEqual([])
    }
    expect(await suggested(world, 'status', 'anything')).toEqual([])
    expect(await suggested(world, 'no-such-command', 'text')).toEqual([])
    expect(await suggested(world, 'draft', 'text', 'x')).toEqual([])
  })

  test('is what the command understands, whichever it is', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Spring is coming')
    const newer = await writePost(world, 'camille', 'Summer sale')
    expect(await valuesOf(world, 'edit', 'draft')).toEqual([newer, id])
    expect(await labelsOf(world, 'edit', 'draft', 'spring', 'camille')).toEqual([
      'To review: Spring is coming (Camille)',
    ])
    for (const name of [id, `#${id.slice(-6)}`, id.slice(-6).toUpperCase()]) {
      expect(modalOf(await command(world, 'camille', `edit ${name}`)).title).toBe('Edit the draft')
    }
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await valuesOf(world, 'edit', 'draft')).toEqual([newer])
    expect(await command(world, 'camille', `edit ${id}`)).toMatchObject({ text: expect.stringContaining('No draft') })
    const listed = await command(world, 'lou', 'drafts')
    expect(listed).toMatchObject({ text: expect.stringContaining(`#${newer.slice(-6)} To review`) })

    const [account] = await listAccounts(shared.database.connection, world.brand.id)
    const [name] = await valuesOf(world, 'draft', 'account')
    const modal = modalOf(await command(world, 'camille', `draft account:${name} Hello`))
    expect(modal.fields.map(({ value }) => value).slice(0, 2)).toEqual([account?.id, 'Hello'])
    const unknown = modalOf(await command(world, 'camille', 'draft account:nowhere Hello'))
    expect(unknown.intro).toContain('no account nowhere')
    expect((await submit(world, 'camille', modal, { account: account!.id, text: 'Hello', when: '' })).kind).toBe(
      'ephemeral',
    )

    await hear(world, 'Acme is fine', 'robin.example')
    expect(await labelsOf(world, 'mute', 'author', 'rob')).toEqual([expect.stringContaining('@robin.example')])
    const [author] = await valuesOf(world, 'mute', 'author')
    for (const [index, time] of (await valuesOf(world, 'mute', 'for')).entries()) {
      const muted = await command(world, 'camille', `mute ${author} ${time}`)
      expect(muted, `${index}: ${time}`).toMatchObject({ text: expect.stringContaining('@robin.example') })
      expect(await command(world, 'camille', `mute ${time}`)).toMatchObject({
        text: expect.stringContaining('messages'),
      })
    }
    await command(world, 'camille', `mute ${author}`)
    expect(await labelsOf(world, 'mute', 'author')).toEqual(['@robin.example, muted'])
    for (const hours of await valuesOf(world, 'noise', 'quiet')) {
      expect(await command(world, 'sam', `noise quiet ${hours}`)).toMatchObject({
        text: expect.stringContaining('gets'),
      })
    }
  })
})

test('help explains what a command takes, in the reader’s language', async () => {
  const world = await createWorld(shared)
  expect(await command(world, 'lou', 'help noise')).toMatchObject({
    text: expect.stringMatching(/batch: One card for all of so many minutes[\s\S]*For: /),
  })
  await command(world, 'lou', 'lang fr')
  expect(await command(world, 'lou', 'aide bruit')).toMatchObject({
    text: expect.stringContaining('lot\u00a0: Une carte'),
  })
})

test('what fits best comes first: begun so, then a word of it, then anywhere; no more than a list shows', () => {
  const of = (...labels: string[]) => labels.map(label => ({ value: label, label }))
  const found = rank(of('The été', 'Pas tété', 'Été', 'Hiver', 'etc'), ' ÉT')
  expect(found.map(({ value }) => value)).toEqual(['Été', 'etc', 'The été', 'Pas tété'])
  expect(rank(of(...Array.from({ length: 100 }, (_, index) => `x${index}`)), 'x')).toHaveLength(25)
  expect(rank(of('one', 'two'), '').map(({ value }) => value)).toEqual(['one', 'two'])
})
