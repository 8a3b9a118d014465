import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Card } from '../../src/chat/card.ts'
import { cards, digests, mentions, posts } from '../../src/db/schema/index.ts'
import { DIGEST_HOUR } from '../../src/domain/digest.ts'
import { hourOfDay, weekOf } from '../../src/domain/time.ts'
import { show } from '../cards/show.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { deliver, shown } from '../support/outbox.ts'
import { postBy } from '../support/scripted-network.ts'
import { command, hear, originOf, performDue, pressOnDraft, writeReply } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Moves the clock to minutes after this week's digest is due. */
function goToDigest(world: World, minutes: number): void {
  const { end } = weekOf(world.clock.now(), world.brand.timeZone)
  const due = hourOfDay(end, DIGEST_HOUR, world.brand.timeZone)
  world.clock.advance(due.getTime() - world.clock.now().getTime() + minutes * MINUTE)
}

function digestsOf(world: World) {
  return shared.database.connection.select().from(digests).where(eq(digests.brandId, world.brand.id))
}

async function shownDigests(world: World): Promise<readonly { readonly en: string; readonly fr: string }[]> {
  await deliver(world, 'digest')
  const lines = (card: Card) => show(card)
  return shown(world, 'digest').map(({ card }) => ({ en: lines(card.en), fr: lines(card.fr) }))
}

describe('the digest of a week', () => {
  test('is made once however many processes make it at once, and once again next week', async () => {
    const world = await createWorld(shared)
    await using other = await world.replica()
    await using third = await world.replica()
    const processes = [world, other, third, world, other, third]
    await hear(world, 'Acme is fine')
    for (const weeks of [1, 2]) {
      goToDigest(world, 1)
      expect(await world.digest.listDue()).toContain(world.brand.id)
      await Promise.all(processes.map(one => one.digest.makeDue(world.brand.id)))
      expect(await world.digest.listDue()).not.toContain(world.brand.id)
      expect(await digestsOf(world)).toHaveLength(weeks)
      expect(await shownDigests(world)).toHaveLength(weeks)
    }
  })

  test('is not made before its time', async () => {
    const world = await createWorld(shared)
    goToDigest(world, -1)
    await world.digest.makeDue(world.brand.id)
    expect(await digestsOf(world)).toEqual([])
  })

  test('made on time says nothing of being late, made after Vigie was down says since when', async () => {
    const [punctual, down] = [await createWorld(shared), await createWorld(shared)]
    goToDigest(punctual, 50)
    goToDigest(down, 3 * 24 * 60)
    for (const world of [punctual, down]) {
      await world.sweep.run()
      expect(world.jobs.sent).toContainEqual(
        expect.objectContaining({ name: 'make-digest', payload: { brandId: world.brand.id } }),
      )
      await world.digest.makeDue(world.brand.id)
    }
    const [onTime] = await shownDigests(punctual)
    const [late] = await shownDigests(down)
    expect(onTime?.en).not.toContain('late')
    expect(onTime?.fr).not.toContain('retard')
    expect(late?.en).toMatch(/This digest is late: Vigie was not running on Monday \d+ \w+ at 09:00\./)
    expect(late?.fr).toMatch(/Ce bilan est en retard_: Vigie ne fonctionnait pas le lundi \d+ \S+ à 09:00\./)
  })

  test('tells of numbers, networks and what matters most, and of no text that has been erased', async () => {
    const world = await createWorld(shared)
    // In the middle of a week, whenever this runs.
    goToDigest(world, 2 * 24 * 60)
    const by = (name: string, followers: number | null, text: string) =>
      world.network.feed.push(postBy(name, text, { author: { remoteId: name, handle: name, name, followers } }))
    by('nobody', null, 'Acme opens at nine')
    by('angry', null, 'Acme is terrible, broken and a scam')
    by('big', 1_204, 'Acme opens at ten')
    by('bigger', 50_000, 'Acme opens at eleven')
    await world.intake.poll(world.source.id)
    const mention = await hear(world, 'Acme, thank you, great and wonderful!', 'happy')
    const id = await writeReply(world, 'alex', mention, 'Thanks!')
    await pressOnDraft(world, 'alex', 'draft.approve', id)
    world.clock.advance(30 * MINUTE)
    await performDue(world, id)
    expect(await command(world, 'lou', 'digest now')).toMatchObject({ kind: 'ephemeral' })
    const [digest] = await shownDigests(world)
    expect(digest?.en).toContain('Mentions = 5')
    expect(digest?.en).toContain('By network = The scripted network 5 (1 negative)')
    expect(digest?.en).toContain('Replied = 1 of 5 (20%)')
    expect(digest?.en).toContain('Time to first reply (median) = 30 minutes')
    expect(digest?.en.split('The mentions that matter most:')[1]).toMatch(
      /bigger \(50,000 followers\) on The scripted network, neutral.*eleven.*big \(1,204 followers\).*happy on The scripted network, positive/s,
    )

    const row = (await digestsOf(world))[0]!
    expect(JSON.stringify(row.report)).not.toContain('Acme opens')
    const top = row.report.topMentionIds[0]!
    const { connection } = shared.database
    const [erased] = await connection.select().from(mentions).where(eq(mentions.id, top))
    await connection.update(posts).set({ text: '' }).where(eq(posts.id, erased!.postId))
    await connection.update(cards).set({ wanted: 99, dueAt: world.clock.now() }).where(eq(cards.subjectId, row.id))
    const [after] = await shownDigests(world)
    expect(after?.en).not.toContain('eleven')
  })
})

test('the week so far is made once for one act, however often it is brought, and again for the next', async () => {
  const world = await createWorld(shared)
  const asked = (act: string) => world.handlers.command({ ...originOf(world, 'lou', 'mentions'), act }, 'digest now')
  const first = await asked('1')
  expect(await asked('1')).toEqual(first)
  expect(await digestsOf(world)).toHaveLength(1)
  expect(await asked('2')).toEqual(first)
  expect(await shownDigests(world)).toHaveLength(2)
})

test.each(['digest', 'digest now', 'Digest NOW', 'bilan', 'bilan maintenant'])(
  '“%s” gives the week so far, which is not the week’s own',
  async text => {
    const world = await createWorld(shared)
    expect(await command(world, 'lou', text)).toEqual({ kind: 'ephemeral', text: 'The week so far is in #digest.' })
    expect(await digestsOf(world)).toMatchObject([{ isPreview: true }])
    goToDigest(world, 1)
    await world.digest.makeDue(world.brand.id)
    expect((await digestsOf(world)).map(({ isPreview }) => isPreview).toSorted()).toEqual([false, true])
  },
)

test('anything else after “digest” is told how it goes', async () => {
  const world = await createWorld(shared)
  expect(await command(world, 'lou', 'digest yesterday')).toEqual({
    kind: 'ephemeral',
    text: 'That is not how the command goes. Write: /vigie digest [now]',
  })
  expect(await digestsOf(world)).toEqual([])
})
