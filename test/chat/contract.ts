import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Card, CardElement, Modal, Note, NoteLine } from '../../src/chat/card.ts'
import {
  type Answer,
  type ChannelAddress,
  ChatError,
  type ChatFault,
  type ChatHandlers,
  type ChatPlatform,
  type MessageId,
  type Origin,
} from '../../src/chat/platform.ts'
import type { Localised } from '../../src/domain/language.ts'
import { formatReference } from '../../src/domain/reference.ts'

/** A chat platform with a person on it, seen from outside Vigie. */
export interface ChatWorld extends AsyncDisposable {
  readonly platform: ChatPlatform
  readonly address: ChannelAddress
  readonly person: string
  /** A channel that is not there. */
  readonly nowhere: ChannelAddress
  /** The messages of the channel, oldest first. */
  shown(): Promise<readonly Shown[]>
  command(text: string): Promise<Seen>
  press(message: MessageId, action: string, value?: string): Promise<Seen>
  /** Fills the form that was seen last and sends it off. */
  submit(form: SeenForm, values: Readonly<Record<string, string>>): Promise<Seen>
  /** The notes below a message, oldest first, each with every word of it. */
  notes(message: MessageId): Promise<readonly { readonly id: MessageId; readonly words: string }[]>
  /** Somebody deletes a message; absent where nobody can. */
  remove?(message: MessageId): Promise<void>
  /** The next message is shown and its answer lost; absent where no answer can be lost. */
  loseNextAnswer?(): void
}

/** A message as the platform shows it. */
export interface Shown {
  readonly id: MessageId
  /** Every word of it, in order. */
  readonly words: string
  readonly actions: readonly string[]
}

export interface SeenForm {
  readonly id: string
  readonly title: string
  readonly values: Readonly<Record<string, string>>
}

/** What the person sees after doing something. */
export interface Seen {
  readonly words?: string
  readonly form?: SeenForm
  readonly errors?: Readonly<Record<string, string>>
  /** The header of the message that was acted on, if it was changed. */
  readonly header?: string
  /** Where what they are told leads; absent where it leads nowhere. */
  readonly links?: readonly string[]
}

const subject = v7()
const reply = formatReference({ action: 'mention.reply', id: subject, version: 1 })
const pick = formatReference({ action: 'mention.sentiment', id: subject, version: 1 })

export function cardSaying(header: string, ...elements: readonly CardElement[]): Localised<Card> {
  const card: Card = { header, tone: 'neutral', elements }
  return { en: card, fr: card }
}

export function noteSaying(...texts: readonly string[]): Localised<Note> {
  const at = new Date().toISOString()
  const lines = texts.map((text): NoteLine => ({ text, at, when: '29 Mar 2026, 09:00', links: [] }))
  return { en: { lines }, fr: { lines } }
}

function interactive(header: string): Localised<Card> {
  return cardSaying(
    header,
    { kind: 'text', text: 'Somebody said something', quote: true },
    { kind: 'select', id: pick, label: 'Sentiment', options: [{ value: 'negative', label: 'Negative' }] },
    { kind: 'buttons', buttons: [{ id: reply, label: 'Reply', style: 'primary' }] },
  )
}

export const form: Modal = {
  id: `${reply}:n0nce`,
  title: 'Reply to Ada',
  submit: 'Send',
  fields: [
    { id: 'text', kind: 'textarea', label: 'Text', value: 'Dear Ada', required: true },
    { id: 'when', kind: 'datetime', label: 'When', value: '2026-03-29T09:00', required: false },
    {
      id: 'account',
      kind: 'select',
      label: 'Account',
      value: 'b',
      required: true,
      options: ['a', 'b'].map(value => ({ value, label: value.toUpperCase() })),
    },
    {
      id: 'networks',
      kind: 'choices',
      label: 'Networks',
      value: 'a,c',
      required: true,
      options: ['a', 'b', 'c'].map(value => ({ value, label: value.toUpperCase() })),
    },
  ],
}

/** Words that would do something if anybody read them as more than words. */
const HOSTILE = [
  '<!channel> <!here> <!subteam^S1> <@U000000001> <#C000000001>',
  '<https://evil.example|https://bank.example> [bank](https://evil.example)',
  '*bold* _italic_ ~gone~ `code` ```block``` :fire: > quoted',
  '<script>alert(1)</script> &lt;b&gt; &amp;',
  '@everyone @here @channel',
]

async function faultOf(work: Promise<unknown>): Promise<ChatFault | undefined> {
  try {
    await work
    return undefined
  } catch (fault) {
    if (fault instanceof ChatError) return fault.fault
    throw fault
  }
}

