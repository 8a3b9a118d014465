import { expect, test } from 'vitest'
import { type DigestCardInput, digestCard } from '../../src/cards/digest-card.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { DIGEST } from './inputs.ts'
import { show } from './show.ts'

const { en, fr } = createTranslators()

function digest(t: Translator, change: Partial<DigestCardInput> = {}): string {
  return show(digestCard({ ...DIGEST, ...change }, t))
}

test('of a worse week', () => {
  expect(digest(en)).toMatchInlineSnapshot(`
    "Acme: the week from Monday 16 November to Sunday 22 November (bad)
    Mentions = 12 (+4)
    Negative = 3 (25%) (+2)
    Neutral = 5 (42%) (+1)
    Positive = 4 (33%) (+1)
    By network = Bluesky 11 (3 negative) and Local 1
    Replied = 6 of 12 (50%)
    Time to first reply (median) = 42 minutes
    Published = 9 (as before)
    Still waiting = 2
    (Why)
    2 more negative mentions than the week before. Busiest day: Wednesday 18 November (2), mostly on Bluesky.
    (The plainest, by Robin:)
    > My parcel is lost again.
    Open the mention -> https://social.example/robin/2
    (The mentions that matter most:)
    (Jo (1,204 followers) on Bluesky, positive)
    > Acme lamps are the best there are.
    Open the mention -> https://social.example/jo/1"
  `)
  expect(digest(fr)).toMatchInlineSnapshot(`
    "Acme_: la semaine du lundi 16 novembre au dimanche 22 novembre (bad)
    Mentions = 12 (+4)
    Négatives = 3 (25_%) (+2)
    Neutres = 5 (42_%) (+1)
    Positives = 4 (33_%) (+1)
    Par réseau = Bluesky 11 (3 négatives) et Local 1
    Avec réponse = 6 sur 12 (50_%)
    Délai de première réponse (médiane) = 42 minutes
    Publications = 9 (comme avant)
    Encore en attente = 2
    (Pourquoi)
    2 mentions négatives de plus que la semaine d’avant. Jour le plus chargé_: mercredi 18 novembre (2), surtout sur Bluesky.
    (La plus nette, signée Robin_:)
    > My parcel is lost again.
    Ouvrir la mention -> https://social.example/robin/2
    (Les mentions qui comptent le plus_:)
    (Jo (1_204 abonnés) sur Bluesky, positive)
    > Acme lamps are the best there are.
    Ouvrir la mention -> https://social.example/jo/1"
  `)
})

test('of a worse week whose plainest mention is gone by now', () => {
  expect(digest(en, { example: null })).not.toContain('plainest')
  expect(digest(fr, { example: null })).not.toContain('plus nette')
})

test('of a week without a word, so far', () => {
  const nothing = {
    mentions: 0,
    negative: 0,
    neutral: 0,
    positive: 0,
    replied: 0,
    medianReplyMinutes: null,
    published: 0,
  }
  const reason = {
    kind: 'fewer-mentions',
    difference: 8,
    day: null,
    dayCount: 0,
    network: null,
    exampleId: null,
  } as const
  const report = { ...DIGEST.report, current: nothing, reason, networks: [], topMentionIds: [], waiting: 0 }
  const change = { report, isPreview: true, example: null, topMentions: [], reasonNetworkTitle: null }
  expect(digest(en, change)).toMatchInlineSnapshot(`
    "Acme: the week so far, since Monday 16 November (neutral)
    (Nobody mentioned Acme.)
    Mentions = 0 (−8)
    Negative = 0 (−1)
    Neutral = 0 (−4)
    Positive = 0 (−3)
    Replied = 0
    Time to first reply (median) = no reply yet
    Published = 0 (−9)
    Still waiting = 0
    (Why)
    8 fewer mentions than the week before."
  `)
  expect(digest(fr, change)).toMatchInlineSnapshot(`
    "Acme_: la semaine en cours, depuis lundi 16 novembre (neutral)
    (Personne n’a mentionné Acme.)
    Mentions = 0 (−8)
    Négatives = 0 (−1)
    Neutres = 0 (−4)
    Positives = 0 (−3)
    Avec réponse = 0
    Délai de première réponse (médiane) = aucune réponse pour l’instant
    Publications = 0 (−9)
    Encore en attente = 0
    (Pourquoi)
    8 mentions de moins que la semaine d’avant."
  `)
})

test('that comes late says since when', () => {
  const change = { lateSince: new Date('2026-11-23T08:00:00Z') }
  expect(digest(en, change)).toContain('(This digest is late: Vigie was not running on Monday 23 November at 09:00.)')
  expect(digest(fr, change)).toContain(
    '(Ce bilan est en retard_: Vigie ne fonctionnait pas le lundi 23 novembre à 09:00.)',
  )
  expect(digest(en)).not.toContain('late')
  expect(digest(fr)).not.toContain('retard')
})
