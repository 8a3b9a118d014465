import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Note } from '../../../src/chat/card.ts'
import { LANGUAGES } from '../../../src/domain/language.ts'
import { wordsOf } from '../../support/slack/person.ts'
import { type SlackWorld, startSlackWorld } from '../../support/slack/world.ts'
import { hostile, hostileCard } from './hostile.ts'

let world: SlackWorld
beforeAll(async () => {
  world = await startSlackWorld('http')
})
afterAll(() => world[Symbol.asyncDispose]())

const at = fc.constantFrom('2026-03-29T07:00:00.000Z', 'never', '')
const line: fc.Arbitrary<Note['lines'][number]> = fc.record({
  text: hostile,
  at,
  when: hostile,
  links: fc.array(
    fc.record({
      label: hostile,
      url: fc.constantFrom(
        'https://e.example/a|b>c',
        'javascript:alert(1)',
        '',
        `https://e.example/${'a'.repeat(4_000)}`,
      ),
    }),
    { maxLength: 12 },
  ),
})
const note: fc.Arbitrary<Note> = fc.record({ lines: fc.array(line, { minLength: 1, maxLength: 45 }) })

test('whatever it says, Slack takes it, in both languages, with words for whoever listens', async () => {
  const { fake, platform } = world
  await fc.assert(
    fc.asyncProperty(hostileCard, note, fc.constantFrom(...LANGUAGES), async (card, below, language) => {
      const address = { workspace: fake.team, channel: fake.channel, language } as const
      const id = await platform.post(address, v7(), { en: card, fr: card })
      await platform.update(address, id, { en: card, fr: card })
      await platform.note(address, id, v7(), { en: below, fr: below })
      const [shown] = await fake.thread(fake.channel, id)
      for (const { text, blocks } of [(await fake.messages(fake.channel)).at(-1), shown].flatMap(one => one ?? [])) {
        expect(text.trim()).not.toBe('')
        expect(text.length).toBeLessThanOrEqual(4_000)
        expect(wordsOf(blocks).trim()).not.toBe('')
      }
      // A link of a note is a label of ours and a web address; nothing else is markup.
      const markup = wordsOf(
        shown?.blocks.flatMap(block => (block.elements as { type: string }[]).filter(one => one.type === 'mrkdwn')),
      )
      const rest = markup
        .replace(/<https:[^<>|]+\|[^<>|]+>/g, '')
        .replace(/<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|^]+>/g, '')
      expect(rest).not.toMatch(/[<>*_~`]/)
    }),
    { numRuns: 25 },
  )
})

test('a message far behind the first page is found, and without a look at everything nobody says that it is not there', async () => {
  const { fake, platform } = world
  const address = { workspace: fake.team, channel: fake.channel, language: 'en' } as const
  const since = new Date()
  const key = v7()
  const card = { header: 'Early', tone: 'neutral', elements: [] } as const
  const id = await platform.post(address, key, { en: card, fr: card })
  const says = (text: string) => fake.emulated('chat.postMessage', { channel: fake.channel, text })
  for (let sent = 0; sent < 450; sent += 50) await Promise.all(Array.from({ length: 50 }, () => says('chatter')))
  const before = fake.calls.length
  expect(await platform.findPosted(address, key, { since })).toBe(id)
  expect(fake.calls.slice(before).filter(({ method }) => method === 'conversations.history')).toHaveLength(3)
  expect(await platform.findPosted(address, v7(), { since })).toBeUndefined()
  fake.disturb('conversations.history', { kind: 'answer', status: 500, body: '' })
  await expect(platform.findPosted(address, v7(), { since })).rejects.toMatchObject({ fault: { kind: 'unavailable' } })
})