/** What every chat platform is held to. */
export function describeChat(name: string, createWorld: (handlers: ChatHandlers) => Promise<ChatWorld>): void {
  describe(`${name}, as a chat platform`, () => {
    let world: ChatWorld
    let answer: Answer = { kind: 'ack' }
    const heard: { readonly kind: keyof ChatHandlers; readonly origin: Origin; readonly rest: readonly unknown[] }[] =
      []
    const hear =
      (kind: keyof ChatHandlers) =>
      async (origin: Origin, ...rest: readonly unknown[]): Promise<Answer> => {
        heard.push({ kind, origin, rest })
        return answer
      }

    beforeAll(async () => {
      world = await createWorld({ command: hear('command'), action: hear('action'), submit: hear('submit') })
    })
    afterAll(() => world[Symbol.asyncDispose]())
    beforeEach(() => {
      heard.length = 0
      answer = { kind: 'ack' }
    })

    const find = async (header: string) => (await world.shown()).filter(({ words }) => words.includes(header))

    test('shows a card once, in the order of posting', async () => {
      const ids: MessageId[] = []
      for (const header of ['First of all', 'Second of all', 'Third of all']) {
        ids.push(await world.platform.post(world.address, v7(), interactive(header)))
      }
      const shown = await find(' of all')
      expect(shown.map(({ id }) => id)).toEqual(ids)
      expect(shown.map(({ words }) => words.includes('Somebody said something'))).toEqual([true, true, true])
      expect(new Set(shown[0]?.actions)).toEqual(new Set([reply, pick]))
    })

    test('finds what was posted with a key, and nothing else', async () => {
      const key = v7()
      const id = await world.platform.post(world.address, key, cardSaying('To be found'))
      expect(await world.platform.findPosted(world.address, key)).toBe(id)
      expect(await world.platform.findPosted(world.address, v7())).toBeUndefined()
    })

    test('shows it once although the answer was lost', async () => {
      const key = v7()
      const card = cardSaying('Only one of these')
      world.loseNextAnswer?.()
      let id: MessageId | undefined
      try {
        id = await world.platform.post(world.address, key, card)
      } catch (fault) {
        expect(fault).toBeInstanceOf(ChatError)
        expect((fault as ChatError).fault).toEqual({ kind: 'outcome-unknown' })
      }
      // As the pump does: look before another attempt.
      const found = await world.platform.findPosted(world.address, key)
      expect(found).toBe(id ?? found)
      expect(found).toBeDefined()
      expect(await find('Only one of these')).toHaveLength(1)
    })

    test('changes a card in place', async () => {
      const id = await world.platform.post(world.address, v7(), cardSaying('Before the change'))
      const count = (await world.shown()).length
      await world.platform.update(world.address, id, cardSaying('After the change'))
      const shown = await world.shown()
      expect(shown).toHaveLength(count)
      expect(shown.find(one => one.id === id)?.words).toContain('After the change')
    })

    test('says what is gone', async () => {
      const gone = { kind: 'refused', reason: 'channel-gone' }
      expect(await faultOf(world.platform.post(world.nowhere, v7(), cardSaying('X')))).toEqual(gone)
      expect(await faultOf(world.platform.update(world.address, '1.000001', cardSaying('X')))).toEqual({
        kind: 'refused',
        reason: 'message-gone',
      })
    })

    test('shows the public’s words as words', async () => {
      for (const text of HOSTILE) {
        const header = 'What they wrote'
        const id = await world.platform.post(
          world.address,
          v7(),
          cardSaying(header, { kind: 'text', text, quote: true }),
        )
        expect((await world.shown()).find(one => one.id === id)?.words).toContain(text)
      }
    })

    test('keeps control and bidirectional characters from everybody, or leaves them without effect', async () => {
      const text = 'pay\u202Egnp.exe\u202C \u0007\u001b[31mred \u2066in\u2069'
      const id = await world.platform.post(world.address, v7(), cardSaying('Steered', { kind: 'text', text }))
      expect((await world.shown()).find(one => one.id === id)?.words).toContain('Steered')
    })

    describe('a note', () => {
      const post = (header: string) => world.platform.post(world.address, v7(), cardSaying(header))

      test('stands below its card, in order, and nowhere else', async () => {
        const [id, other] = [await post('With a past'), await post('Without')]
        const count = (await world.shown()).length
        const first = await world.platform.note(world.address, id, v7(), noteSaying('Ada took it', 'Ada wrote a reply'))
        const second = await world.platform.note(world.address, id, v7(), noteSaying('Ben approved it'))
        const notes = await world.notes(id)
        expect(notes.map(note => note.id)).toEqual([first, second])
        expect(notes[0]?.words).toMatch(/Ada took it[\s\S]*Ada wrote a reply/)
        expect(notes[1]?.words).toContain('Ben approved it')
        expect(await world.notes(other)).toEqual([])
        expect(await world.shown()).toHaveLength(count)
        // An edit of the card leaves its past alone.
        await world.platform.update(world.address, id, cardSaying('With a past, changed'))
        expect(await world.notes(id)).toHaveLength(2)
      })

      test('is found by its key below its card, and shown once although the answer was lost', async () => {
        const id = await post('With a lost past')
        const key = v7()
        const since = new Date()
        expect(await world.platform.findPosted(world.address, key, { since, under: id })).toBeUndefined()
        world.loseNextAnswer?.()
        const shown = await world.platform.note(world.address, id, key, noteSaying('Only once')).catch(fault => {
          expect((fault as ChatError).fault).toEqual({ kind: 'outcome-unknown' })
          return undefined
        })
        const found = await world.platform.findPosted(world.address, key, { since, under: id })
        expect(found).toBeDefined()
        expect(found).toBe(shown ?? found)
        expect(await world.notes(id)).toHaveLength(1)
        expect(await world.platform.findPosted(world.address, v7(), { since, under: id })).toBeUndefined()
      })

      test('says what is gone', async () => {
        const gone = { kind: 'refused', reason: 'message-gone' }
        if (world.remove === undefined) return
        const id = await post('To be deleted')
        await world.remove(id)
        expect(await faultOf(world.platform.note(world.address, id, v7(), noteSaying('X')))).toEqual(gone)
      })

      test('shows words as words, a moment, and where a thing is', async () => {
        const id = await post('With a hostile past')
        const at = '2026-03-29T07:00:00.000Z'
        const line: NoteLine = {
          text: 'It goes out 29 Mar 2026, 09:00.',
          runs: ['It goes out ', { at, text: '29 Mar 2026, 09:00' }, '.'],
          at,
          when: '29 Mar 2026, 09:00',
          links: [{ label: 'Open it on Local', url: 'https://social.example/post/1' }],
        }
        const hostile = HOSTILE.map((text): NoteLine => ({ text, at, when: text, links: [] }))
        const lines = { lines: [line, ...hostile] }
        await world.platform.note(world.address, id, v7(), { en: lines, fr: lines })
        const words = (await world.notes(id)).map(note => note.words).join('\n')
        for (const text of [...HOSTILE, '29 Mar 2026, 09:00', 'Open it on Local']) expect(words).toContain(text)
      })
    })

    describe('what people do', () => {
      const origin = () => ({
        workspace: world.address.workspace,
        channel: world.address.channel,
        user: world.person,
      })

      test('a command is heard, and answered with words for one person', async () => {
        answer = { kind: 'ephemeral', text: 'All is well with <!channel> & *you*' }
        const seen = await world.command('status now')
        expect(heard).toMatchObject([
          { kind: 'command', origin: expect.objectContaining(origin()), rest: ['status now'] },
        ])
        expect(seen.words).toContain('All is well with <!channel> & *you*')
        expect((await world.shown()).some(({ words }) => words.includes('All is well'))).toBe(false)
      })

      test('words for one person may lead out of the chat, by a button that only they see', async () => {
        const url = `https://vigie.test/connect/${'a'.repeat(43)}`
        answer = { kind: 'ephemeral', text: 'Go on there', link: { label: 'Open the page', url } }
        const seen = await world.command('setup')
        expect([seen.words?.includes('Go on there'), seen.links]).toEqual([true, [url]])
        const id = await world.platform.post(world.address, v7(), interactive('Press me'))
        expect((await world.press(id, reply)).links).toEqual([url])
        answer = { kind: 'modal', modal: form }
        const { form: opened } = await world.press(id, reply)
        answer = { kind: 'ephemeral', text: 'Go on there', link: { label: 'Open the page', url } }
        expect((await world.submit(opened!, { text: 'x' })).links).toEqual([url])
        expect(JSON.stringify(await world.shown())).not.toContain(url)
      })

      test('a command opens a form', async () => {
        answer = { kind: 'modal', modal: form }
        const { form: seen } = await world.command('draft')
        expect(seen).toEqual({
          id: form.id,
          title: form.title,
          values: { text: 'Dear Ada', when: '2026-03-29T09:00', account: 'b', networks: 'a,c' },
        })
      })

      test('a button and a select are heard', async () => {
        const id = await world.platform.post(world.address, v7(), interactive('Press me'))
        expect(await world.press(id, reply)).toEqual({})
        await world.press(id, pick, 'negative')
        expect(heard).toEqual([
          { kind: 'action', origin: expect.objectContaining(origin()), rest: [reply, undefined] },
          { kind: 'action', origin: expect.objectContaining(origin()), rest: [pick, 'negative'] },
        ])
      })

      test('a button changes its card, says something, opens a form', async () => {
        const id = await world.platform.post(world.address, v7(), interactive('Change me'))
        answer = { kind: 'update', card: interactive('Changed'), ephemeral: 'You were second' }
        const changed = await world.press(id, reply)
        expect(changed.header).toBe('Changed')
        expect(changed.words).toContain('You were second')
        answer = { kind: 'ephemeral', text: 'Not for you' }
        expect((await world.press(id, reply)).words).toContain('Not for you')
        answer = { kind: 'modal', modal: form }
        expect((await world.press(id, reply)).form?.title).toBe(form.title)
      })

      test('a form asks for a channel and for people, and gives their ids; another form may follow it', async () => {
        const picker: Modal = {
          id: `${reply}:p1ck`,
          title: 'Setup',
          submit: 'Go on',
          intro: 'Where, and who?',
          fields: [
            { id: 'place', kind: 'channel', label: 'Channel', value: world.address.channel, required: false },
            { id: 'people', kind: 'people', label: 'People', value: world.person, required: false },
            { id: 'one', kind: 'person', label: 'One of them', value: world.person, required: true },
          ],
        }
        answer = { kind: 'modal', modal: picker }
        const { form: seen } = await world.command('setup')
        const chosen = { place: world.address.channel, people: world.person, one: world.person }
        expect(seen?.values).toEqual(chosen)
        if (seen === undefined) throw new Error('no form')
        const errors = { people: 'A guest', place: 'Not there', one: 'Not them' }
        answer = { kind: 'errors', errors }
        expect((await world.submit(seen, chosen)).errors).toEqual(errors)
        answer = { kind: 'modal', modal: form }
        const others = { place: '', people: `${world.person},${world.person}2`, one: world.person }
        expect((await world.submit(seen, others)).form?.title).toBe(form.title)
        const submitted = heard.filter(({ kind }) => kind === 'submit').map(({ rest }) => rest[1])
        expect(submitted).toEqual([chosen, others])
      })

      test('a form comes back with its values, and shows errors beside its fields', async () => {
        const id = await world.platform.post(world.address, v7(), interactive('Form me'))
        answer = { kind: 'modal', modal: form }
        const { form: seen } = await world.press(id, reply)
        if (seen === undefined) throw new Error('no form')
        const values = {
          text: `Dear Ada,\n\n${'é'.repeat(200)}`,
          when: '2026-10-25T02:30',
          account: 'a',
          networks: 'b,c',
        }
        answer = { kind: 'errors', errors: { text: 'Too long', when: 'In the past' } }
        expect((await world.submit(seen, values)).errors).toEqual({ text: 'Too long', when: 'In the past' })
        answer = { kind: 'ack' }
        expect(await world.submit(seen, { ...values, when: '', networks: '' })).toEqual({})
        const submitted = heard.filter(({ kind }) => kind === 'submit')
        expect(submitted.map(({ rest }) => rest)).toEqual([
          [form.id, values],
          [form.id, { ...values, when: '', networks: '' }],
        ])
        expect(submitted.every(one => one.origin.user === world.person)).toBe(true)
      })

      test('a form follows a form', async () => {
        answer = { kind: 'modal', modal: form }
        const { form: first } = await world.command('draft')
        if (first === undefined) throw new Error('no form')
        const next = { ...form, id: `${pick}:n3xt`, title: 'And then' }
        answer = { kind: 'modal', modal: next }
        const { form: second } = await world.submit(first, { text: 'x', when: '', account: 'a', networks: 'a' })
        expect(second).toMatchObject({ id: next.id, title: 'And then', values: { text: 'Dear Ada' } })
        answer = { kind: 'ack' }
        expect(
          await world.submit({ ...next, values: {} }, { text: 'y', when: '', account: 'b', networks: 'b' }),
        ).toEqual({})
        expect(heard.at(-1)?.rest).toEqual([next.id, { text: 'y', when: '', account: 'b', networks: 'b' }])
      })

      test('a form changes the card that it came from', async () => {
        const id = await world.platform.post(world.address, v7(), interactive('Form and card'))
        answer = { kind: 'modal', modal: form }
        const { form: seen } = await world.press(id, reply)
        if (seen === undefined) throw new Error('no form')
        answer = { kind: 'update', card: interactive('Done by the form') }
        expect((await world.submit(seen, { text: 'x', when: '', account: 'a' })).header).toBe('Done by the form')
      })
    })
  })
}
