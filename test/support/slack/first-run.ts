import { join } from 'node:path'
import { pino } from 'pino'
import { startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { eventually } from '../eventually.ts'
import { createLocalClient } from '../local-client.ts'
import { makeDataDirectory } from '../process.ts'
import { startFakeSlack } from './fake.ts'
import type { FakeSlack } from './fake-slack.ts'
import { createPerson, elementsOf, type SlackPerson, type Transport, wordsOf } from './person.ts'

const root = join(import.meta.dirname, '../../..')

export interface TeamOptions {
  /**
   * Milliseconds by which the clocks of the app and of Slack are behind at first, to let them `pass`. Not ahead: jobs go by
   * the database's clock, and what is to be done later would be done later still.
   */
  readonly behind?: number
  /** Done before the app starts. Answers with where Slack seems to be, if that is not the fake's own address. */
  readonly before?: (fake: FakeSlack) => Promise<string | undefined> | string | undefined
}

/** The whole app, and people in front of Slack. */
export async function startTeam(mode: 'socket' | 'http', { behind = 0, before }: TeamOptions = {}) {
  await using stack = new AsyncDisposableStack()
  const fake = stack.use(await startFakeSlack())
  const apiUrl = await before?.(fake)
  const directory = stack.use(await makeDataDirectory())
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  fake.ahead = -behind
  const environment = {
    DATA_DIR: directory.path,
    PORT: '0',
    SLACK_BOT_TOKEN: fake.botToken,
    [mode === 'socket' ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET']:
      mode === 'socket' ? fake.appToken : fake.signingSecret,
    SLACK_API_URL: apiUrl ?? fake.apiUrl,
  }
  const now = () => new Date(Date.now() + fake.ahead)
  const app = stack.use(await startApp({ config: readConfig(environment), log, root, now }))
  if (mode === 'socket' && apiUrl === undefined && !fake.isRevoked) await fake.socket.connected(1)
  let seen = 0
  let isAnswered = false
  /** What a person may see of an answer that did not come with the acknowledgement. */
  const shown = () =>
    fake.whispers.length +
    fake.views.length +
    fake.directMessages.length +
    fake.calls.filter(({ method }) => method === 'views.publish').length
  const transport: Transport = async (type, payload) => {
    seen = shown()
    const delivery =
      mode === 'socket'
        ? await fake.socket.deliver(type, payload)
        : await fake.deliverHttp(async request => {
            const { headers } = request
            return fetch(`${app.url}/slack/events`, { method: 'POST', headers, body: await request.text() })
          }, payload)
    isAnswered = Object.keys(delivery.body ?? {}).length > 0
    return delivery
  }
  const answered = async () => {
    if (!isAnswered) await eventually(() => shown() > seen).toBe(true)
  }
  const kept = stack.move()
  return {
    fake,
    app,
    public: createLocalClient(app.url),
    dataDirectory: directory.path,
    environment,
    log: lines,
    deliver: transport,
    /** The clocks go on by so many milliseconds. */
    pass(milliseconds: number): void {
      fake.ahead += milliseconds
    },
    /** Resolves with the command that makes the first admin, once the log has it. */
    async claim(): Promise<string> {
      await eventually(() => lines.some(({ command }) => command !== undefined)).toBe(true)
      return String(lines.find(({ command }) => command !== undefined)?.command).replace('/vigie ', '')
    },
    somebody(id: string, said: Record<string, unknown>): SlackPerson {
      fake.people.set(id, said)
      return createPerson(fake, transport, answered, id)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

export type Team = Awaited<ReturnType<typeof startTeam>>

/** The message that reads so, once it is there, with a way to its buttons. */
export async function messageWith(fake: FakeSlack, channel: string, ...words: readonly string[]) {
  const find = async () => {
    const messages = await fake.messages(channel)
    return messages.find(({ blocks }) => words.every(word => wordsOf(blocks).includes(word)))
  }
  await eventually(async () => (await find()) !== undefined).toBe(true)
  const message = (await find())!
  const ids = elementsOf(message.blocks).map(element => String(element.action_id))
  return { ts: message.ts, ids, button: (name: string) => ids.find(id => id.startsWith(`${name}:`)) ?? '' }
}
