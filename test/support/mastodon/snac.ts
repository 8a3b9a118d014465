import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Person } from './person.ts'
import type { MastodonServer } from './server.ts'
import { snacPersonOf } from './snac-person.ts'

/** A real server, made by test/contract/snac/build.sh. */
export interface Snac extends MastodonServer {
  person(token: string): Promise<Person>
  named(username: string): string
  settle(owner: Person, awaited: readonly string[]): Promise<void>
  /** Of somebody who has signed up. */
  passwordOf(username: string): string
  /** All that it keeps in plain files, its log included. */
  readonly directory: string
}

/** Runs one command of its own to its end. */
async function run(program: string, words: readonly string[], input = ''): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const child = execFile(program, words, (fault, output) => (fault === null ? resolve(output) : reject(fault)))
  // What asks for nothing does not read.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  return promise
}

/** In hooks, too, where `expect.poll` is not. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const check = async () => {
    if (!(await isSo())) throw new Error('snac has not come round to it')
  }
  await vi.waitFor(check, { timeout: 25_000, interval: 20 })
}

async function edit(file: string, change: object): Promise<void> {
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }))
}

/** An address of this machine's own, since snac knows people by the name of their server and takes no port for a part of it. */
function ownAddress(): string {
  return ['127', ...[...randomBytes(3)].map(byte => String(1 + (byte % 250)))].join('.')
}

export async function startSnac(program: string): Promise<Snac> {
  const directory = await mkdtemp(join(tmpdir(), 'snac-'))
  const data = join(directory, 'data')
  const host = ownAddress()
  const url = `http://${host}`
  await run(program, ['init', data], `${host}\n80\n${host}\n\n\n`)
  // It talks to itself over HTTP, and stands still where all of its threads wait for another one.
  await edit(join(data, 'server.json'), { protocol: 'http', num_threads: 24, queue_retry_minutes: 0 })
  const passwords = new Map<string, string>()

  function passwordOf(username: string): string {
    return passwords.get(username) ?? ''
  }

  async function start() {
    const child = spawn(program, ['httpd', data], {
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await until(async () => (await fetch(url).catch(() => undefined))?.ok === true)
    return { child, ended }
  }
  let running: Awaited<ReturnType<typeof start>> | undefined = await start()

  async function stop(): Promise<void> {
    const stopping = running
    running = undefined
    stopping?.child.kill('SIGKILL')
    await stopping?.ended
  }

  async function giveToken(username: string): Promise<string> {
    const body = new URLSearchParams({ login: username, passwd: passwordOf(username) })
    const answer = await fetch(`${url}/oauth/x-snac-get-token`, { method: 'POST', body })
    const token = await answer.text()
    if (!/^[0-9a-f]{32}$/.test(token)) throw new Error(`snac gave no token to ${username}`)
    return token
  }

  /** Nothing waits to be told to anybody, and nobody is at it; thread 0 looks at the queues all the time. */
  async function isIdle(): Promise<boolean> {
    const users = await readdir(join(data, 'user'))
    const queues = [join(data, 'queue'), ...users.map(user => join(data, 'user', user, 'queue'))]
    const files = await Promise.all(queues.map(queue => readdir(queue).catch(() => [])))
    const state = await run(program, ['state', data])
    return files.flat().length === 0 && /size \(cur\): 0$/m.test(state) && !/#[1-9]\d* state: (?:in|out)put/.test(state)
  }

  /** Seen twice: between a queue and a thread a thing is nowhere. */
  const settled = () => until(async () => (await isIdle()) && (await isIdle()))

  return {
    url,
    directory,
    passwordOf,
    async signUp(username) {
      const output = await run(program, ['adduser', data, username])
      const password = /password is (\S+)/.exec(output)?.[1]
      if (password === undefined) throw new Error(`snac gave no password: ${output}`)
      passwords.set(username, password)
      await edit(join(data, 'user', username, 'user.json'), { show_contact_metrics: true })
      return giveToken(username)
    },
    giveToken,
    named: username => `${username}@${host}`,
    revoke: token => rm(join(data, 'token', `${token}.json`)),
    person: token =>
      snacPersonOf({
        ...{ url, token, passwordOf, settled },
        command: async (words, user, more) => void (await run(program, [words, data, user, ...more])),
      }),
    async settle(owner, awaited) {
      await until(async () => {
        const told = await owner.toldOf()
        return awaited.every(id => told.includes(id))
      })
      await settled()
    },
    stop,
    async start() {
      running ??= await start()
    },
    async [Symbol.asyncDispose]() {
      // Politely, or the memory that it shares with its own commands would stay.
      running?.child.kill('SIGTERM')
      await running?.ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}
