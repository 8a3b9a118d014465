import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/platform.ts'
import { MINUTE } from '../../support/clock.ts'
import { startSlackWorld } from '../../support/slack/world.ts'
import { cardSaying } from '../contract.ts'

test.each([
  ['a member', { real_name: 'Ada King', profile: { display_name: 'ada' } }, { name: 'ada', standing: 'member' }],
  [
    'without a display name',
    { real_name: 'Ada King', profile: { display_name: '' } },
    { name: 'Ada King', standing: 'member' },
  ],
  ['a guest of channels', { name: 'g', is_restricted: true }, { name: 'g', standing: 'guest' }],
  ['a guest of one channel', { name: 'g', is_ultra_restricted: true }, { name: 'g', standing: 'guest' }],
  ['from a shared channel', { name: 's', is_stranger: true }, { name: 's', standing: 'stranger' }],
  ['of another workspace', { name: 's', team_id: 'T0OTHER' }, { name: 's', standing: 'stranger' }],
  [
    'of another workspace of the organisation, and of this one too',
    { name: 'w', team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER', 'T000000001'] } },
    { name: 'w', standing: 'member' },
  ],
  [
    'of another workspace of the organisation',
    { name: 'w', team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER'] } },
    { name: 'w', standing: 'stranger' },
  ],
  [
    'somebody who uses Slack in French',
    { name: 'f', locale: 'fr-CA' },
    { name: 'f', standing: 'member', language: 'fr' },
  ],
  ['somebody in another language', { name: 'd', locale: 'de-DE' }, { name: 'd', standing: 'member' }],
  ['a bot', { name: 'b', is_bot: true }, { name: 'b', standing: 'bot' }],
  ['somebody who has left', { name: 'x', deleted: true }, undefined],
])('who that is: %s', async (_, said, expected) => {
  await using world = await startSlackWorld('http')
  world.fake.people.set('U1', said)
  expect(await world.platform.person?.(world.fake.team, 'U1')).toEqual(expected)
})

test('nobody is known by another id, or in another workspace', async () => {
  await using world = await startSlackWorld('http')
  expect(await world.platform.person?.(world.fake.team, 'U0NOBODY')).toBeUndefined()
  expect(await world.platform.person?.('T0OTHER', world.fake.user)).toBeUndefined()
})

test('people are asked for once in a while', async () => {
  let at = Date.now()
  await using world = await startSlackWorld('http', undefined, { now: () => new Date(at) })
  const { fake, platform } = world
  fake.people.set('U1', { name: 'ada' })
  const standing = async () => (await platform.person?.(fake.team, 'U1'))?.standing
  expect(await standing()).toBe('member')
  fake.people.set('U1', { name: 'ada', is_restricted: true })
  at += 0.9 * MINUTE
  expect(await standing()).toBe('member')
  expect(fake.calls.filter(({ method }) => method === 'users.info')).toHaveLength(1)
  at += 0.2 * MINUTE
  expect(await standing()).toBe('guest')
})

test('while Slack does not answer, what it said last of somebody counts', async () => {
  let at = Date.now()
  await using world = await startSlackWorld('http', undefined, { now: () => new Date(at) })
  const { fake, platform } = world
  fake.people.set('U1', { name: 'ada' })
  fake.people.set('U2', { name: 'gus', is_restricted: true })
  const standing = async (user: string) => (await platform.person?.(fake.team, user))?.standing
  expect([await standing('U1'), await standing('U2')]).toEqual(['member', 'guest'])
  at += 60 * MINUTE
  fake.disturb('users.info', { kind: 'answer', status: 500, body: 'oops' }, 3)
  expect([await standing('U1'), await standing('U2')]).toEqual(['member', 'guest'])
  await expect(standing('U3')).rejects.toThrow(ChatError)
  fake.people.set('U1', { name: 'ada', deleted: true })
  expect(await standing('U1')).toBeUndefined()
})

test('a Slack that does not answer makes nobody a stranger', async () => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  fake.disturb('users.info', { kind: 'lose-request' })
  await expect(platform.person?.(fake.team, fake.user)).rejects.toThrow(ChatError)
  expect(await platform.person?.(fake.team, fake.user)).toMatchObject({ standing: 'member' })
})

test('the workspace has an id and a name; without Slack it is not known', async () => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  await platform.problems?.()
  expect(await platform.workspaces?.()).toEqual([{ id: fake.team, name: 'Emulate' }])
  await using away = await startSlackWorld('http', undefined, { apiUrl: 'http://127.0.0.1:1/' })
  await expect(away.platform.workspaces?.()).rejects.toThrow(ChatError)
})

