import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { actions } from '../../src/commands/actions/index.ts'
import { createNonce } from '../../src/commands/actions/nonce.ts'
import { commands } from '../../src/commands/index.ts'
import { insertConnection } from '../../src/db/queries/connections.ts'
import { beginOutage } from '../../src/db/queries/outages.ts'
import { openSummary } from '../../src/db/queries/summaries.ts'
import { saveWorkspace } from '../../src/db/queries/workspaces.ts'
import { formatReference } from '../../src/domain/reference.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { snapshot } from '../support/snapshot.ts'
import { draftOf, hear, mentionOf, originOf, writePost } from '../support/team.ts'
import { createWorld, PEOPLE, type Who, type World } from '../support/world.ts'

/** Who may do what, written down here once more: whoever adds an action or a command has to say it. */
const EDITORS: readonly Who[] = ['camille', 'alex', 'sam']
const APPROVERS: readonly Who[] = ['noor', 'alex', 'sam']
const ADMINS: readonly Who[] = ['sam']
const ALL: readonly Who[] = PEOPLE

const ACTIONS: Readonly<Record<string, readonly Who[]>> = {
  'mention.reply': EDITORS,
  'mention.assign': EDITORS,
  'mention.hand-over': EDITORS,
  'mention.ignore': EDITORS,
  'mention.reopen': EDITORS,
  'mention.sentiment': EDITORS,
  'mention.show': EDITORS,
  'mention.like': EDITORS,
  'mention.unlike': EDITORS,
  'mention.repost': APPROVERS,
  'mention.unrepost': APPROVERS,
  'draft.create': EDITORS,
  'draft.edit': EDITORS,
  'draft.correct': EDITORS,
  'draft.submit': EDITORS,
  'draft.withdraw': EDITORS,
  'draft.reschedule': EDITORS,
  'draft.now': EDITORS,
  'draft.retry': EDITORS,
  'draft.give-up': EDITORS,
  'mention.quote': EDITORS,
  'draft.found': EDITORS,
  'draft.absent': EDITORS,
  'draft.approve': APPROVERS,
  'draft.change': APPROVERS,
  'draft.reject': APPROVERS,
  'draft.delete': APPROVERS,
  'brand.create': ADMINS,
  'brand.edit-about': ADMINS,
  'brand.edit-words': ADMINS,
  'brand.edit-rules': ADMINS,
  'brand.edit-reminders': ADMINS,
  'setup.brand': ADMINS,
  'setup.channels': ADMINS,
  'setup.people': ADMINS,
  'channel.noise': ADMINS,
  'summary.list': ALL,
  'summary.ignore': EDITORS,
  'account.connect': ADMINS,
  'account.reconnect': ADMINS,
  'account.disconnect': ADMINS,
  'account.remove': ADMINS,
  'connection.confirm': ADMINS,
  'connection.decline': ADMINS,
  'connection.answer': ADMINS,
  'author.forget': ADMINS,
  'author.export': ADMINS,
}

