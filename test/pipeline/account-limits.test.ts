import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAccount, listAccounts, saveAccount, saveAccountLimits } from '../../src/db/queries/accounts.ts'
import { createVault } from '../../src/db/vault.ts'
import type { AccountLimits } from '../../src/domain/capabilities.ts'
import type { MediaLimits } from '../../src/domain/media.ts'
import { type Network, NetworkError } from '../../src/networks/network.ts'
import { createAccountClients } from '../../src/pipeline/account-clients.ts'
import { createAccountLimits } from '../../src/pipeline/account-limits.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { command, draftIdOf, modalOf, press, submit } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const SHORT: AccountLimits = { text: [{ unit: 'mastodon', maximum: 12 }] }

async function limitsOf(world: World, index = 0): Promise<AccountLimits | null | undefined> {
  const account = world.accounts[index]
  return account && (await findAccount(shared.database.connection, account.id))?.limits
}

describe('an account whose server takes less than its network', () => {
  test('counts by its server in the form, in the refusal and on the card', async () => {
    const world = await createWorld(shared)
    await saveAccountLimits(shared.database.connection, world.account.id, SHORT)
    const modal = modalOf(await command(world, 'camille', 'draft Hello'))
    expect(modal.fields.find(({ id }) => id === 'text')).toMatchObject({
      limits: [{ name: 'The scripted network', unit: 'mastodon', maximum: 12 }],
    })
    const values = { account: world.account.id, texts: '', when: '' }
    expect(await submit(world, 'camille', modal, { ...values, text: 'Thirteen long' })).toMatchObject({
      kind: 'errors',
      errors: { text: expect.stringContaining('13 of 12') },
    })
    await submit(world, 'camille', modal, { ...values, text: '@ann@b.example Hi' })
    const answer = await press(world, 'camille', 'draft.edit', { id: draftIdOf(modal), version: 0 })
    expect(answer.kind === 'update' ? JSON.stringify(answer.card.en) : '').toContain('7 of 12:')
  })

  test('with images it does not take', async () => {
    const alternative = { unit: 'characters', maximum: 100 } as const
    const media: MediaLimits = { count: 4, types: ['image/png'], bytes: 1_000_000, alternative }
    const world = await createWorld(shared, { networks: [createScriptedNetwork({ media })] })
    const hasFiles = async () =>
      modalOf(await command(world, 'camille', 'draft Hello')).fields.some(({ kind }) => kind === 'files')
    expect(await hasFiles()).toBe(true)
    await saveAccountLimits(shared.database.connection, world.account.id, { media: null })
    expect(await hasFiles()).toBe(false)
  })

  test('two servers that take the same are told once, two that do not, each', async () => {
    const networks = [createScriptedNetwork({ name: 'one' }), createScriptedNetwork({ name: 'two' })]
    const world = await createWorld(shared, { networks })
    const titles = async () => {
      const field = modalOf(await command(world, 'camille', 'draft Hello')).fields.find(({ id }) => id === 'text')
      return field?.kind === 'textarea' ? field.limits?.map(({ name, maximum }) => `${name} ${maximum}`) : undefined
    }
    expect(await titles()).toEqual(['The one network 300', 'The two network 300'])
    await saveAccountLimits(shared.database.connection, world.accounts[1]!.id, SHORT)
    expect(await titles()).toEqual(['The one network 300', 'The two network 12'])
  })
})

describe('what servers say of their limits', () => {
  /** A world whose network asks the test. */
  async function createAsked(answers: () => Promise<AccountLimits>) {
    const scripted = createScriptedNetwork()
    const world = await createWorld(shared, { networks: [scripted] })
    const network: Network = {
      ...scripted,
      open: (account, credentials) => ({
        ...scripted.open(account, credentials),
        limits: () => (account.id === world.account.id ? answers() : Promise.resolve({})),
      }),
    }
    const networks = new Map([[network.name, network]])
    const { database } = shared
    const clients = createAccountClients(database, networks, createVault(randomBytes(32)))
    const log = pino({ level: 'silent' })
    return { world, stage: createAccountLimits({ database, networks, clients, now: world.clock.now, log }) }
  }

  test('is kept, and asked for once a day', async () => {
    let asked = 0
    const { world, stage } = await createAsked(async () => ({ text: [{ unit: 'characters', maximum: ++asked }] }))
    expect(await limitsOf(world)).toBeNull()
    await stage.refresh()
    await stage.refresh()
    expect(await limitsOf(world)).toEqual({ text: [{ unit: 'characters', maximum: 1 }] })
    world.clock.advance(23 * 60 * 60_000)
    await stage.refresh()
    expect(asked).toBe(1)
    world.clock.advance(60 * 60_000)
    await stage.refresh()
    expect(await limitsOf(world)).toEqual({ text: [{ unit: 'characters', maximum: 2 }] })
  })

  test('stays as it is while a server does not answer, which is asked again in an hour', async () => {
    let isDown = false
    let asked = 0
    const { world, stage } = await createAsked(async () => {
      asked++
      if (isDown) throw new NetworkError({ kind: 'unavailable' }, 'down')
      return SHORT
    })
    await stage.refresh()
    isDown = true
    world.clock.advance(24 * 60 * 60_000)
    await stage.refresh()
    await stage.refresh()
    expect(await limitsOf(world)).toEqual(SHORT)
    expect(asked).toBe(2)
    world.clock.advance(60 * 60_000)
    await stage.refresh()
    expect(asked).toBe(3)
  })

  test('comes with the sign-in, and goes where another server says nothing', async () => {
    const world = await createWorld(shared)
    const { connection } = shared.database
    const vault = createVault(randomBytes(32))
    const identified = { service: 'https://a.example', remoteId: `r-${world.brand.id}`, handle: 'a', name: 'A' }
    const save = (limits?: AccountLimits) =>
      saveAccount(connection, vault, world.brand.id, world.network, {
        ...identified,
        credentials: null,
        ...(limits && { limits }),
      })
    expect((await save(SHORT))?.limits).toEqual(SHORT)
    expect((await save())?.limits).toBeNull()
    expect((await listAccounts(connection, world.brand.id)).map(({ limits }) => limits)).toEqual([null, null])
  })
})
