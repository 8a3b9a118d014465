import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { commands } from '../../src/commands/index.ts'
import { titleOf } from '../../src/commands/option.ts'
import { brands, members } from '../../src/db/schema/index.ts'
import { en as english } from '../../src/locales/en/index.ts'
import { fr as french } from '../../src/locales/fr/index.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { command, draftOf, hear, modalOf, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function textOf(answer: Answer): string {
  return answer.kind === 'ephemeral' ? answer.text : JSON.stringify(answer)
}

async function languageOf(world: World) {
  const { connection } = shared.database
  const [member] = await connection.select().from(members).where(eq(members.id, world.members.camille.id))
  const [brand] = await connection.select().from(brands).where(eq(brands.id, world.brand.id))
  return [member?.language ?? null, brand?.language ?? null]
}

describe('a command that is spoken of', () => {
  test.each([en, fr])('is called as whoever reads of it knows it, in $language', t => {
    const own = commands.map(one => titleOf(one, t))
    const others = commands.flatMap(({ name, aliases }) => [name, ...aliases]).filter(name => !own.includes(name))
    const messages = Object.entries(t.language === 'en' ? english : french)
    const spoken = messages.flatMap(([key, text]) =>
      // Behind `/vigie`, or in quotation marks with what may stand behind it.
      [...text.matchAll(/[“«]\s?\/vigie ([\p{L}-]+)|[“«]\s?(\p{L}+)(?: [@#\p{L}\d<>:-]+)*\s?[”»]/gu)].map(found => ({
        key,
        name: found[1] ?? found[2] ?? '',
        isCertain: found[1] !== undefined,
      })),
    )
    expect(spoken.filter(one => (one.isCertain ? !own.includes(one.name) : others.includes(one.name)))).toEqual([])
    expect(spoken.filter(({ isCertain }) => isCertain).length).toBeGreaterThan(20)
  })
})

describe('a person is answered', () => {
  test('in the language they chose: forms, what is wrong with them, refusals and lists', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    expect(await command(world, 'camille', 'lang fr')).toEqual({ kind: 'ephemeral', text: fr('done.language') })
    const modal = modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
    expect(modal).toMatchObject({
      title: fr('modal.reply.title', { name: 'robin' }),
      submit: fr('modal.submit.review'),
    })
    expect(await submit(world, 'camille', modal, { text: '' })).toEqual({
      kind: 'errors',
      errors: { text: fr('error.required') },
    })
    const id = await writePost(world, 'camille', 'Bonjour')
    const refused = await pressOnDraft(world, 'camille', 'draft.approve', id)
    expect(refused).toEqual({ kind: 'ephemeral', text: fr('refusal.review-drafts') })
    expect(textOf(await command(world, 'camille', 'mentions'))).toContain(fr('command.mentions.count', { count: 1 }))
    expect(textOf(await command(world, 'alex', 'mentions'))).toContain(en('command.mentions.count', { count: 1 }))
  })

  test('in the brand’s language as long as they chose none', async () => {
    const world = await createWorld(shared, { brand: { language: 'fr' } })
    expect(textOf(await command(world, 'camille', 'drafts'))).toBe(fr('command.drafts.none'))
    await command(world, 'camille', 'lang en')
    expect(textOf(await command(world, 'camille', 'drafts'))).toBe(en('command.drafts.none'))
  })

  test('with a card in every language, for the platform to choose', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Hello')
    const answer = await pressOnDraft(world, 'noor', 'draft.approve', id)
    if (answer.kind !== 'update') throw new Error('no card')
    expect(answer.card.en.header).not.toBe(answer.card.fr.header)
    const fresh = (await draftOf(world, id)).row.version
    for (const card of Object.values(answer.card)) expect(JSON.stringify(card)).toContain(`${id}:${fresh}`)
  })
})

