import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { examineDiscord } from '../../../src/chat/discord/examine.ts'
import { findMissing } from '../../../src/chat/discord/permissions.ts'
import type { ChatHandlers } from '../../../src/chat/platform.ts'
import { MISSING, RIGHTS } from '../../support/discord/permissions.ts'
import { startDiscordWorld } from '../../support/discord/world.ts'
import { cardSaying, form } from '../contract.ts'

describe('who somebody is', () => {
  test('is told from members, guests, bots and those who left', async () => {
    let at = 0
    await using world = await startDiscordWorld(undefined, { now: () => new Date(at) })
    const { fake, guild, platform } = world
    const somebody = (name: string, more: object = {}, member: object = {}) =>
      fake.state.addMember(guild, { username: name, ...more }, member).user.id
    const who = (id: string, server = guild.id) => platform.person?.(server, id)
    expect(await who(somebody('ann'))).toEqual({ name: 'ann', standing: 'member', groups: [] })
    expect(await who(somebody('ben', { global_name: 'Ben' }, { nick: 'Benny' }))).toEqual({
      name: 'Benny',
      standing: 'member',
      groups: [],
    })
    expect(await who(somebody('bot', { bot: true }))).toEqual({ name: 'bot', standing: 'bot' })
    expect(await who(somebody('new', {}, { pending: true }))).toEqual({ name: 'new', standing: 'guest' })
    expect(await who(somebody('voice', {}, { flags: 1 << 4 }))).toEqual({ name: 'voice', standing: 'guest' })
    expect(await who('100000000000000000')).toBeUndefined()
    expect(await who('nobody')).toBeUndefined()
    const left = somebody('left')
    expect(await who(left)).toMatchObject({ standing: 'member' })
    guild.members.delete(left)
    at += 60_001
    expect(await who(left)).toBeUndefined()
    expect(await who(left, '100000000000000001')).toBeUndefined()
    // Somebody who acts is known by that.
    const calls = fake.calls.length
    await world.person.command('status')
    expect(await who(world.person.id)).toEqual({ name: 'Ada', standing: 'member', groups: [] })
    expect(fake.calls.slice(calls).some(({ path }) => path.includes('/members/'))).toBe(false)
  })
})

describe('roles of a server', () => {
  test('are those that people are given, and are missed when they are gone', async () => {
    await using world = await startDiscordWorld()
    const { fake, guild, platform } = world
    const editors = fake.state.addRole(guild, 'Editors')
    const approvers = fake.state.addRole(guild, 'Approvers')
    // Not everybody's, and not the bot's own.
    expect(await platform.groups?.(guild.id)).toEqual([
      { id: editors, name: 'Editors' },
      { id: approvers, name: 'Approvers' },
    ])
    const wanted = [editors, approvers].map(id => ({ workspace: guild.id, id }))
    expect(await platform.problems?.([], wanted)).toEqual([])
    guild.roles.delete(editors)
    const gone = [{ code: 'group-gone', detail: editors }]
    expect(await platform.problems?.([], wanted)).toEqual(gone)
    // A look that does not ask knows it still, and one that gets no answer forgets nothing.
    expect(await platform.problems?.()).toEqual(gone)
    guild.isJoined = false
    expect(await platform.problems?.([], wanted)).toEqual(gone)
    guild.isJoined = true
    guild.roles.set(editors, 'Editors')
    expect(await platform.problems?.([], wanted)).toEqual([])
  })

  test('of somebody are what the server said with their last act; in direct messages it is asked for anew', async () => {
    const heard: unknown[] = []
    const answer = { kind: 'ack' } as const
    await using world = await startDiscordWorld({
      ...{ command: async () => answer, submit: async () => answer },
      action: async origin => {
        heard.push((await world.platform.person?.(origin.workspace, origin.user))?.groups)
        return answer
      },
    })
    const { fake, guild, channel, platform, person } = world
    const role = fake.state.addRole(guild, 'Approvers')
    const action = `draft.approve:${v7()}:1`
    const button = cardSaying('Decide', { kind: 'buttons', buttons: [{ id: action, label: 'Yes', style: 'primary' }] })
    const post = (place: string) => platform.post({ workspace: guild.id, channel: place, language: 'en' }, v7(), button)
    const [here, direct] = [await post(channel.id), await post((await platform.direct?.(guild.id, person.id)) ?? '')]
    const member = guild.members.get(person.id)!
    for (const roles of [[role], [], [role], []]) {
      member.roles = roles
      await person.press(here, action)
      await person.press(direct, action)
      expect(heard.splice(0)).toEqual([roles, roles])
      member.roles = roles.length === 0 ? [role] : []
      await person.press(direct, action)
      expect(heard.splice(0)).toEqual([member.roles])
    }
  })
})

