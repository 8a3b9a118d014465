import { expect, test } from 'vitest'
import { HOUR, sinceWorkday } from '../support/clock.ts'
import { eventually } from '../support/eventually.ts'
import { runVigie } from '../support/process.ts'
import { messageWith, startTeam } from '../support/slack/first-run.ts'
import { elementsOf, wordsOf } from '../support/slack/person.ts'

test('an approver is reminded in direct messages, and decides there', { timeout: 120_000 }, async () => {
  await using team = await startTeam('socket', { behind: sinceWorkday() })
  const { fake } = team
  const ada = team.somebody('U0ADA', { real_name: 'Ada' })
  const ben = team.somebody('U0BEN', { real_name: 'Ben' })
  const code = await team.claim()
  // In a direct message Slack opens forms after a click only, which types the command once more.
  const event = { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0ADA', text: code, ts: '1.1' }
  await team.deliver('events_api', { type: 'event_callback', team_id: fake.team, event_id: 'Ev0CLAIM', event })
  await eventually(() => fake.directMessages.length).toBe(1)
  // The code is used up: the button goes on from there.
  const [claimed] = fake.directMessages
  expect(wordsOf(claimed?.blocks)).toContain('You are admin now.')
  expect(elementsOf(claimed?.blocks ?? [])).toMatchObject([{ value: 'setup' }])
  const first = (await ada.command(code)).form!
  const places = (await ada.submit(first, { name: 'Maison' })).form!
  const people = (await ada.submit(places, {})).form!
  expect((await ada.submit(people, { approver: 'U0BEN' })).words).toContain('Approve: Ada and Ben.')
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])
  const draft = await ada.command('draft We open on Monday')
  expect((await ada.submit(draft.form!, {})).words).toContain('Sent to review')
  await messageWith(fake, fake.channel, 'We open on Monday', 'To review')

  team.pass(5 * HOUR)
  const direct = () =>
    fake.calls.findLast(
      ({ method, body }) =>
        method === 'chat.postMessage' && /^D/.test(body.channel ?? '') && body.text?.includes('To review'),
    )?.body.channel
  await expect.poll(direct, { timeout: 60_000, interval: 200 }).toBeDefined()
  const reminder = await messageWith(fake, direct()!, 'Ada waits for your decision', 'We open on Monday')
  await messageWith(fake, fake.channel, 'We open on Monday', 'Reminded: Ben')
  expect((await ben.press(direct()!, reminder.ts, reminder.button('draft.approve'))).words).toContain('Approved')
  await expect
    .poll(async () => (await team.public.posts()).map(({ text }) => text), { timeout: 60_000, interval: 200 })
    .toContain('We open on Monday')
  const done = await messageWith(fake, direct()!, 'Published', 'We open on Monday')
  expect(done.ts).toBe(reminder.ts)
  expect(done.ids.filter(id => /^draft\.(?:approve|change|reject|schedule)/.test(id))).toEqual([])
})
