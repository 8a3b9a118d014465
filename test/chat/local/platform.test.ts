import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import { createLocalPlatform, type LocalPlatform } from '../../../src/chat/local/index.ts'
import { type Answer, ChatError, type ChatFault, type ChatHandlers, type Origin } from '../../../src/chat/platform.ts'
import { createLocalWorkspaceStore } from '../../../src/db/queries/local-workspace.ts'
import type { Localised } from '../../../src/domain/language.ts'
import { formatReference } from '../../../src/domain/reference.ts'
import { fillWorkspace } from '../../http/local/support.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const mentions = { workspace: 'local', channel: 'mentions', language: 'en' } as const
const reply = formatReference({ action: 'mention.reply', id: v7(), version: 1 })
const pick = formatReference({ action: 'mention.sentiment', id: v7(), version: 1 })

function cardSaying(header: string): Localised<Card> {
  const card: Card = {
    header,
    tone: 'neutral',
    elements: [
      { kind: 'buttons', buttons: [{ id: reply, label: 'Reply', style: 'primary' }] },
      { kind: 'select', id: pick, label: 'Sentiment', options: [{ value: 'negative', label: 'Negative' }] },
    ],
  }
  return { en: card, fr: { ...card, header: `${header} (fr)` } }
}

interface Call {
  readonly kind: keyof ChatHandlers
  readonly origin: Origin
  readonly rest: readonly unknown[]
}

const calls: Call[] = []
const answer: Answer = { kind: 'ephemeral', text: 'heard' }
const handlers: ChatHandlers = {
  async command(origin, ...rest) {
    calls.push({ kind: 'command', origin, rest })
    return answer
  },
  async action(origin, ...rest) {
    calls.push({ kind: 'action', origin, rest })
    return answer
  },
  async submit(origin, ...rest) {
    calls.push({ kind: 'submit', origin, rest })
    return answer
  },
}

let test: TestDatabase
let platform: LocalPlatform

beforeAll(async () => {
  test = await createTestDatabase()
  await fillWorkspace(test.database)
  platform = createLocalPlatform({ store: createLocalWorkspaceStore(test.database) })
  await platform.start(handlers)
})

afterAll(() => test[Symbol.asyncDispose]())

async function faultOf(work: Promise<unknown>): Promise<ChatFault | undefined> {
  try {
    await work
    return undefined
  } catch (fault) {
    if (fault instanceof ChatError) return fault.fault
    throw fault
  }
}

describe('showing cards', () => {
  it('shows a card once, however often it is posted with the same key, and as it is by now', async () => {
    const key = v7()
    const first = await platform.post(mentions, key, cardSaying('Once'))
    expect(await platform.post(mentions, key, cardSaying('Twice'))).toBe(first)
    expect(await platform.findPosted(mentions, key)).toBe(first)
    const shown = (await platform.messages('mentions', 100)).filter(({ id }) => id === first)
    expect(shown.map(({ card }) => card.fr.header)).toEqual(['Twice (fr)'])
  })

  it('edits in place', async () => {
    const id = await platform.post(mentions, v7(), cardSaying('Before'))
    await platform.update(mentions, id, cardSaying('After'))
    const message = await platform.message('mentions', id)
    expect(message?.card.en.header).toBe('After')
    expect(message?.updatedAt.getTime()).toBeGreaterThanOrEqual(message?.at.getTime() ?? Number.POSITIVE_INFINITY)
  })

  it('says what is gone', async () => {
    const nowhere = { ...mentions, channel: 'nowhere' }
    expect(await faultOf(platform.post(nowhere, v7(), cardSaying('X')))).toEqual({
      kind: 'refused',
      reason: 'channel-gone',
    })
    for (const id of [v7(), 'not an id']) {
      expect(await faultOf(platform.update(mentions, id, cardSaying('X')))).toEqual({
        kind: 'refused',
        reason: 'message-gone',
      })
    }
    expect(await platform.findPosted(mentions, v7())).toBeUndefined()
    expect(await platform.message('mentions', 'not an id')).toBeUndefined()
  })

  it('tells those who watch', async () => {
    const heard: { channel: string; messages: readonly string[] }[] = []
    using _watch = platform.watch((channel, messages) => void heard.push({ channel, messages }))
    const alerts = { ...mentions, channel: 'alerts' }
    const [first, second] = await Promise.all([
      platform.post(alerts, v7(), cardSaying('Seen')),
      platform.post(alerts, v7(), cardSaying('Seen too')),
    ])
    await platform.update(alerts, first, cardSaying('Seen again'))
    expect(heard.every(({ channel }) => channel === 'alerts')).toBe(true)
    expect(heard.flatMap(({ messages }) => messages)).toEqual([first, second, first])
  })
})

