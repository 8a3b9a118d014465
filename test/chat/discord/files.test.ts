import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFiles } from '../../../src/chat/card.ts'
import { createFiles, fileIdOf } from '../../../src/chat/discord/files.ts'
import { type Answer, ChatError, type OpenedFile } from '../../../src/chat/platform.ts'
import type { FakeAttachment } from '../../support/discord/attachments.ts'
import { createMemoryKeeper, type DiscordWorld, startDiscordWorld } from '../../support/discord/world.ts'
import { pngOf } from '../../support/images.ts'
import { form } from '../contract.ts'

const heard: { text: string; files: readonly { id: string; name: string }[] }[] = []
let answer: Answer = { kind: 'ack' }
let world: DiscordWorld
beforeAll(async () => {
  world = await startDiscordWorld({
    async command(_, text, files = []) {
      heard.push({ text, files })
      return answer
    },
    action: async () => answer,
    async submit(_, __, values) {
      heard.push({ text: '', files: readFiles(values.files ?? '') })
      return answer
    },
  })
})
afterAll(() => world[Symbol.asyncDispose]())

/** A file handed in with a message that becomes a draft. */
async function handIn(...files: readonly FakeAttachment[]): Promise<readonly { id: string; name: string }[]> {
  await world.person.draftFrom(
    'Look',
    files.map(file => world.fake.attachments.add(file)),
  )
  return heard.at(-1)?.files ?? []
}

async function openFile(file: Partial<FakeAttachment>): Promise<OpenedFile> {
  const [given] = await handIn({ name: 'ship.png', content: pngOf(40, 30), ...file })
  return world.platform.openFile!(world.guild.id, given?.id ?? '')
}

async function contentOf(opened: OpenedFile): Promise<Buffer> {
  if (opened.kind !== 'opened') throw new Error(JSON.stringify(opened))
  const chunks: Uint8Array[] = []
  for await (const chunk of opened.content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  const fault = await work.catch(one => one)
  return fault instanceof ChatError ? fault.fault : fault
}

describe('a file in Discord', () => {
  test('is opened with its name, and with what its owner says of it', async () => {
    const content = pngOf(40, 30)
    const opened = await openFile({ name: 'été & ship.png', content, description: 'A red ship' })
    expect(opened).toMatchObject({ kind: 'opened', name: 'été & ship.png', alternative: 'A red ship' })
    expect(await contentOf(opened)).toEqual(content)
    expect(await openFile({})).toMatchObject({ kind: 'opened', alternative: '' })
  })

  test.each([403, 404, 410])('is gone where its address answers with %i', async status => {
    expect(await openFile({ status })).toEqual({ kind: 'refused', name: 'ship.png', refusal: { kind: 'gone' } })
  })

  test.each<[string, Partial<FakeAttachment>]>([
    ['is down', { status: 503 }],
    ['leads elsewhere', { status: 302, location: 'http://127.0.0.1:1/secret' }],
  ])('is asked for again later where its server %s', async (_, file) => {
    expect(await faultOf(openFile(file))).toEqual({ kind: 'unavailable' })
  })

  test('that breaks off is asked for again', async () => {
    const opened = await openFile({ content: Buffer.alloc(500_000, 1), breaksAfter: 70_000 })
    expect(await faultOf(contentOf(opened))).toEqual({ kind: 'unavailable' })
  })

  test('comes with a form, as many as the field takes, and with a command', async () => {
    answer = {
      kind: 'modal',
      modal: {
        ...form,
        fields: [
          { id: 'files', kind: 'files', label: 'Images', value: '', required: false, maximum: 4, types: ['image/png'] },
        ],
      },
    }
    const { form: seen } = await world.person.command('draft')
    answer = { kind: 'ack' }
    const files = [1, 2].map(shade => world.fake.attachments.add({ name: `${shade}.png`, content: pngOf(4, 4, shade) }))
    await world.person.submit(seen!, { files: files.join(',') })
    const given = heard.at(-1)?.files ?? []
    expect(given.map(({ name }) => name)).toEqual(['1.png', '2.png'])
    for (const [index, { id }] of given.entries()) {
      expect(await contentOf(await world.platform.openFile!(world.guild.id, id))).toEqual(pngOf(4, 4, index + 1))
    }
  })

  test('has an id that is short enough to be chosen from a list', async () => {
    const [given] = await handIn({ name: `${'a'.repeat(200)}.png`, content: pngOf(1, 1) })
    expect(given?.id).toMatch(/^[\w-]{22}$/)
  })
})

describe('an id or an address that somebody made up', () => {
  const keeper = createMemoryKeeper()
  const now = () => new Date()
  const files = createFiles({ apiUrl: undefined, keeper, now })

  test.each([
    'http://cdn.discordapp.com/attachments/1/2/a.png',
    'https://cdn.discordapp.com.evil.example/a.png',
    'https://evil.example/a.png',
    'https://127.0.0.1/a.png',
    'file:///etc/passwd',
    'not an address',
  ])('opens nothing: %s', async url => {
    await files.keep([{ url, filename: 'a.png' }])
    expect(await files.open(fileIdOf({ url }))).toEqual({ kind: 'refused', name: 'a.png', refusal: { kind: 'gone' } })
  })

  test('is refused where nothing was handed in', async () => {
    for (const id of ['', 'x', 'AAAAAAAAAAAAAAAAAAAAAA', '../form x']) {
      expect(await files.open(id)).toEqual({ kind: 'refused', name: '', refusal: { kind: 'gone' } })
    }
  })
})
