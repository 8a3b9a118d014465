import { pino } from 'pino'
import type { EventInbox } from '../../../src/chat/event-inbox.ts'
import type { ChatHandlers } from '../../../src/chat/platform.ts'
import { createSlackPlatform, type SlackOptions, type SlackPlatform } from '../../../src/chat/slack/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { startFakeSlack } from './fake.ts'
import type { FakeSlack } from './fake-slack.ts'
import { createPerson, type SlackPerson, type Transport } from './person.ts'

export interface SlackWorld extends AsyncDisposable {
  readonly fake: FakeSlack
  readonly platform: SlackPlatform
  readonly person: SlackPerson
}

/** An inbox without a database. */
export function createMemoryInbox(): EventInbox {
  const seen = new Set<string>()
  return {
    async accept(id) {
      const isNew = !seen.has(id)
      seen.add(id)
      return isNew
    },
    async finish() {},
    async forget(id) {
      seen.delete(id)
    },
  }
}

export const SILENT: ChatHandlers = {
  command: async () => ({ kind: 'ack' }),
  action: async () => ({ kind: 'ack' }),
  submit: async () => ({ kind: 'ack' }),
}

/** The real platform against the fake Slack, over real sockets. */
export async function startSlackWorld(
  mode: 'socket' | 'http',
  handlers: ChatHandlers = SILENT,
  options: Partial<SlackOptions> = {},
): Promise<SlackWorld> {
  const fake = await startFakeSlack()
  const platform = createPlatform(fake, mode, options)
  await platform.start(handlers)
  if (mode === 'socket') await fake.socket.connected(1)
  const transport: Transport = (type, payload) => {
    if (platform.handle === undefined) return fake.socket.deliver(type, payload)
    return fake.deliverHttp(platform.handle, payload)
  }
  return {
    fake,
    platform,
    person: createPerson(fake, transport, () => platform.settled()),
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]()
      await fake[Symbol.asyncDispose]()
    },
  }
}

export function createPlatform(
  fake: FakeSlack,
  mode: 'socket' | 'http',
  options: Partial<SlackOptions> = {},
): SlackPlatform {
  return createSlackPlatform({
    botToken: fake.botToken,
    ...(mode === 'socket' ? { appToken: fake.appToken } : { signingSecret: fake.signingSecret }),
    apiUrl: fake.apiUrl,
    commands: [],
    translators: createTranslators(),
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    eventInbox: createMemoryInbox(),
    readCard: async () => undefined,
    ...options,
  })
}
