import { expect, test } from 'vitest'
import { HOUR, sinceWorkday } from '../support/clock.ts'
import { messageWith, startTeam } from '../support/discord/first-run.ts'
import { wordsOf } from '../support/discord/words.ts'
import { eventually } from '../support/eventually.ts'
import { runVigie } from '../support/process.ts'

test('an approver is reminded in direct messages; one who takes none is called in the channel, alone and once', {
  timeout: 180_000,
}, async () => {
  await using team = await startTeam({ behind: sinceWorkday() })
  const { fake, drafts } = team
  const ada = team.somebody('Ada')
  const ben = team.somebody('Ben')
  const cleo = team.somebody('Cleo')
  // Of two who never decided, whoever is here for longer is asked first.
  await ben.command('help')
  const claimed = await ada.command(await team.claim())
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, { drafts: drafts.id })
  await ada.submit(placed.form!, { approver: `${ben.id},${cleo.id}`, admin: ada.id })
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])
  const rules = await ada.command('brand edit reminders')
  await ada.submit(rules.form!, { reply: '30', post: '60' })
  const draft = await ada.command('draft We open on Monday, @everyone')
  expect((await ada.submit(draft.form!, {})).words).toContain('Sent to review')
  await messageWith(drafts, 'We open on Monday', 'To review')

  fake.state.closed.add(ben.id)
  team.pass(1.1 * HOUR)
  const called = () => drafts.messages.filter(({ components }) => wordsOf(components).includes(`<@${ben.id}>`))
  await expect.poll(() => called().length, { timeout: 60_000, interval: 200 }).toBe(1)
  const [call] = called()
  expect(wordsOf(call?.components)).toContain('Ada waits for your decision')
  // The text names everybody, and rings for nobody but Ben.
  expect(call?.allowed_mentions).toEqual({ parse: [], users: [ben.id] })
  await messageWith(drafts, 'We open on Monday', 'Reminded: Ben')

  team.pass(1.1 * HOUR)
  const direct = () => [...fake.state.channels.values()].find(({ recipient }) => recipient === cleo.id)
  await expect.poll(() => direct()?.messages.length, { timeout: 60_000, interval: 200 }).toBe(1)
  const reminder = await messageWith(direct()!, 'Ada waits for your decision', 'We open on Monday')
  expect(reminder.message.allowed_mentions).toEqual({ parse: [] })
  expect(called()).toHaveLength(1)
  expect((await cleo.press(reminder.id, reminder.button('draft.approve'))).words).toContain('Approved')
  await eventually(async () => (await team.public.posts()).map(({ text }) => text)).toContain(
    'We open on Monday, @everyone',
  )
  await messageWith(direct()!, 'Published')
  // What called Ben is edited with the rest, and calls nobody any more.
  await eventually(() => called().length).toBe(0)
  expect(wordsOf(drafts.messages.find(({ id }) => id === call?.id)?.components)).toContain('Published')
})
