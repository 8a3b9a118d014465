import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { auditLog, drafts, reviews } from '../../src/db/schema/index.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { snapshot } from '../support/snapshot.ts'
import { recordJobs } from '../support/stages.ts'
import { command, draftOf, hear, mentionOf, modalOf, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function draftsOf(world: World) {
  return shared.database.connection.select().from(drafts).where(eq(drafts.brandId, world.brand.id))
}

function wordOf(answer: Answer): string | undefined {
  if (answer.kind === 'ephemeral') return answer.text
  return answer.kind === 'update' ? answer.ephemeral : undefined
}

describe('a button on an older card', () => {
  test('of a draft changes nothing and gives the fresh card', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Hello')
    const { row } = await draftOf(world, id)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const before = await snapshot(shared)
    for (const [who, action] of [
      ['sam', 'draft.approve'],
      ['noor', 'draft.change'],
      ['noor', 'draft.reject'],
      ['camille', 'draft.edit'],
      ['camille', 'draft.withdraw'],
      ['camille', 'draft.reschedule'],
      ['camille', 'draft.now'],
    ] as const) {
      const answer = await press(world, who, action, row)
      // Whoever did it knows what happened.
      const said = who === 'noor' ? '' : ' What happened: Noor approved it.'
      expect([action, wordOf(answer)]).toEqual([action, `${en('refusal.stale')}${said}`])
      expect(answer.kind === 'update' && answer.card.en.header).toContain('Publishing')
    }
    expect(await snapshot(shared)).toEqual(before)
  })

  test('of a mention changes nothing and gives the fresh card', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    const before = await snapshot(shared)
    for (const action of ['mention.assign', 'mention.ignore', 'mention.reopen']) {
      const answer = await press(world, 'alex', action, mention, 'mentions')
      expect([action, wordOf(answer)]).toEqual([action, `${en('refusal.stale')} What happened: Camille took it.`])
      expect(JSON.stringify(answer)).toContain('In charge: Camille')
    }
    expect(await snapshot(shared)).toEqual(before)
  })

  test('that opens a form keeps what was typed when the thing has moved on meanwhile', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Hello')
    const forms = {
      comment: modalOf(await pressOnDraft(world, 'noor', 'draft.change', id)),
      text: modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id)),
    }
    await pressOnDraft(world, 'sam', 'draft.approve', id)
    for (const [field, modal] of Object.entries(forms)) {
      const who = field === 'text' ? 'camille' : 'noor'
      const answer = await submit(world, who, modal, { comment: 'Shorter', text: 'Hello again', when: '' })
      const said = `${en('refusal.stale')} What happened: Sam approved it.`
      expect(answer).toEqual({ kind: 'errors', errors: { [field]: said } })
    }
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'scheduled', revision: 1 })
  })
})

describe('two people at once', () => {
  test('who answer the same mention: one wins, and the text of the other is not lost', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const people = ['camille', 'alex', 'sam'] as const
    const modals = await Promise.all(people.map(who => press(world, who, 'mention.reply', mention, 'mentions')))
    const answers = await Promise.all(
      people.map((who, index) => submit(world, who, modalOf(modals[index]!), { text: `From ${who}` })),
    )
    expect(answers.filter(answer => answer.kind === 'ephemeral')).toHaveLength(1)
    const refused = answers.filter(answer => answer.kind === 'errors')
    const [draft] = await draftsOf(world)
    const winner = people[answers.findIndex(answer => answer.kind === 'ephemeral')]!
    const what = `What happened: ${world.members[winner].name} wrote a reply; it is in review.`
    const text = `${en('refusal.mention.already-replying')} ${what}`
    expect(refused).toEqual([1, 2].map(() => ({ kind: 'errors', errors: { text } })))
    expect((await draftOf(world, draft!.id)).revision.content.variants[0]?.text).toBe(`From ${winner}`)
    expect((await mentionOf(world, mention.id)).assigneeId).toBe(world.members[winner].id)
  })

  test('who take the same mention: it is the first one’s', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const answers = await Promise.all(
      (['camille', 'alex'] as const).map(who => press(world, who, 'mention.assign', mention, 'mentions')),
    )
    const words = answers.map(wordOf)
    expect(words.filter(word => word === undefined)).toHaveLength(1)
    const winner = words[0] === undefined ? 'Camille' : 'Alex'
    expect(words).toContain(`${en('refusal.stale')} What happened: ${winner} took it.`)
  })

  test('who approve: both count where two are asked for', async () => {
    const world = await createWorld(shared, { brand: { policy: { approvals: 2, authorMayApprove: false } } })
    const id = await writePost(world, 'camille', 'Hello')
    const { row } = await draftOf(world, id)
    const answers = await Promise.all((['noor', 'sam'] as const).map(who => press(world, who, 'draft.approve', row)))
    expect(answers.map(wordOf).toSorted()).toEqual(
      [en('done.approved'), en('done.approved.more', { count: 1 })].toSorted(),
    )
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'scheduled' })
    const given = await shared.database.connection.select().from(reviews).where(eq(reviews.draftId, id))
    expect(given.map(review => review.memberId).toSorted()).toEqual(
      [world.members.noor.id, world.members.sam.id].toSorted(),
    )
  })

  test('who approve: the second is told that it is done where one is enough', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Hello')
    const { row } = await draftOf(world, id)
    const answers = await Promise.all((['noor', 'sam'] as const).map(who => press(world, who, 'draft.approve', row)))
    const words = answers.map(wordOf)
    const winner = words[0] === en('done.approved') ? 'Noor' : 'Sam'
    const lost = `${en('refusal.stale')} What happened: ${winner} approved it.`
    expect(words.toSorted()).toEqual([en('done.approved'), lost].toSorted())
  })

  test('of whom one approves and one edits: nothing is approved that was not read', async () => {
    const world = await createWorld(shared)
    for (let round = 0; round < 5; round++) {
      const id = await writePost(world, 'camille', 'Hello')
      const { row } = await draftOf(world, id)
      const modal = modalOf(await press(world, 'alex', 'draft.edit', row))
      await Promise.all([
        press(world, 'noor', 'draft.approve', row),
        submit(world, 'alex', modal, { text: 'Something else', when: '' }),
      ])
      const { draft, revision } = await draftOf(world, id)
      const isNew = revision.content.variants[0]?.text === 'Something else'
      expect(draft.state).toBe(isNew ? 'in-review' : 'scheduled')
      expect(draft.approvals).toHaveLength(isNew ? 0 : 1)
    }
  })
})

