import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { createLocalClient } from '../support/local-client.ts'
import { collect, launchVigie, makeDataDirectory, processesIn, runVigie, startVigie } from '../support/process.ts'
import { freePort, listenHttp } from '../support/sockets.ts'

vi.setConfig({ testTimeout: 60_000 })

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
beforeAll(async () => {
  directory = await makeDataDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

const start = (environment: Readonly<Record<string, string>> = {}, dataDirectory = directory.path) =>
  runVigie(['start'], { dataDirectory, environment })

/** What was printed before giving up: nothing on standard output, one line on standard error. */
function onlyLine({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^[^\n]+\n$/)
  return stderr.trim()
}

describe('start', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('says in one line where it is, and stops cleanly on %s', async signal => {
    await using vigie = await startVigie({ dataDirectory: directory.path })
    expect((await fetch(`${vigie.url}/healthz`)).status).toBe(200)
    await createLocalClient(vigie.url).post('robin', 'Acme is here')
    const ended = await vigie.stop(signal)
    expect(ended).toEqual({ code: 0, signal: null, stdout: `Vigie is running: ${vigie.url}\n`, stderr: '' })
    if (process.platform === 'linux') expect(await processesIn(directory.path)).toEqual([])
  })

  test('that is killed leaves nothing running, and starts again', async () => {
    {
      await using vigie = await startVigie({ dataDirectory: directory.path })
      expect((await vigie.stop('SIGKILL')).signal).toBe('SIGKILL')
    }
    if (process.platform === 'linux') await eventually(() => processesIn(directory.path)).toEqual([])
    await using again = await startVigie({ dataDirectory: directory.path })
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200)
  })

  test('that is told to stop while it starts does, whenever that is', async () => {
    for (const wait of [50, 150, 250, 400, 600]) {
      const child = launchVigie(['start'], { dataDirectory: directory.path })
      child.stdin!.end()
      const ending = collect(child)
      await delay(wait)
      child.kill('SIGTERM')
      const { code, signal, stderr } = await ending
      // Before it listens for signals it just ends; there is nothing to put in order yet.
      expect([code ?? signal, stderr]).toEqual([expect.toSatisfy(end => end === 0 || end === 'SIGTERM'), ''])
      if (process.platform === 'linux') await eventually(() => processesIn(directory.path)).toEqual([])
    }
  })
})

