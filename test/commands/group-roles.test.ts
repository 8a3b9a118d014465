import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modal } from '../../src/chat/card.ts'
import { type Answer, ChatError, type Group, type Person } from '../../src/chat/platform.ts'
import { findBrandBySlug, insertBrand } from '../../src/db/queries/brands.ts'
import { listGroupGrants } from '../../src/db/queries/group-grants.ts'
import { insertChannel, setMemberRoles } from '../../src/db/queries/people.ts'
import { saveWorkspace } from '../../src/db/queries/workspaces.ts'
import { auditLog, members } from '../../src/db/schema/index.ts'
import { POST_POLICY, REPLY_POLICY } from '../../src/domain/brand.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { command, draftOf, hear, modalOf, originOf, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, PEOPLE, type Who, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A team whose chat has groups: Lou, who may only read, is in `red`; Camille in `red` and `blue`. */
async function createTeam() {
  const world = await createWorld(shared)
  await saveWorkspace(shared.database.connection, 'scripted', world.workspace, 'The team')
  const groups: Group[] = [
    { id: '1', name: 'Red' },
    { id: '2', name: 'Blue Team' },
  ]
  const memberships = new Map<string, readonly string[]>([
    ['lou', ['1']],
    ['camille', ['1', '2']],
  ])
  let fault: ChatError | undefined
  const ask = <T>(answer: T): T => {
    if (fault !== undefined) throw fault
    return answer
  }
  Object.assign(world.chat, {
    groups: async () => ask([...groups]),
    person: async (_workspace: string, user: string): Promise<Person | undefined> => {
      const isThere = PEOPLE.some(who => who === user)
      return ask(isThere ? { name: capital(user), standing: 'member', groups: memberships.get(user) ?? [] } : undefined)
    },
    problems: async (_places: unknown, wanted: readonly { readonly id: string }[] = []) =>
      wanted
        .filter(({ id }) => groups.every(group => group.id !== id))
        .map(({ id }) => ({ code: 'group-gone', detail: id })),
  })
  return {
    world,
    memberships,
    remove: (id: string) => {
      groups.splice(
        groups.findIndex(group => group.id === id),
        1,
      )
    },
    breaks: (next: ChatError | undefined) => {
      fault = next
    },
  }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function textOf(answer: Answer): string {
  if (answer.kind === 'update') return answer.ephemeral ?? ''
  return answer.kind === 'ephemeral' ? answer.text : JSON.stringify(answer)
}

async function say(world: World, who: Who, text: string): Promise<string> {
  return textOf(await command(world, who, text))
}

async function grantsOf({ workspace }: World) {
  const rows = await listGroupGrants(shared.database.connection, 'scripted', workspace)
  return rows.map(({ groupId, roles }) => `${groupId} ${roles.join(' ')}`)
}

/** A second brand in the same workspace, with a channel of its own. */
async function addBrand(world: World) {
  const { connection } = shared.database
  const brand = await insertBrand(connection, {
    ...{ slug: `bolt-${world.workspace}`, name: 'Bolt', timeZone: 'UTC', language: 'en' },
    ...{ keywords: { phrases: ['Bolt'], exclusions: [], handles: [] }, policy: POST_POLICY, replyPolicy: REPLY_POLICY },
  })
  const place = { platform: 'scripted', workspace: world.workspace, remoteId: 'bolt', name: 'bolt' }
  await insertChannel(connection, { ...place, brandId: brand!.id, purpose: 'mentions' })
  const there = (who: Who, text: string) =>
    world.handlers.command({ workspace: world.workspace, channel: 'bolt', user: who }, text).then(textOf)
  return { brand: brand!, there }
}

describe('a group of people', () => {
  test('whose members administer one brand of several is suggested that one, and may be given mentions of it', async () => {
    const { world } = await createTeam()
    const { brand } = await addBrand(world)
    await say(world, 'sam', 'roles <@&1> admin')
    const suggested = (who: Who, name: string) =>
      world.handlers.suggest!({ ...originOf(world, who, 'mentions'), channel: 'elsewhere' }, name, 'brand', '')
    expect((await suggested('sam', 'bind')).map(({ value }) => value)).toContain(brand.slug)
    expect((await suggested('lou', 'bind')).map(({ value }) => value)).toEqual([world.brand.slug])
    expect(await suggested('noor', 'bind')).toEqual([])
    const mention = await hear(world, 'Acme is near')
    expect(await say(world, 'sam', `assign ${mention.id} @Lou`)).toBe('Lou has it now.')
  })

  test('gets roles for the brand, by its mention or its name, and its members have them with their next act', async () => {
    const { world } = await createTeam()
    const mention = await hear(world, 'Acme is here')
    expect(textOf(await press(world, 'lou', 'mention.assign', mention, 'mentions'))).toBe(en('refusal.handle-mentions'))
    expect(await say(world, 'lou', 'roles <@&1> editor')).toBe(en('refusal.administer'))
    expect(await say(world, 'sam', 'roles <@&1> editor, approver')).toContain(
      'Members of @Red, for Acme: editor and approver.',
    )
    expect(await grantsOf(world)).toEqual(['1 editor approver'])
    expect(textOf(await press(world, 'lou', 'mention.assign', mention, 'mentions'))).not.toContain('not allowed')
    expect(await say(world, 'lou', 'roles <@&1> editor')).toBe(en('refusal.administer'))
    expect(await say(world, 'sam', 'roles @blue team rédacteur')).toContain('Members of @Blue Team, for Acme: editor.')
    expect(await say(world, 'lou', 'roles')).toMatch(
      /Lou: viewer\n[\s\S]*Members of @Red, for Acme: editor and approver/,
    )
    expect(await say(world, 'lou', 'roles <@&2>')).toBe('Members of @Blue Team, for Acme: editor')
    expect(await say(world, 'sam', 'roles @Red none')).toBe(
      en('command.roles.group.taken', { name: 'Red', brand: 'Acme' }),
    )
    expect(await grantsOf(world)).toEqual(['2 editor'])
    expect(await say(world, 'lou', 'roles @Red')).toBe(en('command.roles.group.nothing', { name: 'Red' }))
    await command(world, 'sam', 'lang fr')
    expect(await say(world, 'sam', 'équipe <@&1> valideur')).toMatch(/^Membres de @Red, pour Acme.: valideur\./)
    expect(await say(world, 'sam', 'roles <@&9> editor')).toBe(fr('command.roles.group.unknown'))
    const acts = await shared.database.connection.select().from(auditLog).where(eq(auditLog.act, 'group.roles'))
    expect(acts.filter(({ subjectId }) => subjectId === world.brand.id)).toHaveLength(4)
  })

  test('makes its members somebody whom a mention can be given to', async () => {
    const { world } = await createTeam()
    const mention = await hear(world, 'Acme is here')
    const give = () => say(world, 'camille', `assign ${mention.id} @lou`)
    expect(await give()).toBe(en('error.person.no-editor', { name: 'Lou' }))
    await command(world, 'sam', 'roles @Red editor')
    expect(await give()).toBe(en('done.assigned', { name: 'Lou' }))
  })

  test('loses them for whoever is in it no more, at once, and for all while the chat says nothing of who that is', async () => {
    const { world, memberships, breaks } = await createTeam()
    await command(world, 'sam', 'roles @Red approver')
    const first = await writePost(world, 'alex', 'We open on Monday')
    const second = await writePost(world, 'alex', 'We open on Tuesday')
    expect(textOf(await pressOnDraft(world, 'lou', 'draft.approve', first))).toContain('Approved')
    breaks(new ChatError({ kind: 'unavailable' }, 'away'))
    expect(textOf(await pressOnDraft(world, 'lou', 'draft.approve', second))).toBe(en('refusal.review-drafts'))
    breaks(undefined)
    memberships.set('lou', [])
    expect(textOf(await pressOnDraft(world, 'lou', 'draft.approve', second))).toBe(en('refusal.review-drafts'))
    expect((await draftOf(world, second)).draft.state).toBe('in-review')
    memberships.set('lou', ['1'])
    expect(textOf(await pressOnDraft(world, 'lou', 'draft.approve', second))).toContain('Approved')
  })

  test('that is gone gives nothing, and is told of, until it has no roles any more', async () => {
    const { world, memberships, remove } = await createTeam()
    await command(world, 'sam', 'roles @Red approver')
    remove('1')
    memberships.set('lou', [])
    expect(await say(world, 'sam', 'status')).toContain(en('command.status.problem.group-gone', { name: 'Red' }))
    expect(await say(world, 'sam', 'roles')).toContain(
      'Members of @Red, for Acme: approver (there is no @Red any more)',
    )
    expect(await say(world, 'sam', 'roles @Red editor')).toBe(en('command.roles.group.gone', { name: 'Red' }))
    await command(world, 'sam', 'roles @Red none')
    expect(await say(world, 'sam', 'status')).not.toContain('Red')
    expect(await grantsOf(world)).toEqual([])
  })

  test('opens the brand that it was given and no other, and nothing that concerns all of them', async () => {
    const { world } = await createTeam()
    await command(world, 'sam', 'roles @Red admin')
    // The only brand there is: whoever administers it administers all.
    expect(await say(world, 'lou', 'roles @noor viewer')).toBe('Noor: viewer')
    const { brand, there } = await addBrand(world)
    modalOf(await command(world, 'lou', 'brand edit'))
    const refused = en('refusal.administer')
    expect(await there('lou', 'brand edit')).toBe(refused)
    expect(await there('lou', 'roles @Red admin')).toBe(refused)
    expect(await there('lou', 'lang fr brand')).toBe(refused)
    for (const text of ['roles @noor admin', 'brand new', `setup ${brand.slug}`, `bind alerts ${brand.slug}`]) {
      expect(await say(world, 'lou', text)).toBe(refused)
    }
    expect(await say(world, 'lou', 'roles @Red editor admin')).toContain('Members of @Red, for Acme: editor and admin')
    // Where it is typed does not matter, only which brand is meant.
    expect(await there('lou', `bind alerts ${world.brand.slug}`)).toContain('gets alerts of Acme')
    await there('sam', 'roles @Red admin')
    expect(await say(world, 'lou', 'roles @noor admin')).toBe('Noor: admin')
  })

  test('that administers everything may bring another brand, and go on with it', async () => {
    const { world } = await createTeam()
    await command(world, 'sam', 'roles @Red admin')
    await command(world, 'sam', 'roles <@&2> editor')
    const send = async (modal: Modal, change: Record<string, string> = {}) => {
      const values = Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
      return submit(world, 'lou', modal, { ...values, ...change })
    }
    const about = modalOf(await command(world, 'lou', 'brand new'))
    const places = modalOf(await send(about, { name: `Nova ${world.workspace}` }))
    const people = modalOf(await send(places, { mentions: 'nova', drafts: 'nova', alerts: '', digest: '' }))
    expect(people.fields.map(({ value }) => value)).toEqual(['camille,alex', 'noor,alex', 'sam,&1'])
    expect(textOf(await send(people))).toContain(`Nova ${world.workspace} is set up`)
    const brand = await findBrandBySlug(shared.database.connection, `nova-${world.workspace}`)
    const grants = await listGroupGrants(shared.database.connection, 'scripted', world.workspace)
    const ofNova = grants.filter(({ brandId }) => brandId === brand?.id)
    expect(ofNova.map(({ groupId, roles }) => [groupId, ...roles])).toEqual([['1', 'admin']])
  })

  test('is offered by the wizard, which shows what is set and takes away what is taken out', async () => {
    const { world, remove } = await createTeam()
    await command(world, 'sam', 'roles @Red viewer editor')
    await command(world, 'sam', 'roles <@&2> approver')
    const open = async () => {
      const send = async (modal: Modal) =>
        submit(world, 'sam', modal, Object.fromEntries(modal.fields.map(({ id, value }) => [id, value])))
      return modalOf(await send(modalOf(await send(modalOf(await command(world, 'sam', 'setup'))))))
    }
    const people = await open()
    expect(people.fields).toMatchObject([
      { kind: 'people', groups: true, value: 'camille,alex,&1' },
      { value: 'noor,alex,&2' },
      { value: 'sam' },
    ])
    expect(people.fields[0]?.hint).toBe(en('modal.setup.people.groups', { brand: 'Acme' }))
    const values = { editor: 'camille,&2', approver: 'noor,&1,&2', admin: 'sam' }
    const wrong = await submit(world, 'sam', people, { ...values, editor: '&7' })
    expect(wrong).toMatchObject({ errors: { editor: en('command.roles.group.unknown') } })
    const lonely = await submit(world, 'sam', people, { ...values, admin: '&1' })
    expect(lonely).toMatchObject({ errors: { admin: en('command.roles.last-admin') } })
    const told = textOf(await submit(world, 'sam', people, values))
    expect(told).toContain('Answer and write: Camille, Sam and @Blue Team.')
    expect(await grantsOf(world)).toEqual(['1 viewer approver', '2 editor approver'])
    // What somebody else changed meanwhile is not overwritten.
    const stale = await open()
    await command(world, 'sam', 'roles @Red none')
    expect(await submit(world, 'sam', stale, values)).toMatchObject({ errors: { editor: en('error.roles.changed') } })
    remove('2')
    const last = await open()
    expect(last.fields.map(({ value }) => value)).toEqual(['camille', 'noor', 'sam'])
    await submit(world, 'sam', last, { editor: 'camille', approver: 'noor', admin: 'sam' })
    expect(await grantsOf(world)).toEqual([])
  })

  test('is no way to be rid of the last admin, or around a role of one’s own that was taken away', async () => {
    const { world, memberships } = await createTeam()
    await command(world, 'sam', 'roles @Red admin')
    expect(await say(world, 'lou', 'roles @sam none')).toBe(en('command.roles.last-admin'))
    await setMemberRoles(shared.database.connection, world.members.lou.id, [])
    expect(await say(world, 'lou', 'brand')).toContain('Acme: language')
    memberships.set('lou', [])
    expect(await say(world, 'lou', 'brand')).toBe(en('refusal.read'))
  })

  test('is remembered of those who were seen, as they were seen last', async () => {
    const { world, memberships } = await createTeam()
    const groupsOf = async (who: Who) =>
      (await shared.database.connection.select().from(members).where(eq(members.id, world.members[who].id)))[0]?.groups
    expect(await groupsOf('camille')).toEqual([])
    await command(world, 'camille', 'help')
    expect(await groupsOf('camille')).toEqual(['1', '2'])
    memberships.set('camille', ['2'])
    await world.handlers.action(originOf(world, 'camille', 'drafts'), 'draft.approve:x:1')
    expect(await groupsOf('camille')).toEqual(['2'])
  })
})
