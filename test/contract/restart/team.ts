import { setTimeout as delay } from 'node:timers/promises'
import { type LocalClient, type LocalMessage, wordsOf } from '../../support/local-client.ts'
import type { Verdict } from './plan.ts'

/** What the team was told of an act: it was done, or the answer never came, since Vigie was killed. */
export type Told = 'not-asked' | 'unanswered' | 'done'

/** A reply that the team wrote, and what it was told of it. */
export interface Reply {
  /** A word that is in no other reply. */
  readonly marker: string
  readonly text: string
  /** Token of the post that it answers. */
  readonly token: string
  readonly verdict: Verdict
  submitted: Told
  decided: Told
}

/** Of the people of the first start, those who write and one who decides. */
const WRITERS = ['camille', 'alex'] as const
const APPROVER = 'noor'
/** Milliseconds that the team waits for something to do: longer than between two reads of Bluesky. */
const PATIENCE = 25_000

export const tokenOf = (one: LocalMessage) => /\bq\d+z\b/.exec(wordsOf(one))?.[0]
export const markerOf = (one: LocalMessage) => /\ba\d+z\b/.exec(wordsOf(one))?.[0]

const offers = (one: LocalMessage, action: string) => one.actions.some(({ id }) => id.startsWith(`${action}:`))

export interface Shift {
  readonly client: LocalClient
  readonly verdicts: readonly Verdict[]
  /** Before the first act. */
  readonly onFirstAct: () => void
  /** Between the writing of replies and the decisions about them. */
  readonly onWritten: () => Promise<void>
}

/** People of the team, by the programs' interface. */
export interface Team {
  readonly replies: readonly Reply[]
  /** Answers every open mention and decides about every reply; over once nothing is left to do, or nothing came. */
  work(shift: Shift): Promise<void>
  /** Approves the reply if it waits for it; false if it does not. */
  approve(client: LocalClient, reply: Reply): Promise<boolean>
}

export function createTeam(): Team {
  const replies: Reply[] = []

  async function answer({ client, verdicts }: Shift, channel: string, mention: LocalMessage): Promise<void> {
    const token = tokenOf(mention) ?? 'nobody'
    const number = replies.length
    const writer = WRITERS[number % WRITERS.length]!
    const { modal } = await client.press(writer, channel, mention, 'mention.reply')
    // The card was older than the answer that a kill had kept from us.
    if (modal === undefined) return
    const marker = `a${number}z`
    const text = `Thank you for ${token}, at ten. ${marker}`
    const verdict = verdicts[number % verdicts.length] ?? 'leave'
    const reply: Reply = { marker, text, token, verdict, submitted: 'unanswered', decided: 'not-asked' }
    replies.push(reply)
    const answered = await client.submit(writer, modal.id, { text })
    if (answered.ephemeral === undefined) throw new Error(`not submitted: ${JSON.stringify(answered)}`)
    reply.submitted = 'done'
  }

  async function decide(client: LocalClient, draft: LocalMessage, reply: Reply): Promise<void> {
    const { verdict } = reply
    reply.decided = 'unanswered'
    if (verdict === 'approve') {
      const { notice } = await client.press(APPROVER, 'drafts', draft, 'draft.approve')
      if (notice !== 'Approved. It goes out now.') throw new Error(`not approved: ${notice}`)
    } else {
      const { modal } = await client.press(APPROVER, 'drafts', draft, 'draft.reject')
      const answered = await client.submit(APPROVER, modal?.id ?? '', { comment: 'No' })
      if (answered.ephemeral !== 'Rejected.') throw new Error(`not rejected: ${JSON.stringify(answered)}`)
    }
    reply.decided = 'done'
  }

  /** Drafts to decide about that nobody has decided about yet; undefined while the card of a reply is still missing. */
  async function undecided(client: LocalClient) {
    const drafts = await client.messages('drafts')
    const byMarker = new Map(drafts.map(draft => [markerOf(draft), draft]))
    if (replies.some(one => one.submitted === 'done' && !byMarker.has(one.marker))) return undefined
    return replies.flatMap(reply => {
      const draft = byMarker.get(reply.marker)
      if (reply.verdict === 'leave' || reply.decided !== 'not-asked') return []
      return draft !== undefined && offers(draft, 'draft.approve') ? [{ draft, reply }] : []
    })
  }

  return {
    replies,
    async work(shift) {
      const { client } = shift
      let acts = 0
      const begin = () => {
        if (acts++ === 0) shift.onFirstAct()
      }
      for (const end = Date.now() + PATIENCE; Date.now() < end; await delay(50)) {
        const before = acts
        for (const channel of ['alerts', 'mentions']) {
          for (const mention of await client.messages(channel)) {
            if (!offers(mention, 'mention.reply')) continue
            begin()
            await answer(shift, channel, mention)
          }
        }
        const todo = await undecided(client)
        if (todo !== undefined && todo.length > 0) await shift.onWritten()
        for (const { draft, reply } of todo ?? []) {
          begin()
          await decide(client, draft, reply)
        }
        if (acts > 0 && acts === before && todo !== undefined) return
      }
    },
    async approve(client, reply) {
      const draft = (await client.messages('drafts')).find(one => markerOf(one) === reply.marker)
      if (draft === undefined || !offers(draft, 'draft.approve')) return false
      await decide(client, draft, reply)
      return true
    },
  }
}