describe('a channel', () => {
  test('is looked at with the rights that Vigie has there', async () => {
    let at = 0
    await using world = await startDiscordWorld(undefined, { now: () => new Date(at) })
    const { fake, guild, channel, platform, person } = world
    const look = (id = channel.id) => platform.channel?.(guild.id, id)
    expect(await look()).toEqual({ name: 'general', standing: 'ready' })
    channel.denied = RIGHTS.SEND_MESSAGES
    expect(await look()).toEqual({ name: 'general', standing: 'absent' })
    channel.denied = RIGHTS.VIEW_CHANNEL
    expect(await look()).toEqual({ name: channel.id, standing: 'absent' })
    expect(await look('100000000000000000')).toBeUndefined()
    const direct = await platform.direct?.(guild.id, person.id)
    expect(await look(direct)).toMatchObject({ standing: 'direct' })
    const elsewhere = fake.state.addChannel(fake.state.addGuild('Other'), 'general')
    expect(await look(elsewhere.id)).toBeUndefined()
    channel.denied = 0n
    guild.botAllows = MISSING.but('SEND_MESSAGES', 'CREATE_PUBLIC_THREADS')
    at += 60_000
    expect(await look()).toEqual({ name: 'general', standing: 'absent' })
    const place = { workspace: guild.id, channel: channel.id, language: 'en' } as const
    expect(await platform.problems?.([place])).toEqual([
      { code: 'channel-refused', detail: `${channel.id} SEND_MESSAGES,CREATE_PUBLIC_THREADS`, trouble: 'rights' },
    ])
    guild.isJoined = false
    expect(await platform.problems?.([place])).toEqual([
      { code: 'channel-refused', detail: `${channel.id} not_in_server`, trouble: 'gone' },
    ])
  })

  test('that Vigie does not see is called what it is called by whoever picks it', async () => {
    const handlers: ChatHandlers = {
      command: async () => ({ kind: 'modal', modal: { ...form, fields: [field] } }),
      action: async () => ({ kind: 'ack' }),
      submit: async () => ({ kind: 'ack' }),
    }
    const field = { id: 'alerts', kind: 'channel', label: 'Alerts', value: '', required: false } as const
    await using world = await startDiscordWorld(handlers)
    const { guild, channel, platform, person } = world
    channel.denied = RIGHTS.VIEW_CHANNEL
    await person.command('setup')
    await person.sendPage({ alerts: channel.id })
    expect(await platform.channel?.(guild.id, channel.id)).toEqual({ name: 'general', standing: 'absent' })
  })

  test('gives rights by roles, overwrites and ownership, in Discord’s order', () => {
    const roles = {
      guild: '1',
      owner: '9',
      roles: [
        { id: '1', permissions: String(RIGHTS.VIEW_CHANNEL) },
        { id: '2', permissions: String(MISSING.none & ~RIGHTS.VIEW_CHANNEL) },
        { id: '3', permissions: '8' },
      ],
    }
    const view = String(RIGHTS.VIEW_CHANNEL)
    const bot = { user: '5', roles: ['2'] }
    expect(findMissing(bot, roles, [])).toEqual([])
    expect(findMissing({ ...bot, roles: [] }, roles, [])).not.toContain('VIEW_CHANNEL')
    const everyone = { id: '1', allow: '0', deny: view }
    expect(findMissing(bot, roles, [everyone])).toEqual(['VIEW_CHANNEL'])
    expect(findMissing(bot, roles, [everyone, { id: '2', allow: view, deny: '0' }])).toEqual([])
    expect(
      findMissing(bot, roles, [
        { id: '5', allow: '0', deny: view },
        { id: '2', allow: view, deny: '0' },
      ]),
    ).toEqual(['VIEW_CHANNEL'])
    expect(findMissing({ user: '5', roles: ['3'] }, roles, [everyone])).toEqual([])
    expect(findMissing({ user: '9', roles: [] }, roles, [everyone])).toEqual([])
  })
})

describe('doctor', () => {
  const statesOf = (findings: Awaited<ReturnType<typeof examineDiscord>>) =>
    findings.map(({ check, state }) => [check, state])

  test('says what is right and what is wrong, and what to do', async () => {
    await using world = await startDiscordWorld()
    const { fake, guild, channel } = world
    const settings = { token: fake.token, apiUrl: fake.apiUrl }
    const bound = { workspace: guild.id, id: channel.id, name: 'general' }
    const right = await examineDiscord({ ...settings, channels: [bound], groups: [] })
    expect(statesOf(right)).toEqual([
      ['Discord token', 'ok'],
      ['Discord gateway', 'ok'],
      ['Discord servers', 'ok'],
      ['Discord channels', 'ok'],
      ['Discord roles', 'ok'],
    ])
    channel.denied = RIGHTS.CREATE_PUBLIC_THREADS
    const elsewhere = { workspace: '1', id: v7(), name: 'elsewhere' }
    const gone = { ...bound, id: '100000000000000000', name: 'gone' }
    const wrong = await examineDiscord({ ...settings, channels: [bound, elsewhere, gone], groups: [] })
    const said = wrong.filter(({ state }) => state === 'problem').map(finding => finding.said)
    expect(said).toEqual([
      'in #general Vigie lacks CREATE_PUBLIC_THREADS',
      'Vigie is not in the server of #elsewhere',
      '#gone is gone',
    ])
    const role = fake.state.addRole(guild, 'Editors')
    const groups = [role, '100000000000000001'].map(id => ({ workspace: guild.id, id, name: `role ${id.length}` }))
    expect(await examineDiscord({ ...settings, channels: [], groups })).toContainEqual(
      expect.objectContaining({
        check: 'Discord roles',
        state: 'problem',
        said: '@role 18 is gone, and nobody has rights by it any more',
      }),
    )
    expect(statesOf(await examineDiscord({ ...settings, token: 'another', channels: [], groups: [] }))).toEqual([
      ['Discord token', 'problem'],
    ])
    expect(
      await examineDiscord({ ...settings, apiUrl: 'http://127.0.0.1:59999/api', channels: [], groups: [] }),
    ).toMatchObject([{ said: 'Discord does not answer (ECONNREFUSED)', cause: 'unavailable' }])
    guild.isJoined = false
    expect(await examineDiscord({ ...settings, channels: undefined, groups: undefined })).toMatchObject([
      {},
      {},
      { state: 'warning', said: 'Vigie is in none', advice: expect.stringContaining(fake.state.application) },
      { state: 'unchecked' },
      { state: 'unchecked' },
    ])
  })
})
