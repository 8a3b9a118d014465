import { setTimeout as delay } from 'node:timers/promises'
import { MAXIMUM_MESSAGES, readCards, sendPost } from './local-workspace.ts'
import { createCounter } from './mentions.ts'
import type { Figure } from './report.ts'
import { repeat } from './way.ts'
import { startVigie, type Workshop } from './workshop.ts'

/** Posts of one round, at most: less than can be read back at once. */
const MAXIMUM_POSTS = 2_000
/** Milliseconds between two looks, and without a new card until no more are expected. */
const LOOK = 500
const GIVEN_UP = 3_000

interface Toll {
  readonly acknowledged: number
  readonly lost: number
  readonly doubled: number
}

/** Posts as fast as it is let until Vigie is dead. Answers with the posts for which it had said 201. */
async function postUntilDeath(workshop: Workshop, directory: string, next: () => number): Promise<readonly number[]> {
  await using app = await startVigie(workshop, directory)
  const acknowledged: number[] = []
  let isDead = false
  const sending = repeat(MAXIMUM_POSTS, 16, async () => {
    if (isDead) return
    const number = next()
    // Those under way at the death were promised nothing.
    const status = await sendPost(workshop.client, app.url, number).catch(() => undefined)
    if (status === 201) acknowledged.push(number)
  })
  await delay(100 + Math.random() * 500)
  isDead = true
  await app.kill()
  await sending
  return acknowledged
}

/** Starts again and counts the cards, once all are there or no more come. */
async function countCards(workshop: Workshop, directory: string): Promise<ReadonlyMap<number, number>> {
  await using app = await startVigie(workshop, directory)
  let seen = new Map<number, number>()
  for (let since = performance.now(); performance.now() - since < GIVEN_UP; await delay(LOOK)) {
    const now = new Map<number, number>()
    for (const { number } of await readCards(workshop.client, app.url, MAXIMUM_MESSAGES)) {
      if (number !== undefined) now.set(number, (now.get(number) ?? 0) + 1)
    }
    if (now.size > seen.size) since = performance.now()
    seen = now
  }
  return seen
}

async function takeToll(workshop: Workshop, directory: string, next: () => number): Promise<Toll> {
  const acknowledged = await postUntilDeath(workshop, directory, next)
  const cards = await countCards(workshop, directory)
  const doubled = [...cards.values()].filter(count => count > 1).length
  return { acknowledged: acknowledged.length, lost: acknowledged.filter(one => !cards.has(one)).length, doubled }
}

/** What an acknowledged post is worth: SIGKILL under load, start again, count. */
export async function measureLoss(workshop: Workshop): Promise<readonly Figure[]> {
  const next = createCounter()
  const tolls: Toll[] = []
  for (let round = 0; round < (workshop.isQuick ? 1 : 5); round++) {
    tolls.push(await takeToll(workshop, await workshop.makeDirectory(), next))
  }
  const sum = (part: keyof Toll) => tolls.reduce((total, toll) => total + toll[part], 0)
  const what = `of ${sum('acknowledged')} acknowledged, ${tolls.length} SIGKILL under load`
  return [
    { id: 'lost', name: `mentions lost ${what}`, unit: '', value: sum('lost'), goal: { atMost: 0 } },
    { id: 'doubled', name: 'cards doubled by that', unit: '', value: sum('doubled'), goal: { atMost: 0 } },
  ]
}
