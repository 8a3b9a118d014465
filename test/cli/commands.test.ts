import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startFakeBluesky } from '../support/bluesky/fake.ts'
import { signUp } from '../support/bluesky/person.ts'
import { eventually } from '../support/eventually.ts'
import { createLocalClient, wordsOf } from '../support/local-client.ts'
import {
  type Ended,
  makeDataDirectory,
  processesIn,
  type RunningVigie,
  runVigie,
  startVigie,
} from '../support/process.ts'
import { freePort } from '../support/sockets.ts'

vi.setConfig({ testTimeout: 60_000 })

type Environment = Readonly<Record<string, string>>
type DataDirectory = Awaited<ReturnType<typeof makeDataDirectory>>

async function succeed(ending: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ending
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

async function refuse(ending: Promise<Ended>, code: number): Promise<string> {
  const ended = await ending
  expect([ended.code, ended.stdout]).toEqual([code, ''])
  expect(ended.stderr).toMatch(/^[^\n]+\n$/)
  return ended.stderr
}

/** The id of an account that was just added. */
function idIn(output: string): string {
  return /: (\S+)\n$/.exec(output)?.[1] ?? ''
}

describe('beside a Vigie that runs', () => {
  let directory: DataDirectory
  let vigie: RunningVigie
  beforeAll(async () => {
    directory = await makeDataDirectory()
    vigie = await startVigie({ dataDirectory: directory.path })
  })
  afterAll(async () => {
    expect(await vigie.stop()).toMatchObject({ code: 0, stderr: '' })
    await directory[Symbol.asyncDispose]()
  })

  const run = (words: readonly string[], environment: Environment = {}, input = '') =>
    runVigie(words, { dataDirectory: directory.path, environment }, input)

  test('brands are listed and added', async () => {
    expect(await succeed(run(['brand', 'list']))).toMatch(
      /^acme\tAcme\ten\t\S+\tlistens for Acme, @acme\tposts: 1 approval, not the author’s own; replies: 1 approval, the author’s own counts\n$/,
    )
    const words = ['brand', 'add', 'Maison Vigie', '--language', 'fr', '--time-zone', 'Europe/Paris']
    const more = ['--phrase', 'Vigie', '--phrase', 'maison vigie', '--exclude', 'pirate', '--handle', '@vigie']
    const rules = ['--approvals', '2', '--reply-approvals', '3', '--reply-author-must-not-approve']
    expect(await succeed(run([...words, ...more, ...rules]))).toContain('Added maison-vigie.')
    expect(await succeed(run(['brand', 'list']))).toContain(
      'maison-vigie\tMaison Vigie\tfr\tEurope/Paris\tlistens for Vigie, maison vigie, @vigie, not pirate\tposts: 2 approvals, not the author’s own; replies: 3 approvals, not the author’s own\n',
    )
    expect(await refuse(run(words), 65)).toContain('There is a brand “maison-vigie” already')
    expect(await refuse(run(['brand', 'add', '家']), 64)).toContain('--slug acme')
    expect(await succeed(run(['brand', 'add', '家', '--slug', 'home']))).toContain('Added home.')
  })

  test('accounts are added, listed and removed, and never twice', async () => {
    await succeed(run(['brand', 'add', 'Other']))
    const added = await succeed(run(['account', 'add', 'local', '--brand', 'other', '--handle', '@other']))
    expect(added).toContain('Connected Local @other to Other')
    const again = await succeed(run(['account', 'add', 'local', '--brand', 'other', '--handle', 'other']))
    expect(idIn(again)).toBe(idIn(added))
    expect(await refuse(run(['account', 'add', 'local', '--brand', 'acme', '--handle', 'other']), 65)).toContain(
      'Another brand has this account',
    )
    const line = `${idIn(added)}\tlocal\t@other\tother\tactive\n`
    expect(await succeed(run(['account', 'list']))).toContain(line)
    expect(await succeed(run(['account', 'remove', idIn(added)]))).toContain('Removed @other.')
    expect(await succeed(run(['account', 'list']))).not.toContain('@other')
    for (const id of [idIn(added), crypto.randomUUID(), 'other', "'; drop table accounts"]) {
      expect(await refuse(run(['account', 'remove', id]), 65)).toContain('account list shows them')
    }
    // Another brand may have it now.
    await succeed(run(['account', 'add', 'local', '--brand', 'acme', '--handle', 'other']))
  })

  test('what is not there is said, with what is', async () => {
    const rest = ['--brand', 'acme', '--handle', 'x']
    expect(await refuse(run(['account', 'add', 'myspace', ...rest]), 64)).toContain('Known: local, bluesky')
    expect(await refuse(run(['account', 'add', 'local', '--brand', 'nobody', '--handle', 'x']), 64)).toContain(
      'Known: acme',
    )
  })

  test('the database is brought up to date', async () => {
    expect(await succeed(run(['migrate']))).toBe('The database is up to date.\n')
  })

  test('an account elsewhere works as soon as it is added, by a password that is seen nowhere', async () => {
    await using bluesky = await startFakeBluesky()
    const owner = await signUp(bluesky.url, 'acme.test')
    const visitor = await signUp(bluesky.url, 'robin.test')
    const secret = await owner.createAppPassword('vigie')
    const words = ['account', 'add', 'bluesky', '--brand', 'acme', '--handle', 'acme.test', '--service', bluesky.url]
    const outputs = [
      await succeed(run(words, {}, `${secret}\n`)),
      await succeed(run(words, { VIGIE_ACCOUNT_SECRET: secret })),
      await succeed(run(['account', 'list'])),
    ]
    expect(outputs[0]).toContain('Connected Bluesky @acme.test to Acme')
    expect(outputs.join()).not.toContain(secret)
    await visitor.write({ text: 'Hello @acme.test, are you there?', mentions: owner.did })
    const client = createLocalClient(vigie.url)
    const mention = await client.awaitMessage('mentions', one => wordsOf(one).includes('are you there?'))
    const { modal } = await client.press('camille', 'mentions', mention, 'mention.reply')
    await client.submit('camille', modal!.id, { text: 'We are!' })
    const draft = await client.awaitMessage('drafts', one => wordsOf(one).includes('We are!'))
    await client.press('noor', 'drafts', draft, 'draft.approve')
    await eventually(async () => (await owner.posts()).map(post => post.value.text)).toEqual(['We are!'])
    const found = await promisify(execFile)('grep', ['-rlF', '-e', secret, directory.path]).catch(({ code }) => code)
    expect(found).toBe(1)
  })

  test('an account elsewhere without its password, or with a wrong one, is not added', async () => {
    await using bluesky = await startFakeBluesky()
    await signUp(bluesky.url, 'other.test')
    const port = await freePort()
    const words = ['account', 'add', 'bluesky', '--brand', 'acme', '--handle', 'other.test', '--service']
    expect(await refuse(run([...words, bluesky.url]), 64)).toContain('VIGIE_ACCOUNT_SECRET or from standard input')
    expect(await refuse(run([...words, bluesky.url], {}, ' \n'), 64)).toContain('never from an argument')
    const secret = { VIGIE_ACCOUNT_SECRET: 'sesame-open-now' }
    const wrong = await refuse(run([...words, bluesky.url], secret), 77)
    expect(wrong).toContain('Bluesky refused to sign in')
    const away = await refuse(run([...words, `http://127.0.0.1:${port}`], secret), 69)
    expect(away).toContain('Bluesky cannot be reached')
    expect(wrong + away).not.toContain('sesame')
    expect(await succeed(run(['account', 'list']))).not.toContain('other.test')
  })
})

describe('on its own', () => {
  let directory: DataDirectory
  beforeAll(async () => {
    directory = await makeDataDirectory()
  })
  afterAll(() => directory[Symbol.asyncDispose]())

  const run = (words: readonly string[]) => runVigie(words, { dataDirectory: directory.path })

  test('a command makes the database, uses it and leaves nothing running', async () => {
    expect(await succeed(run(['migrate']))).toBe('The database is up to date.\n')
    expect(await succeed(run(['brand', 'list']))).toBe('')
    expect(await succeed(run(['brand', 'add', 'Vigie']))).toContain('Added vigie.')
    if (process.platform === 'linux') expect(await processesIn(directory.path)).toEqual([])
    expect(await succeed(run(['brand', 'list']))).toContain('vigie\tVigie\ten\tUTC')
  })

  test('several at once each do their work, or say in a line that they could not', async () => {
    const names = ['One', 'Two', 'Three', 'Four']
    const endings = await Promise.all(names.map(name => run(['brand', 'add', name])))
    for (const { code, stdout, stderr } of endings) {
      expect([code, stdout + stderr]).toEqual([
        expect.toSatisfy(one => [0, 69, 75].includes(one)),
        expect.stringMatching(/^[^\n]+\n$/),
      ])
    }
    const listed = await succeed(run(['brand', 'list']))
    for (const [index, name] of names.entries()) {
      expect([name, listed.includes(`\t${name}\t`)]).toEqual([name, endings[index]?.code === 0])
    }
  })

  test('start goes on with what was made before', async () => {
    await using vigie = await startVigie({ dataDirectory: directory.path })
    const channels = await (await fetch(`${vigie.url}/local/channels`)).json()
    expect(JSON.stringify(channels)).toContain('"brand":"Vigie"')
    expect(JSON.stringify(channels)).not.toContain('"brand":"Acme"')
  })
})