describe('/vigie lang', () => {
  test.each(['', 'de', 'fr everybody', 'fr brand please', 'brand fr'])('%j is told how it goes', async rest => {
    const world = await createWorld(shared)
    const answer = await command(world, 'sam', `lang ${rest}`)
    expect(textOf(answer)).toBe(en('command.usage', { usage: '/vigie lang en|fr [brand]' }))
    expect(await languageOf(world)).toEqual([null, 'en'])
  })

  test('with “brand” changes the cards of everybody and the language of nobody', async () => {
    const world = await createWorld(shared)
    await command(world, 'camille', 'langue EN')
    const answer = await command(world, 'sam', 'LANG FR Brand')
    expect(textOf(answer)).toBe(fr('done.brand-language', { brand: 'Acme' }))
    expect(await languageOf(world)).toEqual(['en', 'fr'])
  })
})

test('what the French help shows is understood as it is shown', async () => {
  const world = await createWorld(shared)
  await command(world, 'sam', 'langue fr')
  const usages = ['usage.bind', 'usage.unbind', 'usage.roles', 'usage.brand', 'usage.lang', 'usage.noise'] as const
  for (const usage of usages) expect(fr(usage)).not.toBe(en(usage))
  for (const line of [
    ...['lier bilan', 'lier brouillons', 'délier alertes', 'équipe @lou lecteur', 'équipe @lou rédacteur valideur'],
    ...['marque modifier mots', 'marque nouvelle', 'langue fr marque', 'bruit négatives', 'bruit lot 30'],
    ...[
      'bruit calme 20:00-08:00',
      'sourdine demain',
      'sourdine 3j',
      'sourdine off',
      'bilan maintenant',
      'mentions afficher',
    ],
  ]) {
    const answer = textOf(await command(world, 'sam', line))
    expect([line, answer.includes('Cette commande s’écrit autrement')]).toEqual([line, false])
    expect([line, answer]).not.toEqual([line, fr('fault')])
  }
  expect(textOf(await command(world, 'sam', 'lier tout'))).toContain('/vigie lier mentions|alertes|brouillons|bilan')
  expect(textOf(await command(world, 'sam', 'équipe <@lou|lou> chef'))).toContain('valideur, administrateur et aucun')
  expect(textOf(await command(world, 'sam', 'marque'))).toContain('Acme\u00a0: en français')
})

describe('every command', () => {
  test.each(commands.flatMap(one => [one.name, ...one.aliases]))(
    'answers to %s, with and without /vigie',
    async name => {
      const world = await createWorld(shared)
      for (const line of [name, `/vigie ${name}`, `  ${name.toUpperCase()}  `]) {
        const answer = textOf(await command(world, 'sam', line))
        expect(answer).not.toContain('There is no command')
        expect(answer).not.toBe(en('fault'))
      }
      expect(textOf(await command(world, 'sam', `help ${name}`))).toContain('For: ')
    },
  )

  test('is in the help, in both languages', async () => {
    const world = await createWorld(shared)
    for (const [language, t] of Object.entries({ en, fr })) {
      await command(world, 'lou', `lang ${language}`)
      const help = textOf(await command(world, 'lou', 'help'))
      for (const { usage, summary } of commands) {
        expect(help).toContain(t('command.help.line', { usage: t(usage), summary: t(summary) }))
      }
    }
  })

  test.each([
    ['drafs', 'draft'],
    ['mentoins', 'mentions'],
    ['aid', 'aide'],
  ])('that is nearly one (%s) is guessed', async (typed, meant) => {
    const world = await createWorld(shared)
    expect(textOf(await command(world, 'lou', typed))).toContain(`Did you mean “/vigie ${meant}”?`)
  })

  test('that is none is told where the list is', async () => {
    const world = await createWorld(shared)
    const answer = textOf(await command(world, 'lou', 'xyzzy <script>{name}</script>'))
    expect(answer).toBe('There is no command “xyzzy”. “/vigie help” lists them all.')
  })
})
