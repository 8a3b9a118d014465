import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modal } from '../../src/chat/card.ts'
import {
  type Answer,
  ChatError,
  type ChatFault,
  type Person,
  type PlatformChannel,
  USUAL,
} from '../../src/chat/platform.ts'
import { findBrandBySlug, insertBrand } from '../../src/db/queries/brands.ts'
import { insertMember, listChannels, listMembers } from '../../src/db/queries/people.ts'
import { saveWorkspace } from '../../src/db/queries/workspaces.ts'

import { POST_POLICY, REPLY_POLICY } from '../../src/domain/brand.ts'
import { PURPOSES } from '../../src/domain/purpose.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { command, modalOf, originOf, submit } from '../support/team.ts'
import { createWorld, type Who, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A world whose chat knows everybody as a member and every channel as one that Vigie is in, unless a test says otherwise. */
async function createTeam() {
  const world = await createWorld(shared)
  const people = new Map<string, Person | undefined>()
  const channels = new Map<string, PlatformChannel | undefined>()
  const { remoteId } = await saveWorkspace(shared.database.connection, 'scripted', world.workspace, 'The team')
  expect(remoteId).toBe(world.workspace)
  Object.assign(world.chat, {
    person: async (_workspace: string, user: string): Promise<Person | undefined> =>
      people.has(user) ? people.get(user) : { name: capital(user), standing: 'member' },
    channel: async (_workspace: string, id: string): Promise<PlatformChannel | undefined> =>
      channels.has(id) ? channels.get(id) : { name: id, standing: 'ready' },
  })
  return { world, people, channels }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function valuesOf(modal: Modal): Record<string, string> {
  return Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
}

function textOf(answer: Answer): string {
  return answer.kind === 'ephemeral' ? answer.text : JSON.stringify(answer)
}

async function sendOff(world: World, modal: Modal, change: Record<string, string> = {}, who: Who = 'sam') {
  return submit(world, who, modal, { ...valuesOf(modal), ...change })
}

async function bound(brandId: string) {
  const rows = await listChannels(shared.database.connection, brandId, PURPOSES)
  return Object.fromEntries(rows.map(row => [row.purpose, row.remoteId]))
}

async function rolesOf(world: World) {
  const people = await listMembers(shared.database.connection, 'scripted', world.workspace)
  return Object.fromEntries(people.map(person => [person.remoteId, person.roles]))
}

describe('the wizard', () => {
  test('makes a brand, gives it channels and people, and says what is missing', async () => {
    const { world, channels } = await createTeam()
    channels.set('quiet', { name: 'quiet', standing: 'absent' })
    const about = modalOf(await command(world, 'sam', 'brand new', 'drafts'))
    expect(about.fields.map(({ id }) => id)).toEqual(['name', 'language', 'zone', 'phrases', 'handles'])
    const places = modalOf(await sendOff(world, about, { name: `Maison ${world.workspace}`, handles: '@maison' }))
    expect(new Set(Object.values(valuesOf(places)))).toEqual(new Set([world.channels.drafts.remoteId]))
    const people = modalOf(await sendOff(world, places, { mentions: 'news', alerts: '', digest: 'quiet' }))
    expect(people.intro).toContain('Vigie is not in #quiet yet: type “/invite @Vigie” there')
    expect(valuesOf(people)).toEqual({ editor: 'camille,alex', approver: 'noor,alex', admin: 'sam' })
    const told = textOf(await sendOff(world, people, { editor: 'camille,lou', admin: 'sam,noor' }))
    const brand = await findBrandBySlug(shared.database.connection, `maison-${world.workspace}`)
    expect(brand).toMatchObject({ keywords: { phrases: [`Maison ${world.workspace}`], handles: ['maison'] } })
    expect(await bound(brand!.id)).toEqual({
      mentions: 'news',
      drafts: world.channels.drafts.remoteId,
      digest: 'quiet',
    })
    expect(await rolesOf(world)).toMatchObject({
      camille: ['editor'],
      lou: ['editor'],
      noor: ['approver', 'admin'],
      alex: ['approver'],
      sam: ['admin'],
    })
    expect(told).toContain('#news gets: mentions.')
    expect(told).toContain('Vigie is not in #quiet yet')
    expect(told).toContain(`account add bluesky --brand maison-${world.workspace}`)
    expect(told).toContain('Approve: ')
  })

  test('shows what is set when it is opened again, and changes it without losing what it does not ask for', async () => {
    const { world } = await createTeam()
    const words = modalOf(await command(world, 'sam', 'brand edit words'))
    await sendOff(world, words, { exclusions: 'Acme Corp' })
    const about = modalOf(await command(world, 'sam', 'setup'))
    expect(valuesOf(about)).toMatchObject({ name: 'Acme', language: 'en', zone: 'Europe/Paris', phrases: 'Acme' })
    const places = modalOf(await sendOff(world, about, { zone: 'Africa/Dakar' }))
    expect(valuesOf(places).mentions).toBe(world.channels.mentions.remoteId)
    const people = modalOf(await sendOff(world, places, { mentions: 'elsewhere' }))
    expect(people.intro).toContain('#mentions no longer gets mentions.')
    expect(textOf(await sendOff(world, people))).toContain(en('setup.done', { name: 'Acme', slug: world.brand.slug }))
    const brand = await findBrandBySlug(shared.database.connection, world.brand.slug)
    expect(brand).toMatchObject({ timeZone: 'Africa/Dakar', keywords: { exclusions: ['Acme Corp'] } })
    expect((await bound(world.brand.id)).mentions).toBe('elsewhere')
  })

  test('is in the language that the chat is used in, and its later steps in the one that the brand was given', async () => {
    const { world, people } = await createTeam()
    people.set('sam', { name: 'Sam', standing: 'member', language: 'fr' })
    const about = modalOf(await command(world, 'sam', 'brand new', 'drafts'))
    // The place has a brand, whose language comes first.
    expect(about).toMatchObject({ title: en('modal.setup.brand'), language: 'en' })
    const places = modalOf(await sendOff(world, about, { name: `Maison ${world.workspace}`, language: 'fr' }))
    expect(places).toMatchObject({ title: fr('modal.setup.channels'), language: 'fr' })
    expect(places.intro).toContain('est là')
    const roles = modalOf(await sendOff(world, places))
    expect(roles).toMatchObject({ title: fr('modal.setup.people'), language: 'fr' })
    expect(textOf(await sendOff(world, roles))).toContain('est prête')
    const again = modalOf(await command(world, 'sam', `setup maison-${world.workspace}`, 'drafts'))
    const kept = modalOf(await sendOff(world, again, { language: 'en' }))
    expect(kept).toMatchObject({ title: en('modal.setup.channels'), language: 'en' })

    const workspace = `french-${world.workspace}`
    await saveWorkspace(shared.database.connection, 'scripted', workspace, 'Neuve')
    const ada = { platform: 'scripted', workspace, remoteId: 'ada', name: 'Ada', roles: ['admin'] as const }
    await insertMember(shared.database.connection, { ...ada, roles: [...ada.roles] })
    people.set('ada', { name: 'Ada', standing: 'member', language: 'fr' })
    const origin = { workspace, channel: 'ici', user: 'ada' }
    const first = modalOf(await world.handlers.command(origin, 'brand new'))
    expect(first).toMatchObject({ title: fr('modal.setup.brand'), language: 'fr' })
    expect(valuesOf(first).language).toBe('fr')
    await world.handlers.command(origin, 'lang en')
    expect(modalOf(await world.handlers.command(origin, 'brand new')).title).toBe(en('modal.setup.brand'))
  })

  test('goes on where somebody stopped: each step was kept when it was sent', async () => {
    const workspace = `alone-${crypto.randomUUID()}`
    const { world } = await createTeam()
    const { connection } = shared.database
    await saveWorkspace(connection, 'scripted', workspace, 'Alone')
    await insertMember(connection, { platform: 'scripted', workspace, remoteId: 'ada', name: 'Ada', roles: ['admin'] })
    const origin = { workspace, channel: 'here', user: 'ada' }
    const first = modalOf(await world.handlers.command(origin, 'setup'))
    const name = `Begun ${workspace}`
    await world.handlers.submit(origin, first.id, { ...valuesOf(first), name })
    const again = modalOf(await world.handlers.command(origin, `setup begun-${workspace}`))
    expect(valuesOf(again).name).toBe(name)
    const places = modalOf(await world.handlers.submit(origin, again.id, valuesOf(again)))
    await world.handlers.submit(origin, places.id, valuesOf(places))
    expect(valuesOf(modalOf(await world.handlers.command(origin, 'setup'))).name).toBe(name)
  })

  test('makes one brand of the same form sent twice, and none of a name that is taken', async () => {
    const { world } = await createTeam()
    const form = modalOf(await command(world, 'sam', 'brand new'))
    const name = `Twice ${world.workspace}`
    for (let round = 0; round < 2; round++) expect((await sendOff(world, form, { name })).kind).toBe('modal')
    const other = modalOf(await command(world, 'sam', 'brand new'))
    expect(await sendOff(world, other, { name })).toEqual({
      kind: 'errors',
      errors: { name: en('error.brand.taken') },
    })
  })

  test('says beside the field what is wrong', async () => {
    const { world, people, channels } = await createTeam()
    const about = modalOf(await command(world, 'sam', 'setup'))
    expect(await sendOff(world, about, { name: ' ', zone: 'Paris', language: 'de' })).toEqual({
      kind: 'errors',
      errors: { name: en('error.required'), zone: en('error.zone'), language: en('error.choice') },
    })
    for (const [id, standing] of [
      ['partners', 'shared'],
      ['old', 'archived'],
      ['D1', 'direct'],
    ] as const) {
      channels.set(id, { name: id, standing })
    }
    channels.set('secret', undefined)
    const places = modalOf(await sendOff(world, about))
    const wrong = await sendOff(world, places, { mentions: 'partners', alerts: 'old', drafts: 'secret', digest: 'D1' })
    expect(wrong).toEqual({
      kind: 'errors',
      errors: {
        mentions: en('error.place.shared', { name: 'partners' }),
        alerts: en('error.place.archived', { name: 'old' }),
        drafts: en('error.place.unseen', { ...USUAL }),
        digest: en('error.place.direct'),
      },
    })
    expect(await sendOff(world, places, { mentions: '' })).toMatchObject({ errors: { mentions: en('error.required') } })
    const roles = modalOf(await sendOff(world, places))
    people.set('gus', { name: 'Gus', standing: 'guest' })
    people.set('zoe', { name: 'Zoe', standing: 'guest' })
    people.set('bo', { name: 'Bo', standing: 'bot' })
    people.set('gone', undefined)
    const before = await rolesOf(world)
    expect(await sendOff(world, roles, { editor: 'gus,camille,zoe', approver: 'bo,gone', admin: '' })).toEqual({
      kind: 'errors',
      errors: {
        editor: 'Gus and Zoe are guests and cannot have a role.',
        approver: 'Bo is an app and cannot have a role. gone is not in this workspace, or no longer.',
        admin: en('command.roles.last-admin'),
      },
    })
    expect(await rolesOf(world)).toEqual(before)
  })

  test('does not overwrite roles that were changed since it was opened', async () => {
    const { world } = await createTeam()
    const about = modalOf(await command(world, 'sam', 'setup'))
    const people = modalOf(await sendOff(world, modalOf(await sendOff(world, about))))
    await command(world, 'sam', 'roles @lou approver')
    expect(await sendOff(world, people)).toEqual({ kind: 'errors', errors: { editor: en('error.roles.changed') } })
    expect((await rolesOf(world)).lou).toEqual(['approver'])
  })

  test.each([
    { kind: 'unavailable' },
    { kind: 'rate-limited', retryAt: new Date() },
    { kind: 'outcome-unknown' },
    { kind: 'refused', reason: 'not-allowed' },
  ] satisfies ChatFault[])('binds no channel that may be anything, while the platform says $kind', async fault => {
    const { world } = await createTeam()
    const places = modalOf(await sendOff(world, modalOf(await command(world, 'sam', 'setup'))))
    Object.assign(world.chat, { channel: () => Promise.reject(new ChatError(fault, 'no answer')) })
    const name = world.channels.mentions.name
    expect(
      await sendOff(world, places, { mentions: 'unseen', alerts: world.channels.mentions.remoteId }),
    ).toMatchObject({
      errors: { mentions: en('error.place.unasked', { name: 'unseen' }), alerts: en('error.place.unasked', { name }) },
    })
    expect(textOf(await command(world, 'sam', 'bind digest', 'drafts'))).toContain('Try again in a moment')
    expect(await bound(world.brand.id)).toMatchObject({
      mentions: world.channels.mentions.remoteId,
      digest: world.channels.digest.remoteId,
    })
  })

  test('binds one that the platform never lets it look at, says so, and keeps the name that it knows', async () => {
    const { world } = await createTeam()
    Object.assign(world.chat, { channel: async (_: string, id: string) => ({ name: id, standing: 'unknown' }) })
    const about = modalOf(await command(world, 'sam', 'setup'))
    const { mentions } = world.channels
    const people = modalOf(await sendOff(world, modalOf(await sendOff(world, about)), { drafts: mentions.remoteId }))
    expect(people.intro).toContain(en('setup.unseen', { name: mentions.name }))
    expect((await bound(world.brand.id)).drafts).toBe(mentions.remoteId)
    const [drafts] = await listChannels(shared.database.connection, world.brand.id, ['drafts'])
    expect(drafts?.name).toBe(mentions.name)
    const origin = { ...originOf(world, 'sam', 'mentions'), channel: 'C9', channelName: 'news' }
    expect(textOf(await world.handlers.command(origin, 'bind digest'))).toContain(en('setup.unseen', { name: 'news' }))
    expect((await bound(world.brand.id)).digest).toBe('C9')
  })

  test('is for admins; where there is none, it says how to become one', async () => {
    const { world } = await createTeam()
    expect(await command(world, 'camille', 'setup')).toEqual({ kind: 'ephemeral', text: en('refusal.administer') })
    const origin = { ...originOf(world, 'camille', 'mentions'), workspace: `new-${world.workspace}` }
    const answer = await world.handlers.command(origin, 'setup')
    expect(textOf(answer)).toContain('“/vigie claim” and a code')
  })

  test('asks which brand is meant where several may be', async () => {
    const { world } = await createTeam()
    const origin = { ...originOf(world, 'sam', 'mentions'), channel: 'neutral' }
    const other = await insertBrand(shared.database.connection, {
      slug: `other-${world.workspace}`,
      name: 'Other',
      timeZone: 'UTC',
      language: 'en',
      keywords: { phrases: ['Other'], exclusions: [], handles: [] },
      policy: POST_POLICY,
      replyPolicy: REPLY_POLICY,
    })
    await command(world, 'sam', `bind digest ${other?.slug}`, 'digest')
    expect(textOf(await world.handlers.command(origin, 'setup'))).toContain(`other-${world.workspace}`)
    expect(modalOf(await world.handlers.command(origin, `setup ${other?.slug}`)).fields[0]?.value).toBe('Other')
  })
})

describe('standing', () => {
  test('is asked anew: whoever leaves or becomes a guest has no rights from their next act on', async () => {
    const { world, people } = await createTeam()
    expect(textOf(await command(world, 'noor', 'drafts'))).toBe(en('command.drafts.none'))
    const now = { guest: 'guest', stranger: 'stranger', bot: 'bot', nobody: undefined } as const
    for (const [standing, said] of Object.entries(now)) {
      people.set('noor', said && { name: 'Noor', standing: said })
      const refusal = en(`refusal.standing.${standing as keyof typeof now}`, { ...USUAL })
      expect(textOf(await command(world, 'noor', 'drafts'))).toBe(refusal)
    }
    await command(world, 'sam', 'lang fr brand')
    people.set('noor', { name: 'Noor', standing: 'guest' })
    expect(textOf(await command(world, 'noor', 'drafts'))).toContain('accès invité')
    await command(world, 'sam', 'lang en brand')
    people.delete('noor')
    expect(textOf(await command(world, 'noor', 'drafts'))).toBe(en('command.drafts.none'))
  })

  test('while the platform cannot say, members go on working, and nobody new becomes one', async () => {
    const { world } = await createTeam()
    let fault: ChatFault = { kind: 'unavailable' }
    Object.assign(world.chat, {
      person: async () => {
        throw new ChatError(fault, 'away')
      },
    })
    const origin = { ...originOf(world, 'noor', 'mentions'), user: 'new' }
    const kinds: readonly ChatFault[] = [
      fault,
      { kind: 'rate-limited', retryAt: new Date() },
      { kind: 'outcome-unknown' },
      { kind: 'refused', reason: 'not-allowed' },
    ]
    for (const one of kinds) {
      fault = one
      expect(textOf(await command(world, 'noor', 'drafts'))).toBe(en('command.drafts.none'))
      expect(textOf(await world.handlers.command(origin, 'drafts'))).toBe(en('fault'))
    }
    expect(Object.keys(await rolesOf(world))).not.toContain('new')
  })

  test('follows the name that somebody goes by', async () => {
    const { world, people } = await createTeam()
    people.set('lou', { name: 'Louise', standing: 'member' })
    await command(world, 'lou', 'drafts')
    expect(textOf(await command(world, 'sam', 'roles'))).toContain('Louise: viewer')
  })
})

describe('bind', () => {
  test('says what no longer gets the cards, and refuses a channel that others read', async () => {
    const { world, channels } = await createTeam()
    expect(textOf(await command(world, 'sam', 'bind mentions', 'digest'))).toContain(
      '#mentions no longer gets mentions.',
    )
    channels.set(world.channels.alerts.remoteId, { name: 'alerts', standing: 'shared' })
    const refused = textOf(await command(world, 'sam', 'bind mentions', 'alerts'))
    expect(refused).toBe(en('error.place.shared', { name: 'alerts' }))
    expect((await bound(world.brand.id)).mentions).toBe(world.channels.digest.remoteId)
  })

  test('takes the channel that is named, as platforms write it, in any place behind the command', async () => {
    const { world, channels } = await createTeam()
    channels.set('C77', { name: 'news', standing: 'ready' })
    channels.set('C78', undefined)
    expect(textOf(await command(world, 'sam', 'bind digest <#C77|news>'))).toContain('#news gets the digest')
    expect((await bound(world.brand.id)).digest).toBe('C77')
    expect(textOf(await command(world, 'sam', `bind <#C77> drafts ${world.brand.slug}`))).toContain('#news gets drafts')
    expect((await bound(world.brand.id)).drafts).toBe('C77')
    const unseen = textOf(await command(world, 'sam', 'bind alerts <#C78>'))
    expect(unseen).toMatch(/does not see #C78: .*type this once more/)
    expect(unseen).not.toContain('form')
    expect(textOf(await command(world, 'sam', 'bind <#C77>'))).toContain('bind mentions|alerts|drafts|digest')
    // A platform that cannot be asked knows those that cards have gone to.
    Object.assign(world.chat, { channel: undefined })
    expect(textOf(await command(world, 'sam', 'bind alerts #nowhere'))).toContain('does not see #nowhere')
    expect(textOf(await command(world, 'sam', `bind alerts #${world.channels.mentions.remoteId}`))).toContain(
      'gets alerts',
    )
  })
})

describe('roles', () => {
  test.each([
    ['roles @lou editor, approver', 'Lou: editor and approver'],
    ['roles Lou rédactrice et valideuse', 'Lou: editor and approver'],
    ['roles @lou', 'Lou: viewer'],
    ['roles @lou editr', 'Did you mean “editor”?'],
    ['roles <@lou|Lou Reed> chief', '“chief” is no role. There are: viewer, editor, approver, admin and none.'],
    ['roles @nobody-here editor', 'Nobody-here: editor'],
    ['roles @sam viewer', 'Somebody must stay admin'],
  ])('%s', async (line, expected) => {
    const { world } = await createTeam()
    expect(textOf(await command(world, 'sam', line))).toContain(expected)
  })

  test('by name, the whole of it or its beginning, unless several are called so', async () => {
    const { world, people } = await createTeam()
    people.set('lou', { name: 'Élodie Martin', standing: 'member' })
    people.set('camille', { name: 'Élodie Petit', standing: 'member' })
    for (const who of ['lou', 'camille'] as const) await command(world, who, 'drafts')
    expect(textOf(await command(world, 'sam', 'roles Élodie editor'))).toContain('Several people are called “Élodie”')
    expect(textOf(await command(world, 'sam', 'roles elodie martin approver'))).toBe('Élodie Martin: approver')
  })

  test('leave somebody admin who is still there', async () => {
    const { world, people } = await createTeam()
    await command(world, 'sam', 'roles @alex admin')
    people.set('alex', undefined)
    expect(textOf(await command(world, 'sam', 'roles @sam viewer'))).toBe(en('command.roles.last-admin'))
    people.delete('alex')
    expect(textOf(await command(world, 'sam', 'roles @sam viewer'))).toBe('Sam: viewer')
  })

  test('leave somebody admin when two admins take the role from each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { world } = await createTeam()
      await command(world, 'sam', 'roles @alex admin')
      await Promise.all([command(world, 'sam', 'roles @alex none'), command(world, 'alex', 'roles @sam none')])
      const admins = Object.values(await rolesOf(world)).filter(held => held.includes('admin'))
      expect(admins.length).toBeGreaterThanOrEqual(1)
    }
  })
})
