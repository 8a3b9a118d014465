import { setTimeout as delay } from 'node:timers/promises'
import { createLocalClient, type LocalClient, type LocalMessage, wordsOf } from '../support/local-client.ts'

/** What the world knows to have happened, whatever became of the process it was told to. */
export interface Book {
  /** Posts that were acknowledged. */
  readonly acknowledged: Set<string>
  /** Every post that was sent, acknowledged or not. */
  readonly sent: Set<string>
  /** Replies that somebody has at least tried to approve: they may be out. */
  readonly approving: Set<string>
  /** Replies whose approval was acknowledged: they must be out. */
  readonly approved: Set<string>
  /** Replies that were written, approved or not. */
  readonly written: Set<string>
  /** Posts of which somebody was told that they like them. */
  readonly liked: Set<string>
}

export function createBook(): Book {
  return {
    acknowledged: new Set(),
    sent: new Set(),
    approving: new Set(),
    approved: new Set(),
    written: new Set(),
    liked: new Set(),
  }
}

/** Milliseconds between two posts of a visitor. */
const PAUSE = 30

/** The public: writes until it is told to stop, or nobody answers any more. */
async function writePosts(client: LocalClient, book: Book, name: string, isOver: () => boolean): Promise<void> {
  for (let index = 0; !isOver(); index++) {
    const text = `Acme post ${name}-${index}.`
    book.sent.add(text)
    await client.post('robin', text)
    book.acknowledged.add(text)
    // So that many rounds still fit into one list of the interface.
    await delay(PAUSE)
  }
}

function markOf(message: LocalMessage): string | undefined {
  return /Acme post ([\w-]+)\./.exec(wordsOf(message))?.[1]
}

/** An editor: answers whatever is open, each mention once. */
async function writeReplies(
  client: LocalClient,
  book: Book,
  random: () => number,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const open = (await client.messages('mentions')).filter(one =>
      one.actions.some(({ id }) => id.startsWith('mention.reply:')),
    )
    const message = open[Math.floor(random() * open.length)]
    if (message === undefined) {
      await delay(20)
      continue
    }
    const { modal } = await client.press('camille', 'mentions', message, 'mention.reply')
    if (modal === undefined) continue
    const text = `Reply to ${markOf(message)}, ${Math.floor(random() * 1e9)}.`
    book.written.add(text)
    await client.submit('camille', modal.id, { text })
  }
}

/** Another editor: likes what is open, and takes nothing back. */
async function like(client: LocalClient, book: Book, random: () => number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const open = (await client.messages('mentions')).filter(one =>
      one.actions.some(({ id }) => id.startsWith('mention.like:')),
    )
    const message = open[Math.floor(random() * open.length)]
    if (message === undefined) {
      await delay(20)
      continue
    }
    const { update, notice } = await client.press('alex', 'mentions', message, 'mention.like')
    if (update !== undefined && notice === undefined) book.liked.add(`Acme post ${markOf(message)}.`)
  }
}

/** An approver: says yes to most of what waits, and looks at the rest for ever. */
async function approve(client: LocalClient, book: Book, isOver: () => boolean): Promise<void> {
  const seen = new Set<string>()
  while (!isOver()) {
    const waiting = (await client.messages('drafts')).filter(
      one => !seen.has(one.id) && one.actions.some(({ id }) => id.startsWith('draft.approve:')),
    )
    if (waiting.length === 0) await delay(20)
    for (const message of waiting) {
      seen.add(message.id)
      const text = [...book.written].find(one => wordsOf(message).includes(one))
      if (text === undefined || isLeft(text)) continue
      book.approving.add(text)
      const { notice } = await client.press('noor', 'drafts', message, 'draft.approve')
      if (notice?.startsWith('Approved') === true) book.approved.add(text)
    }
  }
}

/** One in four is never approved, by its own number, so that nobody approves it after a restart either. */
export function isLeft(reply: string): boolean {
  return Number(/(\d+)\.$/.exec(reply)?.[1]) % 4 === 0
}

/** Everybody at work on a Vigie, until it is over or the process has gone. */
export async function work(url: string, book: Book, name: string, random: () => number, isOver: () => boolean) {
  const client = createLocalClient(url)
  const everybody = [
    ...[1, 2, 3].map(one => writePosts(client, book, `${name}-${one}`, isOver)),
    ...[1, 2].map(() => writeReplies(client, book, random, isOver)),
    like(client, book, random, isOver),
    approve(client, book, isOver),
  ]
  // A process that was killed answers nobody, and that is no failure here.
  await Promise.allSettled(everybody)
}
