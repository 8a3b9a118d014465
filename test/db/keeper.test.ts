import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKeeper, forgetKept } from '../../src/db/queries/keeper.ts'
import { keptThings } from '../../src/db/schema/index.ts'
import { createVault } from '../../src/db/vault.ts'
import { createClock, HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { anyText } from '../support/texts.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const vault = createVault(randomBytes(32))
const clock = createClock()
const later = (milliseconds: number) => new Date(clock.now().getTime() + milliseconds)
const keeperOf = (platform: string, key = vault) => createKeeper(shared.database.connection, key, platform, clock.now)

describe('what a platform has to know for a while', () => {
  test('is what was kept last, whatever it holds, for its platform alone', async () => {
    const name = fc.stringMatching(/^[a-z]{1,8}[ :~%_-][\w:.-]{0,40}$/)
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.dictionary(anyText, anyText),
        fc.dictionary(anyText, anyText),
        async (key, first, last) => {
          const keeper = keeperOf('one')
          await keeper.keep(key, first, later(HOUR))
          await keeper.keep(key, last, later(HOUR))
          expect(await keeper.find(key)).toEqual(JSON.parse(JSON.stringify(last)))
          expect(await keeperOf('two').find(key)).toBeUndefined()
          await keeper.forget(key)
          expect(await keeper.find(key)).toBeUndefined()
        },
      ),
      { numRuns: 50 },
    )
  })

  test('is listed by how its name begins, the oldest first, and gone once its time is over', async () => {
    const keeper = keeperOf('lists')
    await keeper.keep('act 2', 'second', later(2 * HOUR))
    await keeper.keep('act 1', 'first', later(HOUR))
    await keeper.keep('act%', 'another', later(HOUR))
    await keeper.keep('form x', 'a form', later(HOUR))
    expect((await keeper.list('act ')).map(({ value }) => value)).toEqual(['first', 'second'])
    expect(await keeper.list('act_')).toEqual([])
    clock.advance(HOUR)
    expect(await keeper.find('act 1')).toBeUndefined()
    expect((await keeper.list('act ')).map(({ value }) => value)).toEqual(['second'])
    await forgetKept(shared.database.connection, clock.now())
    const rows = await shared.database.connection.select().from(keptThings)
    expect(rows.map(({ name }) => name)).toEqual(['act 2'])
  })

  test('is sealed, and nothing to whoever has another key', async () => {
    const keeper = keeperOf('sealed')
    await keeper.keep('form', { text: 'What nobody has published yet' }, later(HOUR))
    const rows = await shared.database.connection.select().from(keptThings)
    expect(JSON.stringify(rows)).not.toContain('published')
    expect(await keeperOf('sealed', createVault(randomBytes(32))).find('form')).toBeUndefined()
    expect(await keeper.find('form')).toEqual({ text: 'What nobody has published yet' })
  })
})