describe('a review', () => {
  test.each([
    ['draft.change', 'request-changes', 'draft'],
    ['draft.reject', 'reject', 'rejected'],
  ] as const)('by %s needs its reason, and keeps it', async (action, decision, state) => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Hello')
    const modal = modalOf(await pressOnDraft(world, 'noor', action, id))
    for (const comment of ['', ' \n ']) {
      const answer = await submit(world, 'noor', modal, { comment })
      expect(answer).toEqual({ kind: 'errors', errors: { comment: en('error.required') } })
    }
    expect(await submit(world, 'noor', modal, {})).toMatchObject({ kind: 'errors' })
    await submit(world, 'noor', modal, { comment: ' Too long ' })
    expect((await draftOf(world, id)).draft).toMatchObject({ state, approvals: [] })
    const kept = await shared.database.connection.select().from(reviews).where(eq(reviews.draftId, id))
    expect(kept).toMatchObject([{ decision, comment: 'Too long', memberId: world.members.noor.id, revision: 1 }])
  })

  test('of one’s own words is refused, and allowed where the brand says so', async () => {
    for (const authorMayApprove of [false, true]) {
      const world = await createWorld(shared, { brand: { policy: { approvals: 1, authorMayApprove } } })
      const id = await writePost(world, 'alex', 'Hello')
      const answer = await pressOnDraft(world, 'alex', 'draft.approve', id)
      expect(wordOf(answer)).toBe(authorMayApprove ? en('done.approved') : en('refusal.draft.own-draft'))
      expect((await draftOf(world, id)).draft.state).toBe(authorMayApprove ? 'scheduled' : 'in-review')
    }
  })

  test('is in the audit log with the hash of what was read, and without any words', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'A very particular text')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const entries = await shared.database.connection
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.subjectId, id), eq(auditLog.actorId, world.members.noor.id)))
    expect(entries).toMatchObject([
      { act: 'draft.approval-given', contentHash: (await draftOf(world, id)).row.contentHash },
    ])
    expect(JSON.stringify(entries)).not.toContain('particular')
  })
})

describe('a fault inside', () => {
  test('is an answer in the person’s language, and nothing was done', async () => {
    const jobs = recordJobs()
    let isBroken = false
    const world = await createWorld(shared, {
      jobs: {
        async send(...args) {
          if (isBroken) throw new Error('the queue is away')
          await jobs.send(...args)
        },
      },
    })
    const id = await writePost(world, 'camille', 'Hello')
    const mention = await hear(world, 'Acme is here')
    const reply = modalOf(await press(world, 'alex', 'mention.reply', mention, 'mentions'))
    await command(world, 'noor', 'lang fr')
    isBroken = true
    const before = await snapshot(shared)
    expect(await pressOnDraft(world, 'noor', 'draft.approve', id)).toEqual({ kind: 'ephemeral', text: fr('fault') })
    expect(await submit(world, 'alex', reply, { text: 'Hello' })).toEqual({ kind: 'ephemeral', text: en('fault') })
    expect(await command(world, 'sam', 'digest now')).toEqual({ kind: 'ephemeral', text: en('fault') })
    expect(await snapshot(shared)).toEqual(before)
  })
})
