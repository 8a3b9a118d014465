import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { startFakeBluesky } from '../support/bluesky/fake.ts'
import { signUp } from '../support/bluesky/person.ts'
import { createTestAddress, urlOf } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { makeDataDirectory, type RunningVigie, runVigie, startVigie } from '../support/process.ts'

vi.setConfig({ testTimeout: 120_000 })

const KEY = () => randomBytes(32).toString('base64')

/** The brand's account on a server of its own, with what its people write. */
async function startBluesky() {
  const fake = await startFakeBluesky()
  const owner = await signUp(fake.url, 'acme')
  const ann = await signUp(fake.url, 'ann')
  return {
    add: ['account', 'add', 'bluesky', '--brand', 'acme', '--handle', owner.handle, '--service', fake.url],
    password: await owner.createAppPassword('vigie'),
    /** Whether what somebody writes from now on is heard: only with credentials that can be opened. */
    async isHeard({ url }: RunningVigie, text: string): Promise<void> {
      await ann.write({ text: `@acme ${text}`, mentions: owner.did })
      await eventually(async () => (await fetch(`${url}/local/channels/mentions/messages`)).text()).toContain(text)
    },
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  }
}

test('the key in the file is changed while Vigie runs, and the former one is forgotten', async () => {
  await using directory = await makeDataDirectory()
  await using bluesky = await startBluesky()
  const at = { dataDirectory: directory.path }
  await using vigie = await startVigie(at)
  expect(await runVigie(bluesky.add, at, bluesky.password)).toMatchObject({ code: 0 })
  await bluesky.isHeard(vigie, 'one')
  const path = join(directory.path, 'secret.key')
  const former = (await readFile(path, 'utf8')).trim()
  const rotated = await runVigie(['key', 'rotate'], at)
  expect([rotated.code, rotated.stderr, rotated.stdout]).toEqual([0, '', expect.stringMatching(/^Sealed anew: 2\.\n/)])
  const [present = '', ...rest] = (await readFile(path, 'utf8')).trim().split('\n')
  expect([rest, present === former]).toEqual([[former], false])
  expect(rotated.stdout).not.toContain(present)
  await bluesky.isHeard(vigie, 'two')
  const examined = await runVigie(['doctor'], at)
  expect(examined.stdout).toContain('former keys are of no more use')
  expect(await runVigie(['key', 'forget'], at)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Forgotten: 1.'),
  })
  expect((await readFile(path, 'utf8')).trim()).toBe(present)
  await bluesky.isHeard(vigie, 'three')
  await vigie.stop()
  await using again = await startVigie(at)
  await bluesky.isHeard(again, 'four')
})

test('the key in the variable is changed with a start, and the former one is needed no more', async () => {
  await using directory = await makeDataDirectory()
  await using bluesky = await startBluesky()
  const url = urlOf(await createTestAddress())
  const [former, present] = [KEY(), KEY()]
  const withKeys = (keys: Readonly<Record<string, string>>) => ({
    dataDirectory: directory.path,
    environment: { DATABASE_URL: url, ...keys },
  })
  const before = withKeys({ VIGIE_SECRET_KEY: former })
  const between = withKeys({ VIGIE_SECRET_KEY: present, VIGIE_SECRET_KEY_PREVIOUS: former })
  const after = withKeys({ VIGIE_SECRET_KEY: present })
  {
    await using vigie = await startVigie(before)
    expect(await runVigie(bluesky.add, before, bluesky.password)).toMatchObject({ code: 0 })
    await bluesky.isHeard(vigie, 'one')
    const refused = await runVigie(['key', 'rotate'], before)
    expect([refused.code, refused.stderr]).toEqual([78, expect.stringContaining('VIGIE_SECRET_KEY_PREVIOUS')])
    await vigie.stop()
  }
  // The new one alone opens nothing yet, and says so.
  expect(await runVigie(['brand', 'list'], after)).toMatchObject({ code: 78 })
  {
    await using vigie = await startVigie(between)
    await bluesky.isHeard(vigie, 'two')
    expect(await runVigie(['key', 'rotate'], between)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Sealed anew: 0.'),
    })
    await vigie.stop()
  }
  await using vigie = await startVigie(after)
  await bluesky.isHeard(vigie, 'three')
  expect((await runVigie(['doctor'], after)).stdout).toContain('VIGIE_SECRET_KEY opens all that is stored')
})
