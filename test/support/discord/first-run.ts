import { join } from 'node:path'
import { pino } from 'pino'
import { startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { eventually } from '../eventually.ts'
import { createLocalClient } from '../local-client.ts'
import { makeDataDirectory } from '../process.ts'
import { startFakeDiscord } from './fake.ts'
import { createPerson, type DiscordPerson } from './person.ts'
import { componentsIn } from './rules.ts'
import type { Channel, Member } from './state.ts'
import { wordsOf } from './words.ts'
import { quiet, registered } from './world.ts'

const root = join(import.meta.dirname, '../../..')

export interface TeamOptions {
  /**
   * Milliseconds by which the app's clock is behind at first, to let them `pass`. Not ahead: jobs go by the database's
   * clock, and what is to be done later would be done later still.
   */
  readonly behind?: number
}

/** The whole app, and people in front of Discord. */
export async function startTeam({ behind = 0 }: TeamOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const fake = stack.use(await startFakeDiscord())
  const guild = fake.state.addGuild('Maison')
  const general = fake.state.addChannel(guild, 'general')
  const drafts = fake.state.addChannel(guild, 'drafts')
  const directory = stack.use(await makeDataDirectory())
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const environment = {
    DATA_DIR: directory.path,
    PORT: '0',
    DISCORD_TOKEN: fake.token,
    DISCORD_API_URL: fake.apiUrl,
  }
  let ahead = -behind
  const now = () => new Date(Date.now() + ahead)
  const app = stack.use(await startApp({ config: readConfig(environment), log, root, now }))
  await fake.gateway.connected()
  await registered(fake)
  const kept = stack.move()
  return {
    fake,
    app,
    guild,
    general,
    drafts,
    environment,
    public: createLocalClient(app.url),
    dataDirectory: directory.path,
    log: lines,
    /** The app's clock goes on by so many milliseconds. */
    pass(milliseconds: number): void {
      ahead += milliseconds
    },
    /** Resolves with the command that makes the first admin, once the log has it. */
    async claim(): Promise<string> {
      await eventually(() => lines.some(({ command }) => command !== undefined)).toBe(true)
      return String(lines.find(({ command }) => command !== undefined)?.command).replace('/vigie ', '')
    },
    somebody(
      name: string,
      { bot = false, ...more }: Partial<Member> & { readonly bot?: boolean } = {},
    ): DiscordPerson & { readonly member: Member } {
      const member = fake.state.addMember(guild, { username: name, bot }, more)
      const settled = () => quiet(fake)
      return { member, ...createPerson({ fake, guild, channel: general, settled, id: member.user.id }) }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

export type Team = Awaited<ReturnType<typeof startTeam>>

/** The message that reads so, once it is there, with a way to its buttons. */
export async function messageWith(channel: Channel, ...words: readonly string[]) {
  const find = () => channel.messages.find(({ components }) => words.every(word => wordsOf(components).includes(word)))
  await eventually(() => find() !== undefined).toBe(true)
  const message = find()!
  const ids = () => componentsIn(message.components).map(({ custom_id }) => String(custom_id))
  return { id: message.id, message, button: (name: string) => ids().find(id => id.includes(`${name}:`)) ?? '' }
}
