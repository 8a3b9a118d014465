import { describe, expect, test } from 'vitest'
import { type SummaryCardInput, summaryCard } from '../../src/cards/summary-card.ts'
import { createTranslators, localise } from '../../src/locales/translator.ts'
import { SUMMARY } from './inputs.ts'

const translators = createTranslators()
const header = (change: Partial<SummaryCardInput>) =>
  localise(translators, t => summaryCard({ ...SUMMARY, ...change }, t).header)

describe('what a summary is called', () => {
  test.each<[Partial<SummaryCardInput>, string, string]>([
    [{}, '37 more mentions in 4 minutes, 12 negative', '37 mentions de plus en 4 minutes, 12 négatives'],
    [{ isAlert: true }, 'Alert: 37 more in 4 minutes', 'Alerte\u00a0: 37 de plus en 4 minutes'],
    [
      { waiting: 1, dealtWith: 0, span: null },
      'One more mention within a minute, 12 negative',
      'Une mention de plus en une minute, 12 négatives',
    ],
    [
      { reason: 'batch' },
      '37 mentions since the last summary, 12 negative',
      '37 mentions depuis le dernier résumé, 12 négatives',
    ],
    [
      { reason: 'quiet' },
      '37 mentions during the quiet hours, 12 negative',
      '37 mentions pendant les heures calmes, 12 négatives',
    ],
    [{ waiting: 0 }, 'Summary: 2 mentions, all dealt with', 'Résumé\u00a0: 2 mentions, toutes traitées'],
    [{ waiting: 0, dealtWith: 0 }, 'Summary: all shown as cards', 'Résumé\u00a0: toutes affichées en cartes'],
  ])('%j: %s', (change, en, fr) => {
    expect(header(change)).toEqual({ en, fr })
  })
})

test('it counts, and shows what matters most', () => {
  const { en, fr } = localise(translators, t => JSON.stringify(summaryCard(SUMMARY, t)))
  for (const words of [
    '12 negative, 20 neutral and 5 positive',
    'Bluesky 30 and Mastodon 7',
    '35 wait, 2 dealt with',
  ]) {
    expect(en).toContain(words)
  }
  for (const words of ['Robin (1,204 followers) on Bluesky, negative', 'Broken again']) expect(en).toContain(words)
  expect(fr).toContain('12 négatives, 20 neutres et 5 positives')
  expect(fr).toContain('35 attendent, 2 traitées')
})

test('it shrinks once nothing waits', () => {
  const card = summaryCard({ ...SUMMARY, waiting: 0 }, translators.en)
  expect([card.tone, card.elements.map(element => element.kind)]).toEqual(['quiet', ['context']])
})
