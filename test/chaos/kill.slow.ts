import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLocalClient, type LocalClient, wordsOf } from '../support/local-client.ts'
import { makeDataDirectory, startVigie, type VigieOptions } from '../support/process.ts'
import { createRandom } from './random.ts'
import { type Book, createBook, isLeft, work } from './team-at-work.ts'

/** More take longer, and find more. */
const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 10)
const SEED = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9))
/** Milliseconds that a process lives at most after it is ready. */
const LONGEST_LIFE = 2_500
/** Milliseconds that the last process may take to put everything right. */
const PATIENCE = 120_000

/** Starts, lets everybody work, and kills at a random moment; now and then while it is still starting. */
async function round(options: VigieOptions, book: Book, name: string, random: () => number): Promise<void> {
  const life = random() * LONGEST_LIFE
  if (random() < 0.25) {
    await using early = await startVigie(options)
    await delay(life / 50)
    await early.stop('SIGKILL')
    return
  }
  await using vigie = await startVigie(options)
  let isOver = false
  const working = work(vigie.url, book, name, random, () => isOver)
  await delay(life)
  await vigie.stop('SIGKILL')
  isOver = true
  await working
}

async function count(client: LocalClient, pattern: RegExp): Promise<number> {
  return Number(pattern.exec(await (await client.get('/metrics')).text())?.[1])
}

/** Waits until there is nothing left to do: every acknowledged thing is where it belongs, and nothing is pending. */
async function settle(client: LocalClient, book: Book): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await delay(250)) {
    const texts = (await client.posts()).map(post => post.text)
    const mentions = await client.messages('mentions')
    const shown = JSON.stringify(mentions)
    const isDone =
      [...book.approved].every(text => texts.includes(text)) &&
      [...book.acknowledged].every(text => shown.includes(text)) &&
      unliked(book, mentions.map(wordsOf)).length === 0 &&
      (await count(client, /^vigie_cards_pending (\d+)$/m)) === 0
    if (isDone) return
  }
}

/** Posts that somebody likes, and whose card does not say that it is done. */
function unliked({ liked }: Book, cards: readonly string[]): readonly string[] {
  return [...liked].filter(text => !cards.some(card => card.includes(text) && card.includes('Liked by Alex')))
}

/** How often each of the texts occurs, of those that do not occur exactly once. */
function strays(texts: Iterable<string>, all: readonly string[], fits: (one: string, text: string) => boolean) {
  return [...texts]
    .map(text => ({ text, times: all.filter(one => fits(one, text)).length }))
    .filter(({ times }) => times !== 1)
}

test(`killed at any moment, ${ROUNDS} times: nothing is lost, nothing is doubled, nothing unapproved is out`, {
  timeout: 60_000 + PATIENCE + ROUNDS * 30_000,
}, async () => {
  process.stdout.write(`chaos: CHAOS_SEED=${SEED} CHAOS_ROUNDS=${ROUNDS}\n`)
  const random = createRandom(SEED)
  await using directory = await makeDataDirectory()
  // What is said about a start after a kill is for people; an error would be for us.
  const options = { dataDirectory: directory.path, environment: { LOG_LEVEL: 'error' } }
  const book = createBook()
  for (let index = 0; index < ROUNDS; index++) await round(options, book, String(index), random)

  await using vigie = await startVigie(options)
  const client = createLocalClient(vigie.url)
  await settle(client, book)
  const posts = await client.posts()
  const replies = posts.filter(post => post.author === 'acme').map(post => post.text)
  const cards = [...(await client.messages('mentions')), ...(await client.messages('alerts'))].map(wordsOf)
  const drafts = (await client.messages('drafts')).map(wordsOf)

  expect(book.acknowledged.size).toBeGreaterThan(ROUNDS)
  expect(book.approved.size).toBeGreaterThan(0)
  expect(book.liked.size).toBeGreaterThan(0)
  expect(unliked(book, cards)).toEqual([])
  const isIn = (card: string, text: string) => card.includes(text)
  expect(strays(book.acknowledged, cards, isIn)).toEqual([])
  expect(strays(book.sent, cards, isIn).filter(({ times }) => times > 1)).toEqual([])
  expect(strays(book.approved, replies, (one, text) => one === text)).toEqual([])
  expect(strays(book.written, drafts, isIn).filter(({ times }) => times > 1)).toEqual([])
  expect(replies.filter(text => !book.approving.has(text) || isLeft(text))).toEqual([])
  expect(replies.length).toBe(new Set(replies).size)
  expect(await vigie.stop('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
})
