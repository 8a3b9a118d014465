import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ChatError, type OpenedFile } from '../../../src/chat/platform.ts'
import { isFileAddress } from '../../../src/chat/slack/files.ts'
import type { Picture } from '../../../src/domain/media.ts'
import { pngOf } from '../../support/images.ts'
import type { FakeFile } from '../../support/slack/fake-slack.ts'
import { wordsOf } from '../../support/slack/person.ts'
import { type SlackWorld, startSlackWorld } from '../../support/slack/world.ts'
import { cardSaying } from '../contract.ts'

let world: SlackWorld
beforeAll(async () => {
  world = await startSlackWorld('http')
})
afterAll(() => world[Symbol.asyncDispose]())

let made = 0
async function openFile(file: Partial<FakeFile>): Promise<OpenedFile> {
  const id = `F${++made}`
  world.fake.files.set(id, { id, name: 'ship.png', content: pngOf(4, 4), ...file })
  return world.platform.openFile!(world.fake.team, id)
}

async function contentOf(opened: OpenedFile): Promise<Buffer> {
  if (opened.kind !== 'opened') throw new Error(JSON.stringify(opened))
  const chunks: Uint8Array[] = []
  for await (const chunk of opened.content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('a file in Slack', () => {
  test('is opened with the token, and with what Slack says of it', async () => {
    const content = pngOf(40, 30)
    const opened = await openFile({ content, about: { alt_txt: 'A red ship' } })
    expect(opened).toMatchObject({ kind: 'opened', name: 'ship.png', alternative: 'A red ship' })
    expect(await contentOf(opened)).toEqual(content)
    expect(world.fake.downloads.at(-1)?.authorization).toBe(`Bearer ${world.fake.botToken}`)
  })

  test.each<[string, Partial<FakeFile>, object]>([
    ['of another service', { about: { is_external: true, mode: 'external' } }, { kind: 'external' }],
    ['that must be asked for', { about: { file_access: 'check_file_info' } }, { kind: 'external' }],
    ['of another company', { about: { user_team: 'T999' } }, { kind: 'external' }],
    ['that was deleted', { about: { mode: 'tombstone' } }, { kind: 'gone' }],
    ['without an address', { about: { url_private: '' } }, { kind: 'gone' }],
    ['that is not found', { answer: { status: 404 } }, { kind: 'gone' }],
    [
      'with a page in its place',
      { answer: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html>' } },
      { kind: 'right-missing', right: 'files:read' },
    ],
    [
      'that leads to a page to sign in',
      { answer: { status: 302, headers: { location: 'https://emulate.slack.com/?redir=x' } } },
      { kind: 'right-missing', right: 'files:read' },
    ],
    ['that is forbidden', { answer: { status: 403 } }, { kind: 'right-missing', right: 'files:read' }],
  ])('is refused, and why is said: %s', async (_, file, refusal) => {
    expect(await openFile(file)).toMatchObject({ kind: 'refused', refusal })
  })

  test.each([
    'https://evil.example/files-pri/T1-F1/ship.png',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'https://files.slack.com/files-pri/T1-F1/ship.png',
  ])('is fetched from nowhere else, and the token is not sent there: %s', async address => {
    const before = world.fake.downloads.length
    expect(await openFile({ about: { url_private: address } })).toMatchObject({ kind: 'refused' })
    expect(await openFile({ answer: { status: 302, headers: { location: address } } })).toMatchObject({
      kind: 'refused',
    })
    expect(world.fake.downloads).toHaveLength(before + 1)
  })

  test('without the right is refused with its name, also where Slack sends a page in place of the file', async () => {
    world.fake.scopes = world.fake.scopes.filter(scope => scope !== 'files:read')
    try {
      expect(await openFile({})).toMatchObject({ refusal: { kind: 'right-missing', right: 'files:read' } })
    } finally {
      world.fake.scopes = [...world.fake.scopes, 'files:read']
    }
  })

  test('that Slack cannot give out now is a fault that passes', async () => {
    for (const file of [{ answer: { status: 503 } }, { answer: { status: 429 } }]) {
      await expect(openFile(file)).rejects.toBeInstanceOf(ChatError)
    }
    world.fake.disturb('files.info', { kind: 'lose-answer' })
    await expect(openFile({})).rejects.toMatchObject({ fault: { kind: 'unavailable' } })
  })

  test('that breaks off in the middle is a fault that passes', async () => {
    const opened = await openFile({
      answer: { status: 200, headers: { 'content-type': 'image/png', 'content-length': '1000' }, body: 'half' },
    })
    await expect(contentOf(opened)).rejects.toBeInstanceOf(ChatError)
  }, 20_000)

  test('of another workspace is not there', async () => {
    expect(await world.platform.openFile!('T999', 'F1')).toMatchObject({ refusal: { kind: 'gone' } })
    expect(await world.platform.openFile!(world.fake.team, 'F999')).toMatchObject({ refusal: { kind: 'gone' } })
  })
})

describe('an image on a card', () => {
  const hash = 'a'.repeat(64)
  const facts = { hash, type: 'image/png', bytes: 340_000, width: 1_200, height: 800 } as const
  const label = 'Image 1 of 1: PNG, 1,200 × 800, 340 kB'

  async function show(picture: Picture): Promise<readonly Record<string, unknown>[]> {
    const address = { workspace: world.fake.team, channel: world.fake.channel, language: 'en' } as const
    const id = await world.platform.post(
      address,
      v7(),
      cardSaying('A ship', { kind: 'picture', picture, label, alternative: 'Red' }),
    )
    return (await world.fake.messages(world.fake.channel)).find(({ ts }) => ts === id)?.blocks ?? []
  }

  test('is Slack’s own copy of it', async () => {
    world.fake.files.set('F100', { id: 'F100', name: 'ship.png', content: pngOf(4, 4) })
    const blocks = await show({ ...facts, origin: { platform: 'slack', workspace: world.fake.team, file: 'F100' } })
    expect(blocks).toContainEqual(
      expect.objectContaining({ type: 'image', slack_file: { id: 'F100' }, alt_text: 'Red' }),
    )
  })

  test.each<[string, Partial<Picture>]>([
    ['that came another way', { origin: null }],
    ['that another platform holds', { origin: { platform: 'discord', workspace: 'G1', file: 'F100' } }],
    ['that Slack has no more', { origin: { platform: 'slack', workspace: 'T1', file: 'F404' } }],
    [
      'of a kind that Slack does not show',
      { type: 'image/webp', origin: { platform: 'slack', workspace: 'T1', file: 'F100' } },
    ],
  ])('%s is told of in words, not left out', async (_, change) => {
    const blocks = await show({ ...facts, origin: null, ...change })
    expect(blocks.some(({ type }) => type === 'image')).toBe(false)
    expect(wordsOf(blocks)).toContain(`${label}. Slack cannot show it here.`)
  })
})

describe('an address of a file', () => {
  test.each([
    ['https://files.slack.com/files-pri/T1-F1/a.png', undefined, true],
    ['https://slack-files.com/T1-F1-abc', undefined, true],
    ['http://files.slack.com/a.png', undefined, false],
    ['https://files.slack.com.evil.example/a.png', undefined, false],
    ['https://files.slack.com:8443/a.png', undefined, false],
    ['https://evil.example/files.slack.com', undefined, false],
    ['https://files.slack.com@evil.example/a.png', undefined, false],
    ['http://127.0.0.1:80/a.png', undefined, false],
    ['http://localhost:4000/a.png', 'http://127.0.0.1:4000/api/', true],
    ['http://localhost:4001/a.png', 'http://127.0.0.1:4000/api/', false],
    ['http://10.0.0.1:4000/a.png', 'http://127.0.0.1:4000/api/', false],
    ['https://slack.example/a.png', 'https://slack.example/api/', true],
    ['https://files.slack.com/a.png', 'https://slack.example/api/', false],
  ])('%s (Web API at %s): %s', (address, apiUrl, expected) => {
    expect(isFileAddress(new URL(address), apiUrl)).toBe(expected)
  })
})
