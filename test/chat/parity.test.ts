import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Card } from '../../src/chat/card.ts'
import { readCustomId, SHOW_ALL as SHOW_ALL_IN_DISCORD } from '../../src/chat/discord/ids.ts'
import { renderCard as renderInDiscord } from '../../src/chat/discord/render.ts'
import { renderCard as renderLocally } from '../../src/chat/local/render.ts'
import { SHOW_ALL as SHOW_ALL_IN_SLACK } from '../../src/chat/slack/ids.ts'
import { renderCard as renderInSlack } from '../../src/chat/slack/render.ts'
import { actions } from '../../src/commands/actions/index.ts'
import { SUBJECT_KINDS } from '../../src/db/schema/index.ts'
import { parseReference } from '../../src/domain/reference.ts'
import { cardWords } from '../../src/http/local/views/words.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { CARDS } from '../cards/every-kind.ts'
import { componentsIn } from '../support/discord/rules.ts'

const translators = createTranslators()

/** What can be done on a card. */
function offeredBy(card: Card): readonly string[] {
  return card.elements.flatMap(element => {
    if (element.kind === 'select') return [element.id]
    return element.kind === 'buttons' ? element.buttons.map(({ id }) => id) : []
  })
}

function offeredInDiscord(card: Card, t: Translator): readonly string[] {
  const message = JSON.parse(JSON.stringify(renderInDiscord(card, { t })))
  return componentsIn(message.components).flatMap(({ custom_id }) => {
    if (custom_id === undefined || custom_id === SHOW_ALL_IN_DISCORD) return []
    const own = readCustomId(String(custom_id))
    return 'action' in own ? [own.action] : []
  })
}

/** Everything in it that has an action. */
function actionIdsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(actionIdsIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'action_id' in value && !('url' in value) ? [String(value.action_id)] : []
  return [...own, ...Object.values(value).flatMap(actionIdsIn)]
}

function offeredInSlack(card: Card, t: Translator): readonly string[] {
  return actionIdsIn(renderInSlack(card, { t, images: true }).blocks).filter(id => id !== SHOW_ALL_IN_SLACK)
}

function offeredLocally(card: Card, t: Translator): readonly string[] {
  const markup = String(renderLocally(card, cardWords(t)))
  return [...markup.matchAll(/data-(?:action|choice)="([^"]+)"/g)].map(([, id]) => id ?? '')
}

const PLATFORMS = { Discord: offeredInDiscord, Slack: offeredInSlack, 'the local page': offeredLocally }

describe.each(SUBJECT_KINDS)('a card of the kind %s', kind => {
  test.each(Object.entries(PLATFORMS))('offers all that can be done, in %s', (_, offered) => {
    fc.assert(
      fc.property(CARDS[kind], fc.constantFrom(translators.en, translators.fr), (say, t) => {
        const card = say(t)
        expect(offered(card, t).toSorted()).toEqual(offeredBy(card).toSorted())
      }),
      { numRuns: 150 },
    )
  })
})

describe('what can be done', () => {
  /** By the names of the actions, from every kind of card. */
  const onCards = new Set(
    Object.values(CARDS)
      .flatMap(card => fc.sample(card, { numRuns: 400, seed: 7 }))
      .flatMap(say => offeredBy(say(translators.en)))
      .map(id => parseReference(id)?.action ?? ''),
  )

  test('on a card is something that Vigie knows', () => {
    expect([...onCards].filter(name => !actions.has(name))).toEqual([])
  })

  test('with a press is on a card, or is a form that a command opens and a button opens again', () => {
    const pressable = [...actions.values()].filter(({ press }) => press !== undefined).map(({ name }) => name)
    const isForm = (name: string) => actions.get(name)?.submit !== undefined
    expect(pressable.filter(name => !onCards.has(name) && !isForm(name))).toEqual([])
    // Enough was looked at for that to mean something.
    for (const name of [
      'mention.hand-over',
      'mention.reopen',
      'draft.found',
      'draft.retry',
      'summary.list',
      'summary.ignore',
    ]) {
      expect(onCards).toContain(name)
    }
  })
})
