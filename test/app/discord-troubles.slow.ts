import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../support/clock.ts'
import { messageWith, startTeam, type Team } from '../support/discord/first-run.ts'
import { MISSING } from '../support/discord/permissions.ts'
import type { Channel } from '../support/discord/state.ts'
import { wordsOf } from '../support/discord/words.ts'
import { eventually } from '../support/eventually.ts'
import { runVigie } from '../support/process.ts'

function showing(channel: Channel, words: string): number {
  return channel.messages.filter(({ components }) => wordsOf(components).includes(words)).length
}

/** A brand whose mentions come to #general and whose drafts to #drafts, and its admin. */
async function setUp(team: Team) {
  const ada = team.somebody('Ada')
  const claimed = await ada.command(await team.claim())
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, { drafts: team.drafts.id })
  await ada.submit(placed.form!, { admin: ada.id })
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])
  return ada
}

/** The app's clock goes on, and whatever waits for it is tried again. */
async function later(team: Team, look: () => number): Promise<void> {
  team.pass(61 * SECOND)
  await expect.poll(look, { timeout: 60_000, interval: 100 }).toBe(1)
}

test('what Discord refuses while at work waits, is told of with what to do, and comes once', {
  timeout: 240_000,
}, async () => {
  await using team = await startTeam({ behind: 30 * MINUTE })
  const { fake, guild, general, drafts } = team
  const ada = await setUp(team)

  // A permission is taken away, and given back.
  general.denied = MISSING.none & ~MISSING.but('SEND_MESSAGES')
  await team.public.post('robin', 'Maison, when do you open on Sunday?')
  const refused = () =>
    fake.calls.filter(({ method, path }) => method === 'POST' && path === `/channels/${general.id}/messages`).length
  await eventually(refused).toBeGreaterThan(0)
  expect((await ada.command('status')).words).toContain('Vigie lacks rights in #general: Send Messages')
  const doctor = await runVigie(['doctor'], team)
  expect(doctor.stdout).toContain('in #general Vigie lacks SEND_MESSAGES')
  general.denied = 0n
  await later(team, () => showing(general, 'when do you open on Sunday'))

  // Somebody deletes the card: it comes again with the next change.
  general.messages.splice(0)
  const mention = /mention\.reply:([\w-]+)/.exec(JSON.stringify(fake.calls))?.[1] ?? ''
  await ada.command(`assign mention:${mention} person:${ada.id}`)
  await eventually(() => showing(general, 'when do you open on Sunday')).toBe(1)
  expect(showing(general, 'Ada')).toBe(1)

  // Somebody deletes the channel: what waits for it, and what it showed, comes to the one that is bound in its place.
  const shown = await ada.command('draft text:We open on Monday')
  await ada.submit(shown.form!, {})
  await messageWith(drafts, 'We open on Monday', 'To review')
  fake.state.channels.delete(drafts.id)
  const waiting = await ada.command('draft text:We open on Tuesday')
  await ada.submit(waiting.form!, {})
  const gone = async () => (await ada.command('status')).words
  await eventually(gone).toContain('#drafts is gone, or Vigie does not see it any more')
  const office = fake.state.addChannel(guild, 'office')
  const bound = await ada.command('bind cards:drafts', office)
  expect(bound.words).toContain('#office gets drafts of Maison from now on')
  const first = await messageWith(office, 'We open on Monday', 'To review')
  await messageWith(office, 'We open on Tuesday', 'To review')
  expect([showing(office, 'We open on Monday'), showing(office, 'We open on Tuesday')]).toEqual([1, 1])
  expect((await ada.press(first.id, first.button('draft.withdraw'))).words).toContain('Withdraw this draft?')
  expect((await ada.command('status')).words).not.toContain('#drafts is gone')

  // Vigie is thrown out, and let in again.
  guild.isJoined = false
  await team.public.post('kim', 'Maison, is there parking?')
  await eventually(() => team.log.some(({ err }) => String(err).includes('50001'))).toBe(true)
  expect(showing(general, 'is there parking')).toBe(0)
  guild.isJoined = true
  await later(team, () => showing(general, 'is there parking'))
  expect(fake.invalidRequests).toBeLessThan(50)
})