/** Lines as somebody types them, with who is let through. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, readonly Who[]>>>> = {
  draft: { draft: EDITORS, 'draft Hello': EDITORS },
  edit: { edit: EDITORS, 'edit #123456': EDITORS },
  drafts: { drafts: ALL },
  mentions: { mentions: ALL, 'mentions show': EDITORS },
  assign: { 'assign #123456': EDITORS, 'assign #123456 @lou': EDITORS },
  digest: { digest: ALL, 'digest now': ALL },
  status: { status: ALL },
  accounts: { accounts: ALL },
  connect: { connect: ADMINS, 'connect scripted': ADMINS },
  disconnect: { disconnect: ADMINS },
  setup: { setup: ADMINS },
  brand: {
    brand: ALL,
    'brand edit': ADMINS,
    'brand edit words': ADMINS,
    'brand edit rules': ADMINS,
    'brand new': ADMINS,
    'brand retention 13': ADMINS,
  },
  roles: { roles: ALL, 'roles @lou viewer': ADMINS, 'roles @camille editor': ADMINS },
  lang: { 'lang fr': ALL, 'lang en': ALL, 'lang en brand': ADMINS },
  bind: { 'bind mentions': ADMINS },
  unbind: { 'unbind sector': ADMINS },
  noise: { noise: ALL, 'noise all': ADMINS, 'noise batch off': ADMINS, 'noise quiet off': ADMINS },
  mute: { mute: ALL, 'mute 2h': ALL, 'mute off': ALL, 'mute @robin': EDITORS, 'mute @robin off': EDITORS },
  feed: { feed: ALL, 'feed list': ALL, 'feed add nowhere': ADMINS, 'feed remove news': ADMINS },
  forget: { 'forget @robin': ADMINS },
  export: { 'export @robin': ADMINS },
  claim: { 'claim 123': ALL },
  help: { help: ALL, 'help draft': ALL },
}

const REFUSALS = ['standing.nobody', 'read', 'handle-mentions', 'write-drafts', 'review-drafts', 'administer'] as const
const { en } = createTranslators()
const refusals: readonly string[] = REFUSALS.map(one => en(`refusal.${one}`))

let shared: TestDatabase
let world: World
let workspaceId: string
const references = new Map<string, string>()
beforeAll(async () => {
  shared = await createTestDatabase()
  world = await createWorld(shared)
  workspaceId = (await saveWorkspace(shared.database.connection, 'scripted', world.workspace, 'The team')).id
  const mention = await hear(world, 'Acme is here')
  const draftId = await writePost(world, 'camille', 'Hello')
  const channelId = world.channels.mentions.id
  const summary = { channelId, reason: 'burst', isAlert: false, openedAt: world.clock.now() } as const
  const summaryId = await shared.database.transact(({ tx }) => openSummary(tx, summary))
  const { outageId, connectionId } = await shared.database.transact(async ({ tx }) => ({
    outageId: await beginOutage(tx, world.account.id, world.clock.now()),
    connectionId: await insertConnection(tx, {
      brandId: world.brand.id,
      memberId: world.members.sam.id,
      network: 'scripted',
      accountId: null,
      linkHash: 'a hash',
      expiresAt: new Date(world.clock.now().getTime() + 600_000),
    }),
  }))
  for (const [name, { subject }] of actions) {
    const ids: Readonly<Record<string, string>> = {
      mention: mention.id,
      draft: draftId,
      channel: channelId,
      summary: summaryId,
      account: world.account.id,
      outage: outageId!,
      connection: connectionId,
    }
    references.set(name, await referenceTo(name, ids[subject], subject))
  }
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A reference as the newest card or the form would carry it. */
async function referenceTo(action: string, id: string | undefined, subject: string): Promise<string> {
  const nonce = createNonce()
  if (subject === 'brand' || subject === 'bindable')
    return formatReference({ action, id: world.brand.id, version: 0, nonce })
  if (subject === 'workspace') return formatReference({ action, id: workspaceId, version: 0, nonce })
  if (subject !== 'mention' && subject !== 'draft') return formatReference({ action, id: id!, version: 0, nonce })
  const { version } = subject === 'mention' ? await mentionOf(world, id!) : (await draftOf(world, id!)).row
  return formatReference({ action, id: id!, version, nonce })
}

function isRefusal(answer: Answer): boolean {
  const text = answer.kind === 'ephemeral' ? answer.text : answer.kind === 'update' ? answer.ephemeral : undefined
  return text !== undefined && refusals.includes(text)
}

test('every action and every command is in the tables', () => {
  expect(Object.keys(ACTIONS).toSorted()).toEqual([...actions.keys()].toSorted())
  expect(Object.keys(COMMANDS).toSorted()).toEqual(commands.map(command => command.name).toSorted())
})

/** The same act by everybody in turn: those who may not first, so that they meet the thing as it was made. */
const inTurn = (allowed: readonly Who[]) => PEOPLE.toSorted((one, other) => rank(one, allowed) - rank(other, allowed))
const rank = (who: Who, allowed: readonly Who[]) => Number(allowed.includes(who))

