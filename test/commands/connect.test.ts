import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { findAccount, listAccounts } from '../../src/db/queries/accounts.ts'
import { connections } from '../../src/db/schema/index.ts'
import type { Json } from '../../src/domain/json.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork, type ScriptedNetwork } from '../support/scripted-network.ts'
import { command, modalOf, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type Who, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function textOf(answer: Answer): string {
  return answer.kind === 'ephemeral' ? answer.text : answer.kind === 'update' ? (answer.ephemeral ?? '') : answer.kind
}

function linkOf(answer: Answer): string {
  return answer.kind === 'ephemeral' ? (answer.link?.url ?? '') : ''
}

async function connectionsOf(world: World) {
  const { connection } = shared.database
  return connection.select().from(connections).where(eq(connections.brandId, world.brand.id))
}

/** Worlds share a network, on which every handle is one account. */
const secondOf = ({ workspace }: World) => `second-${workspace}`

/** Somebody opens an account on the page; answers with the connection's id. */
async function tryAccount(world: World, who: Who = 'sam', handle = secondOf(world)): Promise<string> {
  const link = linkOf(await command(world, who, 'connect scripted'))
  const { page } = world.connect
  const opened = await page.open(link.split('/').at(-1) ?? '')
  if (opened.kind !== 'opened') throw new Error(`not opened: ${opened.why}`)
  await page.signIn(opened.id, opened.browser, { service: '', handle, secret: 'hunter2' })
  return opened.id
}

const answerTo = (world: World, who: Who, word: 'confirm' | 'decline', id: string) =>
  press(world, who, `connection.${word}`, { id, version: 0 })

async function handlesOf(world: World): Promise<readonly string[]> {
  return (await listAccounts(shared.database.connection, world.brand.id)).map(({ handle }) => handle)
}

describe('/vigie connect', () => {
  test('gives the way to a page, and nothing of it stays readable in the database', async () => {
    const world = await createWorld(shared)
    const answer = await command(world, 'sam', 'connect Scripted')
    const [, token = ''] = /^https:\/\/vigie\.test\/connect\/([A-Za-z0-9_-]{43})$/.exec(linkOf(answer)) ?? []
    expect(token).not.toBe('')
    expect(textOf(answer)).toContain('ten minutes')
    expect(JSON.stringify(await connectionsOf(world))).not.toContain(token)
    expect(textOf(await command(world, 'sam', 'connecter the'))).toContain('There is no network “the”.')
    expect(linkOf(await command(world, 'sam', 'connecter SCRIPTED'))).not.toBe('')
  })

  test('asks for the network where none is named', async () => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'sam', 'connect'))
    expect(modal.fields).toMatchObject([{ id: 'network', kind: 'select', options: [{ value: 'scripted' }] }])
    expect(linkOf(await submit(world, 'sam', modal, { network: 'scripted' }))).toContain('/connect/')
    expect(await submit(world, 'sam', modal, { network: 'elsewhere' })).toMatchObject({ kind: 'errors' })
    expect(textOf(await submit(world, 'camille', modal, { network: 'scripted' }))).toBe(en('refusal.administer'))
  })

  test('takes no password in the chat, and says what to do about one', async () => {
    const world = await createWorld(shared)
    const text = textOf(await command(world, 'sam', 'connect scripted acme hunter2'))
    expect(text).toContain('it does not belong in a chat')
    expect(text).not.toContain('hunter2')
    expect(await connectionsOf(world)).toEqual([])
  })

  test('says what there is instead where nobody could reach a page', async () => {
    const world = await createWorld(shared, { address: null, brand: { language: 'fr' } })
    const text = textOf(await command(world, 'sam', 'connecter scripted'))
    expect(text).toContain('PUBLIC_URL')
    expect(text).toContain(`account add scripted --brand ${world.brand.slug}`)
    expect(text).toBe(fr('connect.unreachable', { network: 'scripted', slug: world.brand.slug }))
    expect(textOf(await command(world, 'sam', 'connect'))).toContain('PUBLIC_URL')
    expect(await connectionsOf(world)).toEqual([])
  })
})