describe('a wrong variable', () => {
  test.each([
    ['PORT', 'http', 'PORT: "http" must be a whole number between 0 and 65535, for example PORT=8080'],
    ['PORT', '70000', 'PORT: "70000" must be a whole number between 0 and 65535, for example PORT=8080'],
    ['HOST', 'not a host', 'HOST: "not a host" must be a host name or an IP address, for example HOST=127.0.0.1'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: "loud" must be one of'],
    ['DATABASE_URL', 'mysql://vigie:correct-horse@localhost/vigie', 'DATABASE_URL: its value must be the URL'],
    ['VIGIE_SECRET_KEY', 'correct-horse', 'VIGIE_SECRET_KEY: its value must be 32 bytes in base64, for example'],
    ['LOCAL_WORKSPACE_PASSWORD', 'sesame', 'LOCAL_WORKSPACE_PASSWORD: its value must have at least 8 characters'],
  ])('(%s) is one line that names it, and code 78', async (name, value, expected) => {
    const ended = await start({ [name]: value })
    expect(ended.code).toBe(78)
    const line = onlyLine(ended)
    expect(line).toContain(expected)
    if (expected.includes('its value')) expect(line).not.toMatch(/correct-horse(?!-battery)|sesame/)
  })
})

describe('what start cannot have', () => {
  test('the port: one line, and nothing is held', async () => {
    await using taken = await listenHttp((_request, response) => void response.end())
    const ended = await start({ PORT: String(taken.port) })
    expect(ended.code).toBe(69)
    expect(onlyLine(ended)).toBe(
      `Port ${taken.port} on 127.0.0.1 is taken: stop whatever uses it, or set PORT to another one, for example PORT=${taken.port + 1}`,
    )
    if (process.platform === 'linux') expect(await processesIn(directory.path)).toEqual([])
  })

  test('the address', async () => {
    const ended = await start({ HOST: '203.0.113.1' })
    expect(ended.code).toBe(69)
    expect(onlyLine(ended)).toContain('HOST 203.0.113.1 is no address of this machine')
  })

  test('the data directory of another: one line with its process, which goes on', async () => {
    await using vigie = await startVigie({ dataDirectory: directory.path })
    const ended = await start()
    expect(ended.code).toBe(75)
    expect(onlyLine(ended)).toContain(`${directory.path} is held by another Vigie (process ${vigie.processId})`)
    await createLocalClient(vigie.url).post('robin', 'Acme is still here')
  })

  test('a data directory where a file is', async () => {
    const file = join(directory.path, 'file')
    await writeFile(file, '')
    const ended = await start({}, join(file, 'data'))
    expect(ended.code).toBe(73)
    expect(onlyLine(ended)).toContain(`${join(file, 'data')} cannot be made, because a file is in its place`)
  })

  test('the database at DATABASE_URL: one line that says why, without the password', async () => {
    const port = await freePort()
    const ended = await start({ DATABASE_URL: `postgres://vigie:correct-horse@127.0.0.1:${port}/vigie` })
    expect(ended.code).toBe(69)
    const line = onlyLine(ended)
    expect(line).toContain(`127.0.0.1:${port}/vigie`)
    expect(line).toContain('check DATABASE_URL')
    expect(line).not.toContain('correct-horse')
  })

  test('what was sealed with another key', async () => {
    const key = Buffer.alloc(32, 7).toString('base64')
    const ended = await start({ VIGIE_SECRET_KEY: key })
    expect(ended.code).toBe(78)
    const line = onlyLine(ended)
    expect(line).toContain('cannot be read with this key')
    expect(line).not.toContain(key)
    await using again = await startVigie({ dataDirectory: directory.path })
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200)
  })
})

describe('the command line', () => {
  test.each([
    [['--help'], 'Usage: vigie'],
    [['start', '--help'], 'Usage: vigie start'],
    [['account', 'add', '--help'], 'VIGIE_ACCOUNT_SECRET'],
    [['help', 'brand'], 'Usage: vigie brand'],
    [['--version'], '.'],
  ])('%j is answered, whatever the environment', async (words, expected) => {
    const environment = { PORT: 'wrong', DATABASE_URL: 'wrong' }
    const ended = await runVigie(words, { dataDirectory: '/nowhere', environment })
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout).toContain(expected)
  })

  test.each([
    [['fly'], "unknown command 'fly'"],
    [['start', '--fast'], "unknown option '--fast'"],
    [['start', 'now'], 'too many arguments'],
    [['account', 'add', '--brand', 'acme', '--handle', 'x'], "missing required argument 'network'"],
    [['account', 'add', 'local'], "required option '--brand <slug>' not specified"],
    [
      ['account', 'add', 'local', '--brand', 'acme', '--handle', 'x', '--password', 'secret'],
      "unknown option '--password'",
    ],
    [['brand', 'add', 'Acme', '--approvals', '10'], 'Give a number from 1 to 9.'],
    [['brand', 'add', 'Acme', '--time-zone', 'Paris'], 'Give an IANA time zone'],
    [['brand', 'add', 'Acme', '--language', 'de'], 'Allowed choices are en, fr.'],
  ])('%j is refused with code 64', async (words, expected) => {
    const ended = await runVigie(words, { dataDirectory: '/nowhere' })
    expect([ended.code, ended.stdout]).toEqual([64, ''])
    expect(ended.stderr).toContain(expected)
    expect(ended.stderr).toContain('--help')
  })

  test('without any words tells what there is', async () => {
    const ended = await runVigie([], { dataDirectory: '/nowhere' })
    expect([ended.code, ended.stdout]).toEqual([64, ''])
    expect(ended.stderr).toContain('Usage: vigie')
  })
})
