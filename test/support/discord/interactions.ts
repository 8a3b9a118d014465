import { randomBytes } from 'node:crypto'
import { EPHEMERAL, refuseChoices, refuseMessage, refuseModal, V2 } from './rules.ts'
import { type Channel, type Message, Refusal, type State, snowflake, type Thing, unknown } from './state.ts'

/** Something that somebody did, and what they were answered. */
export interface Interaction {
  readonly id: string
  readonly token: string
  /** 2 command, 3 component, 4 autocompletion, 5 modal: discord.com/developers/docs/interactions/receiving-and-responding. */
  readonly type: number
  readonly payload: Thing
  readonly at: number
  readonly channel: Channel
  /** The first answer: its kind and what it carried; undefined until then. */
  answer?: { readonly type: number; readonly data: Thing }
  /** What only the person sees, oldest first, and what was said to all. */
  readonly messages: Message[]
  /** The message that is or will be the answer. */
  original?: Message | undefined
  /** The person sees that something is being done. */
  isThinking: boolean
}

export interface Interactions {
  /** Milliseconds for the first answer and for those after it. */
  limits: { answer: number; token: number }
  readonly all: readonly Interaction[]
  begin(type: number, channel: Channel, payload: Thing): Interaction
  /** The first answer. */
  answer(id: string, token: string, body: Thing, files: readonly Thing[]): void
  follow(token: string, body: Thing, files: readonly Thing[]): Message
  edit(token: string, message: string, body: Thing, files: readonly Thing[]): Message
  remove(token: string, message: string): void
  /** The message that a person sees, of the channel or for them alone. */
  find(message: string): { readonly message: Message; readonly channel: Channel } | undefined
}

/** Answers by kind: which interactions each may be given to. */
const MAY: Readonly<Record<number, readonly number[]>> = {
  4: [2, 3, 5],
  5: [2, 3, 5],
  6: [3, 5],
  7: [3, 5],
  8: [4],
  9: [2, 3],
}

function invalid(why: readonly string[]): Refusal {
  return new Refusal(400, 50_035, `Invalid Form Body: ${why.join(', ')}`)
}

export function createInteractions(state: State): Interactions {
  const all: Interaction[] = []

  /** One whose token is still good and that was answered in time. */
  function open(token: string): Interaction {
    const found = all.find(one => one.token === token)
    if (found === undefined || found.answer === undefined) throw unknown('webhook')
    if (Date.now() - found.at > interactions.limits.token) throw new Refusal(401, 50_027, 'Invalid Webhook Token')
    return found
  }

  function add(one: Interaction, data: Thing, files: readonly Thing[]): Message {
    const wrong = refuseMessage(data, files)
    if (wrong.length > 0) throw invalid(wrong)
    state.refuseBlocked(data)
    const flags = Number(data.flags ?? 0)
    const message: Message = {
      ...{ id: snowflake(), channel_id: one.channel.id, author: state.bot, flags },
      ...{ content: String(data.content ?? ''), components: (data.components as Thing[]) ?? [], attachments: files },
      type: 0,
    }
    one.messages.push(message)
    if ((flags & EPHEMERAL) === 0) one.channel.messages.push(message)
    return message
  }

  function change(message: Message, data: Thing): Message {
    const flags = message.flags | (Number(data.flags ?? 0) & V2)
    const next = { ...message, ...data, flags }
    const wrong = refuseMessage(next, next.attachments)
    if (wrong.length > 0) throw invalid(wrong)
    state.refuseBlocked(data)
    Object.assign(message, { ...data, flags })
    return message
  }

  function messageOf(one: Interaction, id: string): Message {
    const message = id === '@original' ? one.original : one.messages.find(candidate => candidate.id === id)
    if (message === undefined) throw unknown('message')
    return message
  }

  const interactions: Interactions = {
    limits: { answer: 3_000, token: 15 * 60_000 },
    all,
    begin(type, channel, payload) {
      const at = Date.now()
      const id = snowflake(at)
      const token = randomBytes(30).toString('base64url')
      const one: Interaction = { id, token, type, payload, at, channel, messages: [], isThinking: false }
      all.push(one)
      return one
    },
    answer(id, token, body, files) {
      const one = all.find(candidate => candidate.id === id && candidate.token === token)
      if (one === undefined || Date.now() - one.at > interactions.limits.answer) throw unknown('interaction')
      if (one.answer !== undefined) throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.')
      const kind = Number(body.type)
      const data = (body.data ?? {}) as Thing
      const on = one.payload.message as Message | undefined
      if (MAY[kind]?.includes(one.type) !== true) throw invalid([`answer ${kind} to ${one.type}`])
      if ((kind === 6 || kind === 7) && on === undefined) throw invalid([`answer ${kind} without a message`])
      const wrong = kind === 9 ? refuseModal(data) : kind === 8 ? refuseChoices(data) : []
      if (wrong.length > 0) throw invalid(wrong)
      if (kind === 5) {
        if ((Number(data.flags ?? 0) & ~EPHEMERAL) !== 0) throw invalid(['flags of a deferred answer'])
        one.isThinking = true
        const flags = Number(data.flags ?? 0)
        one.original = {
          ...{ id: snowflake(), channel_id: one.channel.id, author: state.bot, flags },
          ...{ content: '', components: [], attachments: [] },
        }
      }
      if (kind === 4) one.original = add(one, data, files)
      const target = on === undefined ? undefined : interactions.find(on.id)?.message
      if (kind === 7 && target !== undefined) change(target, data)
      if (kind === 6 || kind === 7) one.original = target
      one.answer = { type: kind, data }
    },
    follow(token, body, files) {
      const one = open(token)
      // The first to follow a deferred answer takes its place, and its audience.
      if (one.isThinking && one.original !== undefined) {
        const { original } = one
        one.isThinking = false
        const flags = original.flags | (Number(body.flags ?? 0) & V2)
        const message = add(one, { ...body, flags }, files)
        one.original = message
        return message
      }
      return add(one, body, files)
    },
    edit(token, id, body, files) {
      const one = open(token)
      const message = messageOf(one, id)
      change(message, { ...body, attachments: [...message.attachments, ...files] })
      if (one.isThinking && message === one.original) {
        one.isThinking = false
        one.messages.push(message)
        if ((message.flags & EPHEMERAL) === 0) one.channel.messages.push(message)
      }
      return message
    },
    remove(token, id) {
      const one = open(token)
      const message = messageOf(one, id)
      one.isThinking = one.isThinking && message !== one.original
      for (const list of [...all.map(({ messages }) => messages), one.channel.messages]) {
        const at = list.indexOf(message)
        if (at !== -1) list.splice(at, 1)
      }
      if (message === one.original) one.original = undefined
    },
    find(id) {
      for (const channel of state.channels.values()) {
        const message = channel.messages.find(candidate => candidate.id === id)
        if (message !== undefined) return { message, channel }
      }
      for (const { messages, channel } of all) {
        const message = messages.find(candidate => candidate.id === id)
        if (message !== undefined) return { message, channel }
      }
      return undefined
    },
  }
  return interactions
}
