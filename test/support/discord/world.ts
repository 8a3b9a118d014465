import { pino } from 'pino'
import type { CommandDescription } from '../../../src/chat/commands.ts'
import { createDiscordPlatform, type DiscordOptions, type DiscordPlatform } from '../../../src/chat/discord/index.ts'
import type { Keeper } from '../../../src/chat/keeper.ts'
import type { ChatHandlers } from '../../../src/chat/platform.ts'
import type { Json } from '../../../src/domain/json.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { createMemoryInbox, SILENT } from '../slack/world.ts'
import { type FakeDiscord, startFakeDiscord } from './fake.ts'
import { createPerson, type DiscordPerson } from './person.ts'
import type { Channel, Guild } from './state.ts'

export interface DiscordWorld extends AsyncDisposable {
  readonly fake: FakeDiscord
  readonly guild: Guild
  readonly channel: Channel
  readonly platform: DiscordPlatform
  readonly person: DiscordPerson
}

/** What a database would keep. */
export function createMemoryKeeper(now = () => new Date()): Keeper {
  const kept = new Map<string, { readonly value: Json; readonly until: Date }>()
  const all = () => [...kept].filter(([, { until }]) => until > now()).map(([name, { value }]) => ({ name, value }))
  return {
    // As it would come out of there again.
    keep: async (name, value, until) => void kept.set(name, { value: JSON.parse(JSON.stringify(value)), until }),
    find: async name => all().find(one => one.name === name)?.value,
    list: async beginning => all().filter(({ name }) => name.startsWith(beginning)),
    forget: async name => void kept.delete(name),
  }
}

/** A command that takes one text. */
export function commandCalled(name: string, french = name): CommandDescription {
  return {
    name,
    title: { en: name, fr: french },
    summary: { en: `Does ${name}`, fr: `Fait ${name}` },
    options: [
      {
        name: 'text',
        title: { en: 'text', fr: 'texte' },
        about: { en: 'Some text', fr: 'Du texte' },
        isRequired: false,
        field: { kind: 'text', isCompleted: true },
      },
    ],
    write: ({ text = '' }) => text,
  }
}

export const COMMANDS = [
  ...['status', 'setup', 'help'].map(name => commandCalled(name)),
  commandCalled('draft', 'brouillon'),
]

export function createPlatform(fake: FakeDiscord, options: Partial<DiscordOptions> = {}): DiscordPlatform {
  return createDiscordPlatform({
    token: fake.token,
    apiUrl: fake.apiUrl,
    commands: COMMANDS,
    translators: createTranslators(),
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    eventInbox: createMemoryInbox(),
    keeper: createMemoryKeeper(),
    readCard: async () => undefined,
    readPicture: async () => undefined,
    ...options,
  })
}

/** Resolves once nothing has been asked of Discord for a while: some of an answer follows the first of it. */
export async function quiet(fake: FakeDiscord): Promise<void> {
  for (let before = -1; before !== fake.calls.length; ) {
    before = fake.calls.length
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

/** Resolves once the commands stand at Discord's. */
export async function registered(fake: FakeDiscord): Promise<void> {
  while (fake.state.commands.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
}

/** The real platform against the fake Discord, over real sockets. */
export async function startDiscordWorld(
  handlers: ChatHandlers = SILENT,
  options: Partial<DiscordOptions> = {},
): Promise<DiscordWorld> {
  const fake = await startFakeDiscord()
  const guild = fake.state.addGuild('Maison')
  const channel = fake.state.addChannel(guild, 'general')
  const { user } = fake.state.addMember(guild, { username: 'ada', global_name: 'Ada' })
  const platform = createPlatform(fake, options)
  await platform.start(handlers)
  await fake.gateway.connected()
  await registered(fake)
  return {
    fake,
    guild,
    channel,
    platform,
    person: createPerson({ fake, guild, channel, settled: () => platform.settled(), id: user.id }),
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]()
      await fake[Symbol.asyncDispose]()
    },
  }
}
