import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { SeenForm } from '../chat/contract.ts'
import { eventually } from '../support/eventually.ts'
import { mp4, pngOf } from '../support/images.ts'
import { runVigie } from '../support/process.ts'
import type { FakeSlack } from '../support/slack/fake-slack.ts'
import { messageWith, startTeam } from '../support/slack/first-run.ts'
import type { SlackPerson } from '../support/slack/person.ts'

/** "Draft from this message", on a message with files. */
async function draftFrom(person: SlackPerson, fake: FakeSlack, message: object) {
  return person.act('interactive', {
    type: 'message_action',
    callback_id: 'vigie_draft_from_message',
    team: { id: fake.team },
    user: { id: 'U0ADA', team_id: fake.team },
    channel: { id: fake.channel },
    trigger_id: await fake.newTrigger(),
    response_url: fake.responseUrl(),
    message,
  })
}

function fieldOf(form: SeenForm, beginning: string): string {
  const found = Object.keys(form.values).find(id => id.startsWith(beginning))
  if (found === undefined) throw new Error(`no ${beginning} in ${Object.keys(form.values)}`)
  return found
}

test('a message with a picture becomes a post with a picture', { timeout: 120_000 }, async () => {
  await using team = await startTeam('socket')
  const { fake } = team
  const ada = team.somebody('U0ADA', { real_name: 'Ada' })
  const ben = team.somebody('U0BEN', { real_name: 'Ben' })
  await eventually(() => team.log.some(({ command }) => command !== undefined)).toBe(true)
  const claimed = await ada.command(String(team.log.find(one => one.command !== undefined)!.command).slice(7))
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, {})
  await ada.submit(placed.form!, { editor: 'U0ADA', approver: 'U0BEN', admin: 'U0ADA' })
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])

  const content = pngOf(60, 40, 90)
  fake.files.set('F0aB1', { id: 'F0aB1', name: 'ship.png', content, about: { alt_txt: 'A ship' } })
  fake.files.set('F2', { id: 'F2', name: 'film.mp4', content: mp4() })
  const message = {
    type: 'message',
    text: 'Our *new* ship :ship: <https://maison.example|maison.example> &amp; <@U0BEN>',
    files: [
      { id: 'F0aB1', name: 'ship.png', file_access: 'visible' },
      { id: 'F2', name: 'film.mp4' },
    ],
  }
  const { form } = await draftFrom(ada, fake, message)
  expect(form?.values).toMatchObject({ text: 'Our new ship 🚢 maison.example & @Ben', files: 'F0aB1,F2' })

  // The film does not come in; the draft stays, with its text, and its writer is told.
  const next = (await ada.submit(form!, { files: 'F0aB1,F2' })).form!
  expect(next.title).toBe('Last step')
  const described = fieldOf(next, 'file-')
  await ada.submit(next, { ...next.values, [described]: 'A red ship' })
  await eventually(() => fake.whispers.map(({ text }) => text).join('\n')).toContain('publishes no video yet')
  const card = await messageWith(fake, fake.channel, 'Our new ship 🚢', 'film.mp4 was left out', 'A red ship')
  const shown = (await fake.messages(fake.channel)).find(({ ts }) => ts === card.ts)
  expect(shown?.blocks).toContainEqual(
    expect.objectContaining({ type: 'image', slack_file: { id: 'F0aB1' }, alt_text: 'A red ship' }),
  )
  await ada.deliver('interactive', await ada.pressPayload(fake.channel, card.ts, card.button('draft.submit')))
  const review = await messageWith(fake, fake.channel, 'To review', 'A red ship')
  expect((await ben.press(fake.channel, review.ts, review.button('draft.approve'))).words).toContain('Approved')
  await eventually(async () => (await team.public.posts()).filter(one => one.author === 'maison')).toHaveLength(1)
  const posts = (await (await team.public.get('/local/posts')).json()) as { media: { url: string }[] }[]
  const [picture] = posts.flatMap(({ media }) => media)
  expect(picture).toMatchObject({ type: 'image/png', width: 60, height: 40, alternative: 'A red ship' })
  const bytes = Buffer.from(await (await team.public.get(picture!.url)).arrayBuffer())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(content).digest('hex'))
  // A form of Slack's own takes files as well, while the app may read them.
  const own = (await ada.command('draft')).form!
  expect(own.values).toMatchObject({ files: '' })
  fake.files.set('F3', { id: 'F3', name: 'F3.png', content: pngOf(10, 10, 91) })
  const last = (await ada.submit(own, { text: 'With a file of the form', files: 'F3' })).form!
  await eventually(() => fake.downloads.some(({ path }) => path.includes('F3'))).toBe(true)
  await ada.submit(last, last.values)
  await messageWith(fake, fake.channel, 'To review', 'With a file of the form', 'Image 1 of 1')
})
