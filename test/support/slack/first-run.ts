import { join } from 'node:path'
import { pino } from 'pino'
import { startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { eventually } from '../eventually.ts'
import { createLocalClient } from '../local-client.ts'
import { makeDataDirectory } from '../process.ts'
import { type FakeSlack, startFakeSlack } from './fake.ts'
import { createPerson, elementsOf, type SlackPerson, type Transport, wordsOf } from './person.ts'

const root = join(import.meta.dirname, '../../..')

/** The whole app, and people in front of Slack. */
export async function startTeam(mode: 'socket' | 'http') {
  await using stack = new AsyncDisposableStack()
  const fake = stack.use(await startFakeSlack())
  const directory = stack.use(await makeDataDirectory())
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const config = readConfig({
    DATA_DIR: directory.path,
    PORT: '0',
    SLACK_BOT_TOKEN: fake.botToken,
    [mode === 'socket' ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET']:
      mode === 'socket' ? fake.appToken : fake.signingSecret,
    SLACK_API_URL: fake.apiUrl,
  })
  const app = stack.use(await startApp({ config, log, root }))
  if (mode === 'socket') await fake.socket.connected(1)
  let seen = 0
  let isAnswered = false
  /** What a person may see of an answer that did not come with the acknowledgement. */
  const shown = () =>
    fake.whispers.length + fake.views.length + fake.calls.filter(({ method }) => method === 'views.publish').length
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
    log: lines,
    deliver: transport,
    somebody(id: string, said: Record<string, unknown>): SlackPerson {
      fake.people.set(id, said)
      return createPerson(fake, transport, answered, id)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

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
