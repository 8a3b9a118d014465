import { expect, test } from 'vitest'
import { messageWith, startTeam } from '../support/discord/first-run.ts'
import { componentsIn } from '../support/discord/rules.ts'
import type { Thing } from '../support/discord/state.ts'
import { wordsOf } from '../support/discord/words.ts'
import { eventually } from '../support/eventually.ts'
import { runVigie } from '../support/process.ts'

/** The value of the first option of the form that is open which reads so. */
function optionReading(modal: Thing | undefined, words: string): string {
  const options = componentsIn(modal?.components).flatMap(one => (one.options ?? []) as Thing[])
  const found = options.find(({ label }) => String(label).includes(words))
  if (found === undefined) throw new Error(`nothing reads ${words} among ${options.map(({ label }) => label)}`)
  return String(found.value).replace(/^=/, '')
}

test('commands take what is suggested and picked; lists, assignments and forms lead on from there', {
  timeout: 180_000,
}, async () => {
  await using team = await startTeam()
  const { fake, general, drafts } = team
  const ada = team.somebody('Ada')
  const ben = team.somebody('Ben')
  const cleo = team.somebody('Cleo')
  const claimed = await ada.command(await team.claim())
  const made = await ada.submit(claimed.form!, { name: 'Maison' })
  const placed = await ada.submit(made.form!, { drafts: drafts.id })
  await ada.submit(placed.form!, { editor: `${ada.id},${ben.id}`, approver: cleo.id, admin: ada.id })
  const added = await runVigie(['account', 'add', 'local', '--brand', 'maison', '--handle', 'maison'], team)
  expect([added.stderr, added.code]).toEqual(['', 0])

  // A mention without a card gets one from the list that the command opens.
  const quiet = await ada.command('noise mentions:negative quiet:off')
  expect(quiet.words).toBe('#general gets: negative mentions only.')
  await team.public.post('robin', 'Maison has a garden, @everyone')
  await eventually(async () => (await ada.suggested('assign mention:gard', 'mention')).map(({ name }) => name)).toEqual(
    ['robin: Maison has a garden, @everyone'],
  )
  expect(await cleo.suggested('assign mention:gard', 'mention')).toEqual([])
  const [garden] = await ada.suggested('assign mention:', 'mention')
  expect(general.messages).toEqual([])
  const { form: list } = await ada.command('mentions show:true')
  const shown = await ada.submit(list!, { 'mention-1': optionReading(ada.open(), 'has a garden') })
  expect(shown.words).toBe('Its card comes now.')
  const mention = await messageWith(general, 'Maison has a garden')

  // Given to somebody with the command, who is told and answers from there, in direct messages.
  expect((await ada.command(`assign mention:${garden?.value} person:<@${ben.id}>`)).words).toBe('Ben has it now.')
  await messageWith(general, 'Maison has a garden', 'In charge: Ben')
  const direct = () => [...fake.state.channels.values()].find(({ recipient }) => recipient === ben.id)
  await eventually(() => direct()?.messages.length).toBe(1)
  const told = await messageWith(direct()!, 'Ada asks you to deal with this', 'Maison has a garden')
  expect(told.message.allowed_mentions).toEqual({ parse: [] })
  const { form: reply } = await ben.press(told.id, told.button('mention.reply'))
  expect((await ben.submit(reply!, { text: 'Come and see it!' })).words).toContain('Sent to review')
  await messageWith(drafts, 'Come and see it!', 'To review')

  // Given on with the form of its card, which says what is wrong.
  const { form: chooser } = await ben.press(mention.id, mention.button('mention.hand-over'))
  const wrong = await ben.submit(chooser!, { person: cleo.id })
  expect(wrong.errors?.person).toContain('Cleo may not answer mentions')
  expect((await ben.submit(chooser!, { person: ada.id })).words).toBe('Ada has it now.')
  await messageWith(general, 'Maison has a garden', 'in charge: Ada')
  await messageWith(direct()!, 'Ada deals with it by now')

  // A draft is found by its words, wherever its card is.
  const [draft] = await ada.suggested('edit draft:come', 'draft')
  expect(draft?.name).toBe('To review: Come and see it! (Ben)')
  const { form: edit } = await ada.command(`edit draft:${draft?.value}`)
  expect(edit?.values.text).toBe('Come and see it!')
  expect((await ada.suggested('draft account:', 'account')).map(({ name }) => name)).toEqual(['Local, @maison'])
  expect((await ada.suggested('mute author:rob', 'author')).map(({ value }) => value)).toEqual(['@robin'])

  // Of a burst, most are one card, whose list gives cards to those that are chosen.
  await ada.command('noise mentions:everything')
  await Promise.all(Array.from({ length: 14 }, (_, index) => team.public.post('kim', `Maison, question ${index}?`)))
  const isSummary = () => general.messages.find(({ components }) => wordsOf(components).includes('See them'))
  await expect.poll(() => isSummary() !== undefined, { timeout: 60_000, interval: 100 }).toBe(true)
  const summary = await messageWith(general, 'See them')
  const { form: held } = await cleo.press(summary.id, summary.button('summary.list'))
  expect(held?.title).toBe('Mentions')
  const chosen = optionReading(cleo.open(), 'kim')
  expect((await cleo.submit(held!, { 'mention-1': chosen })).words).toContain('Only editors')
  const { form: again } = await ada.press(summary.id, summary.button('summary.list'))
  expect((await ada.submit(again!, { 'mention-1': chosen })).words).toBe('Its card comes now.')
  const cards = () => general.messages.map(({ components }) => JSON.stringify(components))
  await eventually(() => cards().filter(card => card.includes(`mention.reply:${chosen}`)).length).toBe(1)
  const [question] = await ada.press(summary.id, summary.button('summary.ignore')).then(({ words }) => [words])
  expect(question).toContain('Ignore all of these mentions')
  const whisper = ada.whispers().at(-1)!
  await ada.press(whisper.id, summary.button('summary.ignore').replace('?', ''))
  await messageWith(general, 'Summary: ')
})
