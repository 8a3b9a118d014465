import { describe, expect, test } from 'vitest'
import { byName } from '../../../src/chat/commands.ts'
import { renderCommands } from '../../../src/chat/discord/commands.ts'
import { parseInteraction } from '../../../src/chat/discord/parse.ts'
import { isSame } from '../../../src/chat/discord/registration.ts'
import { commands, describeCommands } from '../../../src/commands/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { refuseCommands } from '../../support/discord/rules.ts'
import { snowflake, type Thing } from '../../support/discord/state.ts'
import { fillIn } from '../../support/discord/typed.ts'

const translators = createTranslators()
const described = describeCommands(translators)
/** As it goes over the wire. */
const rendered: Thing[] = JSON.parse(JSON.stringify(renderCommands(described, translators)))
const subcommands = rendered[0]?.options as Thing[]
const known = byName(described)

/** What Vigie hears where somebody fills a command in. */
function heard(text: string, attachments: Thing = {}) {
  const options = [fillIn(rendered, text)]
  const data = { name: 'vigie', type: 1, options, resolved: { attachments } }
  const ids = { id: snowflake(), application_id: '1', token: 't', guild_id: '2', channel_id: '3' }
  const act = parseInteraction({ ...ids, type: 2, member: { user: { id: '4' } }, data }, known)
  return act?.kind === 'command' ? act : undefined
}

describe('the commands in Discord', () => {
  test('are all there, within every limit of Discord’s, in both languages', () => {
    expect(refuseCommands(rendered)).toEqual([])
    expect(subcommands.map(({ name }) => name)).toEqual(commands.map(({ name }) => name))
  })

  test.each(described)('$name is offered in French too: its name, its options, their choices', command => {
    const sub = subcommands.find(({ name }) => name === command.name)
    const things = [sub!, ...((sub?.options ?? []) as Thing[])]
    expect(things).toHaveLength(command.options.length + 1)
    for (const { name, name_localizations: names, description, description_localizations: texts } of things) {
      expect(names, String(name)).toMatchObject({ fr: expect.stringMatching(/^\S+$/) })
      // Whole: what is cut there can be read nowhere.
      for (const text of [description, (texts as Thing).fr]) expect(text).not.toMatch(/…$/)
    }
    const choices = things.flatMap(one => (one.choices ?? []) as Thing[])
    for (const { name_localizations: names } of choices) expect(names).toMatchObject({ fr: expect.any(String) })
    for (const { name, title } of command.options) expect(title.en).toBe(name)
    expect(command.title.en).toBe(command.name)
  })

  test('are registered again only where they have changed', () => {
    const there = rendered.map(one => ({ ...one, id: '1', version: '2', dm_permission: false }))
    expect(rendered.every((one, index) => isSame(one, there[index]))).toBe(true)
    const [other] = JSON.parse(JSON.stringify(there).replace('"min_value":0', '"min_value":1'))
    expect(isSame(rendered[0], other)).toBe(false)
  })
})

test('a message’s menu has a command too, with a French name', () => {
  const [, onMessage] = rendered
  expect(onMessage).toMatchObject({
    type: 3,
    name: 'Draft from this message',
    name_localizations: { fr: 'Brouillon depuis ce message' },
  })
})

describe('what is filled in', () => {
  test.each([
    ['help', 'help'],
    ['help command:mute', 'help mute'],
    ['draft', 'draft'],
    ['draft text:Hello, everybody', 'draft Hello, everybody'],
    ['draft account:local/maison text:Hello', 'draft account:local/maison Hello'],
    ['draft text:account:x is what we wrote', 'draft -- account:x is what we wrote'],
    ['edit draft:#4f0a91', 'edit #4f0a91'],
    ['mentions show:true', 'mentions show'],
    ['mentions show:false', 'mentions'],
    ['setup brand:maison', 'setup maison'],
    ['brand', 'brand'],
    ['brand change:edit words', 'brand edit words'],
    ['brand join:ABCDE-FGHJK', 'brand join ABCDE-FGHJK'],
    ['roles person:<@123>', 'roles <@123>'],
    ['roles also:approver person:<@123> role:editor', 'roles <@123> editor approver'],
    ['lang language:fr', 'lang fr'],
    ['lang language:fr brand:true', 'lang fr brand'],
    ['noise mentions:negative batch:30 quiet:20:00-08:00', 'noise negative batch 30 quiet 20:00-08:00'],
    ['noise batch:0 quiet:off', 'noise batch off quiet off'],
    ['mute for:2h', 'mute 2h'],
    ['mute for:3d author:robin.example', 'mute @robin.example 3d'],
    ['mute author:@robin.example', 'mute @robin.example'],
    ['bind channel:<#77> cards:alerts brand:maison', 'bind alerts maison <#77>'],
    ['unbind cards:digest', 'unbind digest'],
    ['claim code:ABCDE-FGHJK', 'claim ABCDE-FGHJK'],
  ])('%s is read as “%s”', (filled, text) => {
    expect(heard(filled)?.text).toBe(text)
  })

  test('goes with its file', () => {
    const attachment = { id: '9', filename: 'a.png', url: 'https://cdn.discordapp.com/a.png' }
    const act = heard('draft image:9 text:Look', { 9: attachment })
    expect([act?.text, act?.files?.map(({ name }) => name)]).toEqual(['draft Look', ['a.png']])
    expect(heard('draft text:Look')?.files).toBeUndefined()
  })
})
