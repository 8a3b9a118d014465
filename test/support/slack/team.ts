import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { type App, startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { brands, channels, members } from '../../../src/db/schema/index.ts'
import type { Role } from '../../../src/domain/member.ts'
import { createTestDatabase, type TestDatabase, urlOf } from '../database.ts'
import { eventually } from '../eventually.ts'
import { createLocalClient, type LocalClient } from '../local-client.ts'
import { makeDataDirectory } from '../process.ts'
import { startFakeSlack } from './fake.ts'
import type { FakeSlack, ShownMessage } from './fake-slack.ts'
import { createPerson, elementsOf, type SlackPerson, type Transport, wordsOf } from './person.ts'

const ROOT = join(import.meta.dirname, '../../..')

/** Channels of the fake, which has two, and what the example brand sends there. */
const PLACES = { mentions: 'C000000001', drafts: 'C000000002', alerts: 'C000000002' } as const

/** A message with a way to its buttons. */
export interface SlackCard {
  readonly ts: string
  readonly words: string
  button(name: string): string
}

/** The whole app, once or several times on one database, with the example brand's channels in a Slack. */
export interface SlackTeam extends AsyncDisposable {
  readonly fake: FakeSlack
  readonly database: TestDatabase
  readonly dataDirectory: string
  readonly environment: Readonly<Record<string, string>>
  readonly apps: readonly App[]
  readonly public: LocalClient
  readonly deliver: Transport
  readonly channels: typeof PLACES
  /** Somebody with these roles. */
  somebody(id: string, name: string, roles: readonly Role[]): Promise<SlackPerson>
  /** The messages of a channel that read so. */
  cards(channel: string, ...words: readonly string[]): Promise<readonly SlackCard[]>
  /** The one that does, once it is there. */
  card(channel: string, ...words: readonly string[]): Promise<SlackCard>
}

function cardOf({ ts, blocks }: ShownMessage): SlackCard {
  const ids = elementsOf(blocks).map(element => String(element.action_id))
  return { ts, words: wordsOf(blocks), button: name => ids.find(id => id.startsWith(`${name}:`)) ?? '' }
}

async function bind({ database }: TestDatabase, workspace: string): Promise<void> {
  const [brand] = await database.connection.select().from(brands).where(eq(brands.slug, 'acme'))
  if (brand === undefined) throw new Error('no example brand')
  for (const [purpose, remoteId] of Object.entries(PLACES)) {
    const kind = purpose as keyof typeof PLACES
    const row = { brandId: brand.id, purpose: kind, platform: 'slack', workspace, remoteId, name: purpose }
    await database.connection.insert(channels).values(row)
  }
}

export async function startSlackTeam(mode: 'socket' | 'http', replicas = 1): Promise<SlackTeam> {
  await using stack = new AsyncDisposableStack()
  const fake = stack.use(await startFakeSlack())
  const directory = stack.use(await makeDataDirectory())
  const database = stack.use(await createTestDatabase())
  const environment = {
    DATABASE_URL: urlOf(database.address),
    SLACK_BOT_TOKEN: fake.botToken,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: fake.appToken } : { SLACK_SIGNING_SECRET: fake.signingSecret }),
    SLACK_API_URL: fake.apiUrl,
  }
  const config = readConfig({ DATA_DIR: directory.path, PORT: '0', ...environment })
  const apps: App[] = []
  for (let count = 0; count < replicas; count++) {
    apps.push(stack.use(await startApp({ config, log: pino({ level: 'silent' }), root: ROOT })))
  }
  if (mode === 'socket') await fake.socket.connected(replicas)
  await bind(database, fake.team)
  // For so long the app remembers what channels there are.
  await delay(1_100)
  let turn = 0
  let seen = 0
  let isAnswered = false
  /** What can be seen of an answer that did not come with the acknowledgement. */
  const shown = () =>
    fake.whispers.length +
    fake.views.length +
    fake.directMessages.length +
    fake.calls.filter(({ method }) => method === 'chat.update').length
  const answered = async () => {
    if (!isAnswered) await eventually(() => shown() > seen).toBe(true)
  }
  const transport: Transport = async (type, payload) => {
    seen = shown()
    const delivery =
      mode === 'socket'
        ? await fake.socket.deliver(type, payload)
        : await fake.deliverHttp(async request => {
            const url = `${apps[turn++ % apps.length]?.url}/slack/events`
            return fetch(url, { method: 'POST', headers: request.headers, body: await request.text() })
          }, payload)
    isAnswered = Object.keys(delivery.body ?? {}).length > 0
    return delivery
  }
  const cards = async (channel: string, ...words: readonly string[]) => {
    const all = (await fake.messages(channel)).map(cardOf)
    return all.filter(one => words.every(word => one.words.includes(word)))
  }
  const kept = stack.move()
  return {
    fake,
    database,
    dataDirectory: directory.path,
    environment,
    apps,
    public: createLocalClient(apps[0]?.url ?? ''),
    deliver: transport,
    channels: PLACES,
    cards,
    async card(channel, ...words) {
      await eventually(async () => (await cards(channel, ...words)).length).toBe(1)
      const [found] = await cards(channel, ...words)
      if (found === undefined) throw new Error('it is gone again')
      return found
    },
    async somebody(id, name, roles) {
      fake.people.set(id, { real_name: name })
      const row = { platform: 'slack', workspace: fake.team, remoteId: id, name, roles: [...roles] }
      await database.database.connection.insert(members).values(row)
      return createPerson(fake, transport, answered, id)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
