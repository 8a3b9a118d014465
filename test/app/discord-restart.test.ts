import { join } from 'node:path'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { startFakeDiscord } from '../support/discord/fake.ts'
import { createPerson } from '../support/discord/person.ts'
import { quiet, registered } from '../support/discord/world.ts'
import { eventually } from '../support/eventually.ts'
import { makeDataDirectory } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')

test('a form of several pages goes on where it was after Vigie was restarted', { timeout: 120_000 }, async () => {
  await using fake = await startFakeDiscord()
  const guild = fake.state.addGuild('Maison')
  const channel = fake.state.addChannel(guild, 'general')
  await using directory = await makeDataDirectory()
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const settings = { DATA_DIR: directory.path, PORT: '0', DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl }
  const start = async (): Promise<App> => {
    const app = await startApp({ config: readConfig(settings), log, root })
    await fake.gateway.connected()
    await registered(fake)
    return app
  }
  const { user } = fake.state.addMember(guild, { username: 'Ada' })
  const ada = createPerson({ fake, guild, channel, settled: () => quiet(fake), id: user.id })
  let words: string | undefined
  {
    await using _first = await start()
    await eventually(() => lines.some(({ command }) => command !== undefined)).toBe(true)
    const claimed = await ada.command(String(lines.find(one => one.command !== undefined)?.command).slice(7))
    expect(claimed.form?.title).toContain('Setup 1/3')
    const noted = await ada.sendPage({ name: 'Maison Vigie', language: 'en' })
    expect(noted.words).toMatch(/step 1 of \d is noted[\s\S]*Maison Vigie/)
    words = noted.words
  }
  fake.gateway.forget()
  await using _second = await start()
  const pages = Number(/step 1 of (\d)/.exec(words ?? '')?.[1])
  expect(pages).toBeGreaterThan(1)
  // The rest of the pages are filled in as they are; the name was on the first.
  const done = await ada.submit({ id: 'the form that is open', title: '', values: {} }, {})
  expect(done.form?.title).toContain('Setup 2/3')
  await ada.submit(done.form!, {})
  expect((await ada.command('brand')).words).toContain('Maison Vigie')
})