describe('what people do', () => {
  const origin = { workspace: 'local', channel: 'mentions', user: 'ada' }
  const refusals = async (outcome: Promise<unknown>) =>
    ((await outcome) as { problem?: { kind: string } }).problem?.kind

  it('hands a command on', async () => {
    calls.length = 0
    const outcome = await platform.perform.command({ channel: 'mentions', user: 'ada', text: '/vigie status' })
    expect(outcome).toEqual({ kind: 'answered', answer, language: 'en' })
    expect(calls).toEqual([{ kind: 'command', origin, rest: ['status'] }])
  })

  it('hands on what the card carries, and what it carried before', async () => {
    const message = await platform.post(mentions, v7(), cardSaying('Act on me'))
    const stale = formatReference({ action: 'mention.reply', id: v7(), version: 7 })
    calls.length = 0
    const base = { channel: 'mentions', message, user: 'ada' }
    await platform.perform.action({ ...base, action: reply })
    await platform.perform.action({ ...base, action: pick, value: 'negative' })
    await platform.perform.action({ ...base, action: stale })
    expect(calls.map(({ rest }) => rest)).toEqual([
      [reply, undefined],
      [pick, 'negative'],
      [stale, undefined],
    ])
    expect(calls.every(call => call.origin.user === 'ada' && call.origin.channel === 'mentions')).toBe(true)
  })

  it('refuses what cannot have been done', async () => {
    const message = await platform.post(mentions, v7(), cardSaying('Do not'))
    calls.length = 0
    const base = { channel: 'mentions', message, user: 'ada', action: reply }
    const { action, command, submit } = platform.perform
    expect(await refusals(action({ ...base, channel: 'nowhere' }))).toBe('unknown-channel')
    expect(await refusals(action({ ...base, user: 'mallory' }))).toBe('unknown-user')
    expect(await refusals(action({ ...base, message: v7() }))).toBe('unknown-message')
    expect(await refusals(action({ ...base, channel: 'alerts' }))).toBe('unknown-message')
    expect(await refusals(action({ ...base, action: 'rm -rf' }))).toBe('unknown-action')
    expect(await refusals(action({ ...base, action: pick, value: 'purple' }))).toBe('unknown-option')
    expect(await refusals(action({ ...base, action: pick }))).toBe('unknown-option')
    expect(await refusals(command({ channel: 'mentions', user: 'mallory', text: 'x' }))).toBe('unknown-user')
    expect(await refusals(submit('not a reference', { user: 'ada', values: {} }))).toBe('unknown-modal')
    expect(await refusals(submit(reply, { user: 'ada', values: { text: 3 } }))).toBe('malformed')
    expect(calls).toEqual([])
  })

  it('hands a form on, with the channel where somebody knows it', async () => {
    calls.length = 0
    await platform.perform.submit(`${reply}:n0nce`, { user: 'ada', values: { text: 'Hello' } })
    await platform.perform.submit(`${reply}:n0nce`, { user: 'ada', channel: 'mentions', values: {} })
    expect(calls).toEqual([
      { kind: 'submit', origin: { ...origin, channel: '' }, rest: [`${reply}:n0nce`, { text: 'Hello' }] },
      { kind: 'submit', origin, rest: [`${reply}:n0nce`, {}] },
    ])
  })

  it('answers in the language of the person, else of the channel', async () => {
    await platform.setLanguage('ben', 'fr')
    expect(await platform.perform.command({ channel: 'mentions', user: 'ben', text: '' })).toMatchObject({
      language: 'fr',
    })
    expect((await platform.members()).find(({ id }) => id === 'ben')?.language).toBe('fr')
  })

  it('is away before it starts and after it ends', async () => {
    const asleep = createLocalPlatform({ store: createLocalWorkspaceStore(test.database) })
    const input = { channel: 'mentions', user: 'ada', text: 'status' }
    expect(await faultOf(asleep.perform.command(input))).toEqual({ kind: 'unavailable' })
    await asleep.start(handlers)
    expect(await faultOf(asleep.perform.command(input))).toBeUndefined()
    await asleep[Symbol.asyncDispose]()
    expect(await faultOf(asleep.perform.command(input))).toEqual({ kind: 'unavailable' })
  })
})