describe('the word that makes an account count', () => {
  test('is given in a form where no direct message can be had', async () => {
    const world = await createWorld(shared)
    await tryAccount(world)
    expect(world.chat.shown('direct sam')).toEqual([])
    const modal = modalOf(await command(world, 'sam', 'connect'))
    expect(modal.intro).toContain(`${secondOf(world)}, @${secondOf(world)}, on The scripted network.`)
    expect(await handlesOf(world)).not.toContain(secondOf(world))
    expect(await submit(world, 'sam', modal, { answer: 'perhaps' })).toMatchObject({ kind: 'errors' })
    expect(textOf(await submit(world, 'sam', modal, { answer: 'confirm' }))).toBe(en('done.connected'))
    expect(await handlesOf(world)).toContain(secondOf(world))
    expect(textOf(await submit(world, 'sam', modal, { answer: 'confirm' }))).toBe(en('refusal.connection.over'))
    expect(modalOf(await command(world, 'sam', 'connect')).fields[0]?.id).toBe('network')
  })

  test('is for whoever opened it, another admin or not', async () => {
    const world = await createWorld(shared)
    await command(world, 'sam', 'roles @noor admin')
    const id = await tryAccount(world)
    for (const word of ['confirm', 'decline'] as const) {
      expect(textOf(await answerTo(world, 'noor', word, id))).toBe(en('refusal.connection.not-yours'))
      expect(textOf(await answerTo(world, 'camille', word, id))).toBe(en('refusal.administer'))
    }
    expect(await handlesOf(world)).not.toContain(secondOf(world))
    expect(textOf(await answerTo(world, 'sam', 'confirm', id))).toBe(en('done.connected'))
  })

  test('no takes away what was entered', async () => {
    const world = await createWorld(shared)
    const id = await tryAccount(world)
    expect((await connectionsOf(world))[0]?.sealed).not.toBeNull()
    expect(textOf(await answerTo(world, 'sam', 'decline', id))).toBe(en('done.declined'))
    expect(await connectionsOf(world)).toMatchObject([{ state: 'declined', sealed: null }])
    expect(textOf(await answerTo(world, 'sam', 'confirm', id))).toBe(en('refusal.connection.over'))
    expect(await handlesOf(world)).not.toContain(secondOf(world))
  })

  test('none within ten minutes does as well', async () => {
    const world = await createWorld(shared)
    Object.assign(world.chat, { direct: async (_workspace: string, user: string) => `direct ${user}` })
    const id = await tryAccount(world)
    await command(world, 'sam', 'connect scripted')
    world.clock.advance(10 * MINUTE)
    expect(textOf(await answerTo(world, 'sam', 'confirm', id))).toBe(en('refusal.connection.expired'))
    await world.sweep.run()
    const rows = await connectionsOf(world)
    expect(rows.map(({ state, sealed, given }) => [state, sealed, given])).toEqual(
      rows.map(() => ['expired', null, null]),
    )
    for (const channelId of await world.notify.listDue()) await world.notify.deliver(channelId)
    expect(world.chat.shown('direct sam').map(({ card }) => card.en.header)).toEqual([
      `The scripted network: @${secondOf(world)} is not connected`,
    ])
  })

  test('two at the same time are one', async () => {
    const world = await createWorld(shared)
    await using other = await world.replica()
    const id = await tryAccount(world)
    const answers = await Promise.all([
      answerTo(world, 'sam', 'confirm', id),
      answerTo({ ...world, ...other }, 'sam', 'confirm', id),
    ])
    expect(answers.map(textOf).toSorted()).toEqual([en('done.connected'), en('refusal.connection.over')].toSorted())
    expect((await handlesOf(world)).filter(handle => handle === secondOf(world))).toHaveLength(1)
  })
})

describe('/vigie disconnect', () => {
  test.each([
    ['gives the access back, once the secrets are gone', undefined],
    ['is done all the same where the network cannot be reached', new Error('down')],
  ])('%s', async (_, fault) => {
    const { promise, resolve } = Promise.withResolvers<{ credentials: Json; state: string | undefined }>()
    const network: ScriptedNetwork = {
      ...createScriptedNetwork(),
      async withdraw({ id }, credentials) {
        const account = await findAccount(shared.database.connection, id)
        resolve({ credentials, state: account?.state })
        if (fault !== undefined) throw fault
      },
    }
    const world = await createWorld(shared, { networks: [network] })
    const sure = modalOf(await command(world, 'sam', `disconnect ${world.account.handle}`))
    await submit(world, 'sam', sure, { sure: 'keep' })
    expect(textOf(await submit(world, 'sam', sure, { sure: 'remove' }))).toContain('is disconnected')
    const { credentials, state } = await promise
    expect(state).toBe('removed')
    expect(credentials).toEqual(expect.anything())
  })

  test('says what waits and is lost, and does it only then', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Soon', '2036-01-01T09:00')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const which = modalOf(await command(world, 'sam', 'déconnecter'))
    expect(which.fields[0]).toMatchObject({ kind: 'select', value: world.account.id })
    const sure = modalOf(await submit(world, 'sam', which, { account: world.account.id }))
    expect(sure.intro).toContain('One post that is planned for it will not go out there')
    expect(sure.fields[0]).toMatchObject({ value: 'keep' })
    expect(textOf(await submit(world, 'camille', sure, { sure: 'remove' }))).toBe(en('refusal.administer'))
    expect((await findAccount(shared.database.connection, world.account.id))?.state).toBe('active')
    expect(textOf(await submit(world, 'sam', sure, { sure: 'remove' }))).toContain('is disconnected')
    expect((await findAccount(shared.database.connection, world.account.id))?.state).toBe('removed')
    expect(textOf(await command(world, 'sam', 'disconnect'))).toBe(en('command.status.no-accounts'))
  })

  test('goes right to it where the account is named, and takes none of another brand’s', async () => {
    const world = await createWorld(shared)
    const other = await createWorld(shared)
    expect(modalOf(await command(world, 'sam', `disconnect ${world.account.handle}`)).intro).toContain(
      `@${world.account.handle}:`,
    )
    const which = modalOf(await command(world, 'sam', 'disconnect'))
    for (const account of [other.account.id, '', 'x', "'; drop table accounts"]) {
      expect(await submit(world, 'sam', which, { account })).toMatchObject({ kind: 'errors' })
    }
  })
})
