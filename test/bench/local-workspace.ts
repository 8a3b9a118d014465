import type { Client } from './client.ts'
import { listenToEvents } from './events.ts'
import { numbersIn, writePost } from './mentions.ts'

/** Where the mentions of a first start go. */
const CHANNEL = 'mentions'
/** Messages of one answer, at most, as the interface for programs has it. */
export const MAXIMUM_MESSAGES = 5_000

/** One card of the channel. */
export interface ShownCard {
  readonly id: string
  /** Of the post it is about; undefined if that is not ours. */
  readonly number: number | undefined
}

/** Posts as a visitor. Answers with the HTTP status: 201 is Vigie's word that the post is kept. */
export async function sendPost(client: Client, url: string, number: number): Promise<number> {
  const { status } = await client.post(`${url}/local/posts`, writePost(number))
  return status
}

/** The newest cards of the channel of mentions, oldest first. */
export async function readCards(client: Client, url: string, limit: number): Promise<readonly ShownCard[]> {
  const { status, text } = await client.get(`${url}/local/channels/${CHANNEL}/messages?limit=${limit}`)
  if (status !== 200) throw new Error(`the channel was answered with ${status}`)
  const messages = JSON.parse(text) as readonly { readonly id: string; readonly card: unknown }[]
  return messages.map(({ id, card }) => ({ id, number: [...numbersIn(JSON.stringify(card))][0] }))
}

/**
 * Calls back with the id of each card in the channel of mentions that is new or was edited, and when that was heard. Costs
 * Vigie an event, much as the floor's message costs a request: reading the channel would cost more than what is measured.
 */
export function watchCards(url: string, onCard: (id: string, at: number) => void): Promise<Disposable> {
  return listenToEvents(`${url}/local/events`, ({ event, data, at }) => {
    if (event !== 'message') return
    const { channel, messages } = JSON.parse(data) as { channel: string; messages?: readonly string[] }
    if (channel !== CHANNEL) return
    // Without names they were too many at once: whoever waits for them says that they did not come.
    for (const id of messages ?? []) onCard(id, at)
  })
}
