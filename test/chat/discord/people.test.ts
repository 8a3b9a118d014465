import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { examineDiscord } from '../../../src/chat/discord/examine.ts'
import { findMissing } from '../../../src/chat/discord/permissions.ts'
import { MISSING, RIGHTS } from '../../support/discord/permissions.ts'
import { startDiscordWorld } from '../../support/discord/world.ts'

describe('who somebody is', () => {
  test('is told from members, guests, bots and those who left', async () => {
    let at = 0
    await using world = await startDiscordWorld(undefined, { now: () => new Date(at) })
    const { fake, guild, platform } = world
    const somebody = (name: string, more: object = {}, member: object = {}) =>
      fake.state.addMember(guild, { username: name, ...more }, member).user.id
    const who = (id: string, server = guild.id) => platform.person?.(server, id)
    expect(await who(somebody('ann'))).toEqual({ name: 'ann', standing: 'member' })
    expect(await who(somebody('ben', { global_name: 'Ben' }, { nick: 'Benny' }))).toEqual({
      name: 'Benny',
      standing: 'member',
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
    expect(await who(world.person.id)).toEqual({ name: 'Ada', standing: 'member' })
    expect(fake.calls.slice(calls).some(({ path }) => path.includes('/members/'))).toBe(false)
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
    const right = await examineDiscord({ ...settings, channels: [bound] })
    expect(statesOf(right)).toEqual([
      ['Discord token', 'ok'],
      ['Discord gateway', 'ok'],
      ['Discord servers', 'ok'],
      ['Discord channels', 'ok'],
    ])
    channel.denied = RIGHTS.CREATE_PUBLIC_THREADS
    const elsewhere = { workspace: '1', id: v7(), name: 'elsewhere' }
    const gone = { ...bound, id: '100000000000000000', name: 'gone' }
    const wrong = await examineDiscord({ ...settings, channels: [bound, elsewhere, gone] })
    const said = wrong.filter(({ state }) => state === 'problem').map(finding => finding.said)
    expect(said).toEqual([
      'in #general Vigie lacks CREATE_PUBLIC_THREADS',
      'Vigie is not in the server of #elsewhere',
      '#gone is gone',
    ])
    expect(statesOf(await examineDiscord({ ...settings, token: 'another', channels: [] }))).toEqual([
      ['Discord token', 'problem'],
    ])
    expect(await examineDiscord({ ...settings, apiUrl: 'http://127.0.0.1:59999/api', channels: [] })).toMatchObject([
      { said: 'Discord does not answer (ECONNREFUSED)', cause: 'unavailable' },
    ])
    guild.isJoined = false
    expect(await examineDiscord({ ...settings, channels: undefined })).toMatchObject([
      {},
      {},
      { state: 'warning', said: 'Vigie is in none', advice: expect.stringContaining(fake.state.application) },
      { state: 'unchecked' },
    ])
  })
})
