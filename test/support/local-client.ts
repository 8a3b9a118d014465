import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

const post = z.object({ id: z.string(), author: z.string(), text: z.string(), replyTo: z.string().nullable() })
const element = z.looseObject({ kind: z.string() })
const card = z.object({ header: z.string(), tone: z.string(), elements: z.array(element) })
const action = z.object({ id: z.string(), label: z.string() })
const message = z.object({ id: z.string(), card, actions: z.array(action), at: z.string(), updatedAt: z.string() })
const field = z.looseObject({ id: z.string(), label: z.string(), kind: z.string(), value: z.string() })
const answer = z.strictObject({
  ack: z.boolean().optional(),
  modal: z.looseObject({ id: z.string(), title: z.string(), fields: z.array(field) }).optional(),
  update: card.optional(),
  notice: z.string().optional(),
  ephemeral: z.string().optional(),
  link: z.strictObject({ label: z.string(), url: z.string() }).optional(),
  errors: z.record(z.string(), z.string()).optional(),
})

export type LocalPost = z.infer<typeof post>
export type LocalMessage = z.infer<typeof message>
export type LocalAnswer = z.infer<typeof answer>

/** A program that uses the local workspace over HTTP, as the README describes it. */
export interface LocalClient {
  get(path: string): Promise<Response>
  /** Answers once the post was acknowledged with 201. */
  post(author: string, text: string, replyTo?: string): Promise<LocalPost>
  posts(): Promise<readonly LocalPost[]>
  messages(channel: string): Promise<readonly LocalMessage[]>
  command(user: string, text: string, channel?: string): Promise<LocalAnswer>
  /** Presses the button of a message that begins with the name. */
  press(user: string, channel: string, one: LocalMessage, name: string): Promise<LocalAnswer>
  submit(user: string, modal: string, values: Record<string, string>): Promise<LocalAnswer>
  /** Waits for a message that fits; tells what there was if none comes. */
  awaitMessage(channel: string, fits: (one: LocalMessage) => boolean): Promise<LocalMessage>
}

/** Milliseconds that something may take to come about on a busy machine. */
const PATIENCE = 30_000

export function createLocalClient(url: string): LocalClient {
  async function send(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  async function ask(path: string, body: unknown): Promise<LocalAnswer> {
    const response = await send(path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return answer.parse(JSON.parse(text))
  }

  const get = (path: string) => fetch(`${url}${path}`)

  async function messages(channel: string): Promise<readonly LocalMessage[]> {
    const response = await get(`/local/channels/${channel}/messages?limit=5000`)
    // Direct messages are there once there is one.
    return response.status === 404 ? [] : z.array(message).parse(await response.json())
  }

  return {
    get,
    messages,
    async post(author, text, replyTo) {
      const response = await send('/local/posts', { author, text, ...(replyTo === undefined ? {} : { replyTo }) })
      if (response.status !== 201) throw new Error(`not posted: ${response.status} ${await response.text()}`)
      return post.parse(await response.json())
    },
    posts: async () => z.array(post).parse(await (await get('/local/posts?limit=5000')).json()),
    command: (user, text, channel = 'mentions') => ask('/local/commands', { channel, user, text }),
    async press(user, channel, one, name) {
      const pressed = one.actions.find(({ id }) => id.startsWith(`${name}:`))
      if (pressed === undefined) throw new Error(`no ${name} on ${one.card.header}`)
      return ask('/local/actions', { channel, message: one.id, action: pressed.id, user })
    },
    submit: (user, modal, values) => ask(`/local/modals/${modal}`, { user, values }),
    async awaitMessage(channel, fits) {
      for (const end = Date.now() + PATIENCE; ; await delay(50)) {
        const all = await messages(channel)
        const found = all.find(fits)
        if (found !== undefined) return found
        if (Date.now() > end) throw new Error(`not in ${channel}: ${JSON.stringify(all.map(one => one.card.header))}`)
      }
    },
  }
}

/** All words of a message's card. */
export function wordsOf(one: LocalMessage): string {
  return JSON.stringify(one.card)
}
