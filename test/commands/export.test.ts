import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditLog } from '../../src/db/schema/index.ts'
import { createExports } from '../../src/http/exports.ts'
import { EXPORT_PATH } from '../../src/pipeline/export-author.ts'
import { MINUTE } from '../support/clock.ts'
import { correct, createEditing, publish } from '../support/correcting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost } from '../support/looking.ts'
import { taken } from '../support/taken.ts'
import { command, performDue, pressOnDraft, writeReply } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Gets what is at the address, as a browser does. */
function get(world: World, address: string, method = 'GET') {
  const app = createExports({ path: EXPORT_PATH, take: world.exportAuthor.take, expired: 'not any more' })
  return app.request(address, { method })
}

async function heldOf(handle: string) {
  const world = await createEditing(shared)
  const author = { remoteId: `did:${handle}`, handle, name: 'Jo', followers: 7 }
  await hearPost(world, 'Acme, are you open?', { author })
  await hearPost(world, 'Acme, somebody else')
  return world
}

async function addressOf(world: World, handle: string): Promise<string> {
  const answer = await command(world, 'sam', `export @${handle}`)
  if (answer.kind !== 'ephemeral' || answer.link === undefined) throw new Error(JSON.stringify(answer))
  expect(answer.text).not.toContain(answer.link.url)
  return answer.link.url
}

test('an admin gets all that is held of somebody, once, and nothing of anybody else', async () => {
  const world = await heldOf('jo.one')
  const [{ mention } = { mention: undefined }] = await taken(world)
  const id = await writeReply(world, 'camille', mention!, 'Yes, we are.')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  await publish(world, await correct(world, 'camille', id, 'Yes, until 6.'))
  const address = await addressOf(world, 'JO.one')
  expect(address).toMatch(/^https:\/\/vigie\.test\/export\/[\w-]{43}$/)
  expect((await get(world, address, 'HEAD')).status).toBe(405)
  const answers = await Promise.all([get(world, address), get(world, address)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  const file = answers.find(({ status }) => status === 200)!
  expect(file.headers.get('content-disposition')).toMatch(
    /^attachment; filename="vigie-acme-\d+-\d{4}-\d\d-\d\d\.json"$/,
  )
  expect(file.headers.get('cache-control')).toBe('no-store')
  const text = await file.text()
  expect(JSON.parse(text)).toMatchObject({
    authors: [
      {
        id: 'did:jo.one',
        handles: ['jo.one'],
        muted: null,
        mentions: [
          {
            post: { text: 'Acme, are you open?', followers: 7 },
            state: 'replied',
            replies: [{ text: 'Yes, we are.', edits: [{ text: 'Yes, until 6.' }] }],
          },
        ],
      },
    ],
  })
  for (const other of ['somebody else', 'camille', 'Camille', 'Noor']) expect(text).not.toContain(other)
  const gone = await get(world, address)
  expect([gone.status, await gone.text()]).toEqual([404, 'not any more'])
  const audit = await shared.database.connection.select().from(auditLog).where(eq(auditLog.subjectId, world.brand.id))
  const exported = audit.find(({ act }) => act === 'author.exported')
  expect(exported?.actorId).toBe(world.members.sam.id)
  expect(JSON.stringify(exported)).not.toContain('jo.one')
})

test('the address is good for ten minutes, whoever guesses gets nothing, and nothing is held of strangers', async () => {
  const world = await heldOf('jo.two')
  const address = await addressOf(world, 'jo.two')
  expect((await get(world, `https://vigie.test/export/${'a'.repeat(43)}`)).status).toBe(404)
  world.clock.advance(10 * MINUTE)
  expect((await get(world, address)).status).toBe(404)
  expect(await command(world, 'sam', 'export @nobody')).toMatchObject({
    text: 'Nothing is held of @nobody.',
  })
})

test('where no browser could reach it, it says what to do', async () => {
  const world = await createWorld(shared, { address: null })
  await hearPost(world, 'Acme is fine', { author: { remoteId: 'x', handle: 'jo.three', name: 'Jo', followers: null } })
  expect(await command(world, 'sam', 'export @jo.three')).toMatchObject({ text: expect.stringContaining('PUBLIC_URL') })
})