describe.each(Object.entries(ACTIONS))('%s', (name, allowed) => {
  test.each(['press', 'submit'] as const)(
    'by %s is for those who may, and changes nothing for anybody else',
    async way => {
      const reference = references.get(name)!
      for (const who of inTurn(allowed)) {
        const before = await snapshot(shared)
        const origin = originOf(world, who, 'drafts')
        const answer =
          way === 'press'
            ? await world.handlers.action(origin, reference)
            : await world.handlers.submit(origin, reference, {})
        expect([who, isRefusal(answer)]).toEqual([who, !allowed.includes(who)])
        if (!allowed.includes(who)) expect(await snapshot(shared)).toEqual(before)
      }
    },
  )
})

describe.each(Object.values(COMMANDS).flatMap(lines => Object.entries(lines)))('/vigie %s', (line, allowed) => {
  test('is for those who may, and changes nothing for anybody else', async () => {
    for (const who of inTurn(allowed)) {
      const before = await snapshot(shared)
      const answer = await world.handlers.command(originOf(world, who, 'mentions'), line)
      expect([who, isRefusal(answer)]).toEqual([who, !allowed.includes(who)])
      if (!allowed.includes(who)) expect(await snapshot(shared)).toEqual(before)
    }
  })
})

describe('somebody without a role here', () => {
  test.each([
    ['nobody', 'stranger'],
    ['no name at all', ''],
  ])('(%s) is told so, whatever they try', async (_, user) => {
    const before = await snapshot(shared)
    const origin = { ...originOf(world, 'lou', 'drafts'), user }
    for (const reference of references.values()) {
      for (const answer of [
        await world.handlers.action(origin, reference),
        await world.handlers.submit(origin, reference, { text: 'Hello', sentiment: 'neutral', comment: 'No' }),
      ]) {
        expect(answer).toEqual({ kind: 'ephemeral', text: en('refusal.standing.nobody') })
      }
    }
    for (const line of ['help', 'draft', 'lang fr', 'digest now']) {
      const answer = await world.handlers.command(origin, line)
      expect(answer).toEqual({ kind: 'ephemeral', text: en('refusal.standing.nobody') })
    }
    expect(await snapshot(shared)).toEqual(before)
  })

  test('whose roles were all taken away may not even read', async () => {
    const { command } = world.handlers
    await command(originOf(world, 'sam', 'mentions'), 'roles @lou none')
    expect(isRefusal(await command(originOf(world, 'lou', 'mentions'), 'mentions'))).toBe(true)
    await command(originOf(world, 'sam', 'mentions'), 'roles @lou viewer')
    expect(isRefusal(await command(originOf(world, 'lou', 'mentions'), 'mentions'))).toBe(false)
  })
})

describe('the admin of another workspace', () => {
  test('finds nothing of ours, whatever they try', async () => {
    const stranger = await createWorld(shared)
    const before = await snapshot(shared)
    for (const [name, reference] of references) {
      const origin = originOf(stranger, 'sam', 'drafts')
      const values = { text: 'Hello', sentiment: 'neutral', comment: 'No', when: '', account: world.account.id }
      const gone = { kind: 'ephemeral', text: en('refusal.gone') }
      expect([name, await stranger.handlers.action(origin, reference)]).toEqual([name, gone])
      expect([name, await stranger.handlers.submit(origin, reference, values)]).toEqual([name, gone])
    }
    expect(await snapshot(shared)).toEqual(before)
  })

  test('cannot publish on an account of ours', async () => {
    const stranger = await createWorld(shared)
    const origin = originOf(stranger, 'sam', 'drafts')
    const modal = await stranger.handlers.command(origin, 'draft')
    if (modal.kind !== 'modal') throw new Error('no modal')
    const before = await snapshot(shared)
    const values = { text: 'Hello', when: '', account: world.account.id }
    const answer = await stranger.handlers.submit(origin, modal.modal.id, values)
    expect(answer).toEqual({ kind: 'errors', errors: { account: en('error.account.unknown') } })
    expect(await snapshot(shared)).toEqual(before)
  })
})
