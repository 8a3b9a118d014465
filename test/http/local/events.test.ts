import { Hono } from 'hono'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../../src/chat/card.ts'
import { createEvents } from '../../../src/http/local/events.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { quiet } from './requests.ts'
import { fillWorkspace, startLocalServer } from './support.ts'

let test: TestDatabase

beforeAll(async () => {
  test = await createTestDatabase()
  await fillWorkspace(test.database)
})

afterAll(() => test[Symbol.asyncDispose]())

const card: Card = { header: 'H', tone: 'neutral', elements: [] }
const both = { en: card, fr: card }
const mentions = { workspace: 'local', channel: 'mentions', language: 'en' } as const

/** One listener, and what it hears. */
async function listen(url: string) {
  const controller = new AbortController()
  const response = await fetch(`${url}/local/events`, { signal: controller.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    type: response.headers.get('content-type'),
    leave: () => controller.abort(),
    /** Reads on until the words have come. */
    async until(words: string): Promise<string> {
      while (!text.includes(words)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`the stream ended without ${words}: ${text}`)
        text += value
      }
      const heard = text
      text = ''
      return heard
    },
    /** Reads to the end. */
    async end(): Promise<void> {
      while (!(await reader.read()).done);
    },
  }
}

describe('events', () => {
  it('tell everybody of new cards, edited ones and posts', async () => {
    await using server = await startLocalServer({ database: test.database, handlers: quiet })
    const listeners = await Promise.all([listen(server.url), listen(server.url), listen(server.url)])
    for (const listener of listeners) {
      expect(listener.type).toContain('text/event-stream')
      await listener.until('retry: 1000')
    }
    const message = await server.platform.post(mentions, v7(), both)
    const told = `event: message\ndata: {"channel":"mentions","messages":["${message}"]}\n\n`
    for (const listener of listeners) await listener.until(told)
    await server.platform.update(mentions, message, { ...both, en: { ...card, header: 'I' } })
    for (const listener of listeners) await listener.until(told)
    await server.posts.insert({ author: 'Robin', text: 'Hello', replyTo: null, key: null })
    for (const listener of listeners) await listener.until('event: post\ndata: {}\n\n')
    for (const listener of listeners) listener.leave()
  })

  it('do not name the messages where they are many', async () => {
    await using events = createEvents(60_000)
    const app = new Hono().get('/', context => events.open(context))
    const reader = (await app.request('/')).body!.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    async function until(words: string): Promise<string> {
      while (!heard.includes(words)) heard += (await reader.read()).value ?? ''
      return heard
    }
    await until('retry')
    const many = Array.from({ length: 1_001 }, () => v7())
    events.message('alerts', many.slice(0, 1_000))
    events.message('mentions', many.slice(0, 600))
    events.message('mentions', many.slice(600))
    events.message('mentions', many.slice(0, 1))
    expect(await until('"mentions"}')).toContain(`{"channel":"alerts","messages":["${many[0]}"`)
    // The next time they can be named again.
    events.message('mentions', many.slice(0, 1))
    await until(`{"channel":"mentions","messages":["${many[0]}"]}`)
    await reader.cancel()
  })

  it('show signs of life in silence', async () => {
    await using server = await startLocalServer({ database: test.database, handlers: quiet, heartbeat: 20 })
    const listener = await listen(server.url)
    await listener.until(': still here')
    await listener.until(': still here')
    listener.leave()
  })

  it('end at the stop, for those who listen and for those who have stopped reading', async () => {
    const server = await startLocalServer({ database: test.database, handlers: quiet })
    const listener = await listen(server.url)
    await listener.until('retry: 1000')
    const deaf = await listen(server.url)
    for (let index = 0; index < 200; index++) {
      await server.platform.post(mentions, v7(), both)
    }
    await Promise.all([server[Symbol.asyncDispose](), listener.end()])
    deaf.leave()
  })

  it('go on for the others when one leaves', async () => {
    await using server = await startLocalServer({ database: test.database, handlers: quiet })
    const [leaving, staying] = await Promise.all([listen(server.url), listen(server.url)])
    await leaving.until('retry: 1000')
    await staying.until('retry: 1000')
    leaving.leave()
    await server.platform.post(mentions, v7(), both)
    await staying.until('event: message')
    staying.leave()
  })
})
