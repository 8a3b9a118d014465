import { expect, test } from 'vitest'
import { createVisitor } from '../http/connect/visitor.ts'
import * as discord from '../support/discord/first-run.ts'
import { eventually } from '../support/eventually.ts'
import * as slack from '../support/slack/first-run.ts'

/** Follows the link, says which account it is, and ends where the page sends the person back to their chat. */
async function connectLocal(link: string | undefined, handle: string, platform: string): Promise<void> {
  const visitor = createVisitor()
  const landing = await visitor.go(link ?? '')
  expect(landing.words).toContain(`Ada asked for this in ${platform}.`)
  await visitor.submit('Continue')
  const found = await visitor.submit('Sign in', { handle })
  expect(found.words).toContain(`Now confirm it in ${platform}, within ten minutes`)
}

test('an account is connected from Slack: a button for one person, a page, a direct message', {
  timeout: 120_000,
}, async () => {
  await using team = await slack.startTeam('http')
  const { fake } = team
  const ada = team.somebody('U0ADA', { real_name: 'Ada' })
  const ben = team.somebody('U0BEN', { real_name: 'Ben' })
  const first = (await ada.command(await team.claim())).form!
  const places = (await ada.submit(first, { name: 'Maison' })).form!
  const people = (await ada.submit(places, {})).form!
  expect((await ada.submit(people, {})).words).toContain('“/vigie connect” connects one')
  expect((await ben.command('connect local')).words).toContain('Only admins may do that.')

  const posted = fake.calls.length
  const offered = await ada.command('connecter local')
  expect(offered.links).toEqual([expect.stringContaining(`${team.app.url}/connect/`)])
  await connectLocal(offered.links?.[0], 'maison', 'Slack')
  const direct = () =>
    fake.calls
      .slice(posted)
      .findLast(({ method, body }) => method === 'chat.postMessage' && body.text?.includes('is this the account?'))
      ?.body.channel
  await eventually(direct).toMatch(/^D/)
  const card = await slack.messageWith(fake, direct()!, 'Local: is this the account?', '@maison')
  expect((await ada.press(direct()!, card.ts, card.button('connection.confirm'))).words).toContain('Connected.')
  await slack.messageWith(fake, direct()!, 'Local: @maison is connected')
  expect((await ada.command('accounts')).words).toContain('Local, @maison')
  // The link was whispered, and stands in no message.
  const said = fake.calls.filter(({ method }) => method === 'chat.postMessage').map(({ body }) => JSON.stringify(body))
  expect(said.filter(text => text.includes('/connect/'))).toEqual([])

  // Without a network a form asks for it; the answer to the form has the button.
  const asked = await ada.command('connect')
  const chosen = await ada.submit(asked.form!, { network: 'local' })
  expect(chosen.links).toEqual([expect.stringContaining('/connect/')])
  await connectLocal(chosen.links?.[0], 'maison-two', 'Slack')
  const question = await ada.command('connect')
  expect(question.form?.values).toEqual({ answer: 'confirm' })
  expect((await ada.submit(question.form!, { answer: 'decline' })).words).toContain('Not connected')
  const which = await ada.command('disconnect')
  const sure = await ada.submit(which.form!, {})
  expect((await ada.submit(sure.form!, { sure: 'remove' })).words).toContain('Local, @maison is disconnected')
})

test('an account is connected from Discord: a button for one person, a page, a direct message', {
  timeout: 120_000,
}, async () => {
  await using team = await discord.startTeam()
  const { fake, drafts } = team
  const ada = team.somebody('Ada')
  const ben = team.somebody('Ben')
  const claimed = await ada.command(await team.claim())
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, { drafts: drafts.id })
  await ada.submit(placed.form!, { admin: ada.id })
  expect((await ben.command('connect local')).words).toContain('Only admins may do that.')

  const offered = await ada.command('connect local')
  expect(offered.links).toEqual([expect.stringContaining('/connect/')])
  await connectLocal(offered.links?.[0], 'maison', 'Discord')
  const direct = () => [...fake.state.channels.values()].find(({ recipient }) => recipient === ada.id)
  await eventually(() => direct()?.messages.length ?? 0).toBe(1)
  const card = await discord.messageWith(direct()!, 'Local: is this the account?', '@maison')
  expect((await ada.press(card.id, card.button('connection.confirm'))).words).toContain('Connected.')
  await discord.messageWith(direct()!, 'Local: @maison is connected')
  expect((await ada.command('accounts')).words).toContain('Local, @maison')

  // Whoever takes no direct messages is asked by the command.
  fake.state.closed.add(ada.id)
  const again = await ada.command('connect local')
  await connectLocal(again.links?.[0], 'maison-two', 'Discord')
  const question = await ada.command('connect')
  expect((await ada.submit(question.form!, { answer: 'confirm' })).words).toContain('Connected.')
  const which = await ada.command('disconnect')
  const sure = await ada.submit(which.form!, {})
  expect(sure.form?.values).toEqual({ sure: 'keep' })
  expect((await ada.submit(sure.form!, { sure: 'keep' })).words).toContain('stays connected')
})
