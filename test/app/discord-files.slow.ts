import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { SeenForm } from '../chat/contract.ts'
import { messageWith, startTeam } from '../support/discord/first-run.ts'
import { componentsIn } from '../support/discord/rules.ts'
import { wordsOf } from '../support/discord/words.ts'
import { eventually } from '../support/eventually.ts'
import { mp4, pngOf } from '../support/images.ts'
import { runVigie } from '../support/process.ts'

function fieldOf(form: SeenForm, beginning: string): string {
  const found = Object.keys(form.values).find(id => id.startsWith(beginning))
  if (found === undefined) throw new Error(`no ${beginning} in ${Object.keys(form.values)}`)
  return found
}

test('pictures come with a message, a command and a form, and are published', { timeout: 180_000 }, async () => {
  await using team = await startTeam()
  const { fake, general, drafts } = team
  const ada = team.somebody('Ada')
  const ben = team.somebody('Ben')
  const claimed = await ada.command(await team.claim())
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, { drafts: drafts.id })
  await ada.submit(placed.form!, { editor: ada.id, approver: ben.id, admin: ada.id })
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])

  const content = pngOf(60, 40, 90)
  const ship = fake.attachments.add({ name: 'ship.png', content, description: 'A ship' })
  const film = fake.attachments.add({ name: 'film.mp4', content: mp4() })
  const { form } = await ada.draftFrom(
    `account:x is our **new** ship, <@${ben.id}>`,
    [ship, film],
    [{ ...ben.member.user }],
  )
  expect(form?.values).toMatchObject({ text: 'account:x is our new ship, @Ben' })
  expect(form?.values.files?.split(',')).toHaveLength(2)

  // The film does not come in, and its owner is told while the next step is open: they send the rest.
  const next = (await ada.submit(form!, {})).form!
  expect(next.title).toContain('Last step')
  const whispers = () => wordsOf(ada.whispers().map(({ components }) => components))
  await eventually(whispers).toContain('film.mp4 was left out. Vigie publishes no video yet.')
  expect((await ada.submit(next, { [fieldOf(next, 'file-')]: 'A red ship' })).words).toContain('Sent to review')
  const review = await messageWith(drafts, 'To review', 'our new ship', 'A red ship')
  const gallery = componentsIn(review.message.components).find(({ type }) => type === 12)
  expect(gallery?.items).toMatchObject([{ description: 'A red ship' }])
  expect((await ben.press(review.id, review.button('draft.approve'))).words).toContain('Approved')
  await eventually(async () => (await team.public.posts()).filter(one => one.author === 'maison')).toHaveLength(1)
  const posts = (await (await team.public.get('/local/posts')).json()) as { media: { url: string }[] }[]
  const [picture] = posts.flatMap(({ media }) => media)
  expect(picture).toMatchObject({ type: 'image/png', width: 60, height: 40, alternative: 'A red ship' })
  const bytes = Buffer.from(await (await team.public.get(picture!.url)).arrayBuffer())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(createHash('sha256').update(content).digest('hex'))

  // With the command itself, and in the form’s own field.
  const third = fake.attachments.add({ name: 'third.png', content: pngOf(10, 10, 91) })
  const typed = (await ada.command(`draft text:With a file of the command image:${third}`)).form!
  expect(typed.values).toMatchObject({ text: 'With a file of the command' })
  const described = (await ada.submit(typed, {})).form!
  await ada.submit(described, {})
  await messageWith(drafts, 'To review', 'With a file of the command', 'Image 1 of 1')
  const own = (await ada.command('draft')).form!
  expect(own.values).toMatchObject({ files: '' })
  const fourth = fake.attachments.add({ name: 'fourth.png', content: pngOf(10, 10, 92) })
  const last = (await ada.submit(own, { text: 'With a file of the form', files: fourth })).form!
  await ada.submit(last, {})
  await messageWith(drafts, 'To review', 'With a file of the form', 'Image 1 of 1')
  expect(general.messages).toEqual([])
})