test('direct messages have an address, where somebody can be written to', async () => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  fake.people.set('U0BEN', { name: 'ben' })
  const address = await platform.direct?.(fake.team, 'U0BEN')
  expect(address).toMatch(/^D/)
  const faultOf = async (workspace: string, user: string) =>
    platform.direct?.(workspace, user).then(
      () => undefined,
      fault => (fault instanceof ChatError ? fault.fault : fault),
    )
  const gone = { kind: 'refused', reason: 'channel-gone' }
  expect(await faultOf('T0OTHER', fake.user)).toEqual(gone)
  for (const error of ['user_disabled', 'cannot_dm_bot', 'user_not_found', 'user_not_visible']) {
    fake.disturb('conversations.open', { kind: 'answer', status: 200, body: JSON.stringify({ ok: false, error }) })
    expect([error, await faultOf(fake.team, 'U0GONE')]).toEqual([error, gone])
  }
  fake.scopes.splice(fake.scopes.indexOf('im:write'), 1)
  expect(await faultOf(fake.team, 'U0LATER')).toEqual({ kind: 'refused', reason: 'not-allowed' })
})

test('a channel that others have come to read is told of, until they have gone', async () => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  const place = { workspace: fake.team, channel: fake.channel, language: 'en' } as const
  fake.places.set(fake.channel, { is_ext_shared: true })
  const shared = [{ code: 'channel-shared', detail: fake.channel }]
  expect(await platform.problems?.([place])).toEqual(expect.arrayContaining(shared))
  // That cards can be written there does not mend it.
  await platform.post(place, v7(), cardSaying('Still there'))
  expect(await platform.problems?.()).toEqual(expect.arrayContaining(shared))
  fake.places.clear()
  expect(JSON.stringify(await platform.problems?.([place]))).not.toContain('channel-shared')
})

test.each([
  ['of the team', {}, { name: 'general', standing: 'ready' }],
  ['without Vigie', { is_member: false }, { name: 'general', standing: 'absent' }],
  ['archived', { is_archived: true }, { name: 'general', standing: 'archived' }],
  ['that others read', { is_ext_shared: true }, { name: 'general', standing: 'shared' }],
  ['that others are invited to', { is_pending_ext_shared: true }, { name: 'general', standing: 'shared' }],
  ['of a few', { is_mpim: true }, { name: 'general', standing: 'direct' }],
])('a channel %s', async (_, said, expected) => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  fake.places.set(fake.channel, said)
  expect(await platform.channel?.(fake.team, fake.channel)).toEqual(expected)
  expect(await platform.channel?.(fake.team, 'C0NOWHERE')).toBeUndefined()
  expect(await platform.channel?.('T0OTHER', fake.channel)).toBeUndefined()
})

test('a channel that Slack does not let it look at may be anything; while Slack is in trouble nobody says what it is', async () => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  const look = () => platform.channel?.(fake.team, fake.channel)
  const unknown = { name: fake.channel, standing: 'unknown' }
  for (const error of ['missing_scope', 'unknown_method']) {
    fake.disturb('conversations.info', { kind: 'answer', status: 200, body: JSON.stringify({ ok: false, error }) })
    expect(await look()).toEqual(unknown)
  }
  fake.disturb('conversations.info', { kind: 'answer', status: 404, body: 'Not found' })
  expect(await look()).toEqual(unknown)
  for (const status of [429, 500, 503]) {
    fake.disturb('conversations.info', { kind: 'answer', status, body: '' })
    await expect(look()).rejects.toThrow('Slack')
  }
})
