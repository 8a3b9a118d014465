import { describe, expect, test } from 'vitest'
import { type DraftCardInput, draftCard } from '../../src/cards/draft-card.ts'
import type { DraftCardPart, DraftCardVariant } from '../../src/cards/draft-variant.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { ACTION, DRAFT, VARIANT } from './inputs.ts'
import { show } from './show.ts'

const { en, fr } = createTranslators()

function draft(t: Translator, change: Partial<DraftCardInput> = {}): string {
  return show(draftCard({ ...DRAFT, ...change }, t))
}

const question = {
  name: 'Robin',
  text: 'Is Acme open on Sunday?',
  url: 'https://social.example/robin/1',
  standing: 'as-it-was',
} as const

test('a reply to review', () => {
  expect(draft(en, { replyTo: question })).toMatchInlineSnapshot(`
    "To review: reply to Robin (waiting)
    (Robin wrote:)
    > Is Acme open on Sunday?
    Open the post -> https://social.example/robin/1
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Approve*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, { replyTo: question })).toMatchInlineSnapshot(`
    "À valider_: réponse à Robin (waiting)
    (Robin a écrit_:)
    > Is Acme open on Sunday?
    Ouvrir le post -> https://social.example/robin/1
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Valider*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('an approval of an older text is not told beside the new one', () => {
  const lastReview = { by: 'Noor', decision: 'approve', comment: '' } as const
  expect(draft(en, { approvedBy: [], lastReview })).not.toContain('Noor')
})

test('a post that one of two has approved, for later', () => {
  const change = {
    requiredApprovals: 2,
    approvedBy: ['Noor'],
    publishAt: new Date('2026-11-23T08:00:00Z'),
    lastReview: { by: 'Noor', decision: 'approve', comment: '' },
  } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "To review: post (waiting)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Noor approved it.
    Written by = Camille
    Approvals = 1 of 2: Noor
    Goes out = 23 Nov 2026, 09:00
    [*Approve too*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "À valider_: post (waiting)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Noor a validé.
    Rédigé par = Camille
    Validations = 1 sur 2_: Noor
    Publication = 23 nov. 2026, 09:00
    [*Valider aussi*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('sent back with a reason', () => {
  const lastReview = { by: 'Noor', decision: 'request-changes', comment: 'Say the address too.' } as const
  expect(draft(en, { state: 'draft', lastReview })).toMatchInlineSnapshot(`
    "Draft: post (neutral)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Noor asks for changes: Say the address too.
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Send to review*] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, { state: 'draft', lastReview })).toMatchInlineSnapshot(`
    "Brouillon_: post (neutral)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Noor demande une modification_: Say the address too.
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Envoyer en validation*] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('planned', () => {
  const change = {
    state: 'scheduled',
    requiredApprovals: 2,
    approvedBy: ['Noor', 'Sam'],
    publishAt: new Date('2026-11-23T08:00:00Z'),
  } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Scheduled: post (neutral)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Written by = Camille
    Approvals = 2 of 2: Noor and Sam
    Goes out = 23 Nov 2026, 09:00
    [Change the time] [Publish now ? Publish this now, with the text that was approved?] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Programmé_: post (neutral)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Rédigé par = Camille
    Validations = 2 sur 2_: Noor et Sam
    Publication = 23 nov. 2026, 09:00
    [Changer l’heure] [Publier maintenant ? Publier maintenant, avec le texte qui a été validé_?] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('held up by a network that is away', () => {
  const variants = [{ ...VARIANT, action: { ...ACTION, attempts: 2 } }]
  const change = { state: 'scheduled', isDue: true, approvedBy: ['Noor'], variants } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Publishing: post (neutral)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Bluesky cannot be reached at the moment. Next attempt 23 Nov 2026, 09:00.
    Written by = Camille
    Approvals = 1 of 1: Noor
    Goes out = as soon as the network allows
    [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Publication en cours_: post (neutral)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Bluesky est injoignable pour le moment. Prochaine tentative le 23 nov. 2026, 09:00.
    Rédigé par = Camille
    Validations = 1 sur 1_: Noor
    Publication = dès que le réseau le permet
    [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('published', () => {
  const action = { ...ACTION, state: 'succeeded', url: 'https://social.example/acme/9' } as const
  const change = { state: 'published', approvedBy: ['Noor'], variants: [{ ...VARIANT, action }] } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Published: post (good)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Open it on Bluesky -> https://social.example/acme/9
    Written by = Camille
    Approvals = 1 of 1: Noor"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Publié_: post (good)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Ouvrir sur Bluesky -> https://social.example/acme/9
    Rédigé par = Camille
    Validations = 1 sur 1_: Noor"
  `)
})

test('refused by one network, published on the other', () => {
  const failure = { kind: 'rejected', reason: 'other', detail: 'Too many links' } as const
  const variants = [
    { ...VARIANT, action: { ...ACTION, state: 'failed', failure } },
    { ...VARIANT, networkTitle: 'Mastodon', handle: 'acme', maximum: 500, action: { ...ACTION, state: 'succeeded' } },
  ] as const
  const change = { state: 'failed', partlyPublished: true, approvedBy: ['Noor'], variants } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Published in part: post (bad)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Bluesky refused it and says: “Too many links”
    (On Mastodon as @acme, 19 of 500:)
    Yes, from 10 to 18.
    Written by = Camille
    Approvals = 1 of 1: Noor
    [*Try the rest again*] [Leave it at that ? Leave it at what is public? The rest will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Publié en partie_: post (bad)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Bluesky a refusé et répond_: «_Too many links_»
    (Sur Mastodon en tant que @acme, 19 sur 500_:)
    Yes, from 10 to 18.
    Rédigé par = Camille
    Validations = 1 sur 1_: Noor
    [*Réessayer le reste*] [S’en tenir là ? S’en tenir à ce qui est public_? Le reste ne sera pas publié.]"
  `)
})

test('of unknown outcome', () => {
  const variants = [{ ...VARIANT, action: { ...ACTION, state: 'unknown' } }] as const
  const change = { state: 'outcome-unknown', approvedBy: ['Noor'], variants } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Outcome unknown: post (bad)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    It was sent to Bluesky, and no answer came back. Look on Bluesky whether it is there, then say so here. Nothing is sent again until you do.
    Written by = Camille
    Approvals = 1 of 1: Noor
    [*It is there*] [!It is not there: publish again! ? You have looked and it is not there? It will be sent again, and would appear twice if it were.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Issue incertaine_: post (bad)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    L’envoi à Bluesky a eu lieu, sans réponse en retour. Vérifiez sur Bluesky si la publication y est, puis dites-le ici. Rien n’est renvoyé d’ici là.
    Rédigé par = Camille
    Validations = 1 sur 1_: Noor
    [*La publication y est*] [!Elle n’y est pas_: republier! ? Vous avez vérifié et la publication n’y est pas_? Elle sera renvoyée, et apparaîtrait deux fois si elle y était.]"
  `)
})

test('missed', () => {
  const change = { state: 'missed', approvedBy: ['Noor'], publishAt: new Date('2026-11-23T08:00:00Z') } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Missed: post (bad)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    It was due on 23 Nov 2026, 09:00, while it could not go out. It will not go out by itself: choose a new time, or publish it now.
    Written by = Camille
    Approvals = 1 of 1: Noor
    [Change the time] [Publish now ? Publish this now, with the text that was approved?] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Manqué_: post (bad)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    La publication était prévue le 23 nov. 2026, 09:00, à un moment où elle ne pouvait pas partir. Elle ne partira pas d’elle-même_: choisissez une nouvelle date, ou publiez maintenant.
    Rédigé par = Camille
    Validations = 1 sur 1_: Noor
    [Changer l’heure] [Publier maintenant ? Publier maintenant, avec le texte qui a été validé_?] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('for an account that has been removed', () => {
  const failure = { kind: 'unauthorised', reason: 'other', detail: '' } as const
  const removed = { ...VARIANT, accountState: 'removed' } as const
  const failed = { ...removed, action: { ...ACTION, state: 'failed', failure } } as const
  const english = '@acme.example on Bluesky has been removed from Vigie, so this cannot go out there. Withdraw it.'
  const french =
    '@acme.example sur Bluesky a été retiré de Vigie_: rien ne peut plus partir de ce compte. Retirez le brouillon.'
  for (const [state, variant] of [
    ['in-review', removed],
    ['scheduled', { ...removed, action: ACTION }],
    ['failed', failed],
  ] as const) {
    expect(draft(en, { state, variants: [variant] })).toContain(english)
    expect(draft(fr, { state, variants: [variant] })).toContain(french)
    expect(draft(en, { state, variants: [variant] })).not.toContain('connected again')
  }
  const succeeded = { ...removed, action: { ...ACTION, state: 'succeeded' } } as const
  expect(draft(en, { state: 'published', variants: [succeeded] })).not.toContain('removed')
  const waits = { ...VARIANT, accountState: 'needs-sign-in', action: ACTION } as const
  expect(draft(en, { state: 'scheduled', isDue: true, variants: [waits] })).toContain('must be connected again')
})

test('a reply to a post that was edited since, or is gone', () => {
  const edited = draft(en, { replyTo: { ...question, standing: 'edited' } })
  expect(edited).toContain('> Is Acme open on Sunday?\nRobin has edited the post since this was written.')
  const gone = draft(en, { replyTo: { ...question, standing: 'gone' } })
  expect(gone).toContain('The post by Robin that this answers or quotes is gone')
  expect(gone).not.toContain('Is Acme open on Sunday?')
  expect(draft(fr, { replyTo: { ...question, standing: 'gone' } })).toContain('Le post de Robin')
})

test.each(['published', 'rejected', 'withdrawn'] as const)('%s is short', state => {
  const text = 'Yes, we are. '.repeat(40)
  const replyTo = { name: 'Robin', text: 'Are you open?', url: null, standing: 'as-it-was' } as const
  const shown = draft(en, { state, replyTo, variants: [{ ...VARIANT, text }] })
  expect(shown).toContain(`${text.slice(0, 139).trimEnd()}`)
  expect(shown.length).toBeLessThan(400)
  expect(shown).not.toContain('Are you open?')
})

const parts = ['We open on Monday.', 'From 10 to 18.', 'See you there!']

function threadOf(...states: readonly NonNullable<DraftCardPart['action']>['state'][]): DraftCardVariant {
  const [first, ...thread] = parts.map((text, index): DraftCardPart => {
    const state = states[index]
    const url = state === 'succeeded' ? `https://social.example/acme/${index + 1}` : null
    const facts = { text, count: text.length, link: null, published: null }
    return { ...facts, action: state === undefined ? null : { ...ACTION, state, url } }
  })
  return { ...VARIANT, ...first, thread }
}

test('a thread to review', () => {
  expect(draft(en, { variants: [threadOf()] })).toMatchInlineSnapshot(`
    "To review: post (waiting)
    (On Bluesky as @acme.example, a thread of 3:)
    (1/3, 18 of 300:)
    We open on Monday.
    (2/3, 14 of 300:)
    From 10 to 18.
    (3/3, 14 of 300:)
    See you there!
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Approve*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, { variants: [threadOf()] })).toMatchInlineSnapshot(`
    "À valider_: post (waiting)
    (Sur Bluesky en tant que @acme.example, un fil de 3 posts_:)
    (1/3, 18 sur 300_:)
    We open on Monday.
    (2/3, 14 sur 300_:)
    From 10 to 18.
    (3/3, 14 sur 300_:)
    See you there!
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Valider*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('a thread of which a post is out', () => {
  const variants = [threadOf('succeeded', 'waiting', 'waiting')]
  expect(draft(en, { state: 'publishing', variants })).toMatchInlineSnapshot(`
    "Publishing: post (neutral)
    (On Bluesky as @acme.example, a thread of 3:)
    1 of 3 published.
    (1/3, 18 of 300:)
    We open on Monday.
    Open post 1 on Bluesky -> https://social.example/acme/1
    (2/3, 14 of 300:)
    From 10 to 18.
    (3/3, 14 of 300:)
    See you there!
    Written by = Camille
    Approvals = 0 of 1"
  `)
  expect(draft(fr, { state: 'publishing', variants })).toMatchInlineSnapshot(`
    "Publication en cours_: post (neutral)
    (Sur Bluesky en tant que @acme.example, un fil de 3 posts_:)
    Publiés_: 1 sur 3.
    (1/3, 18 sur 300_:)
    We open on Monday.
    Ouvrir le post 1 sur Bluesky -> https://social.example/acme/1
    (2/3, 14 sur 300_:)
    From 10 to 18.
    (3/3, 14 sur 300_:)
    See you there!
    Rédigé par = Camille
    Validations = 0 sur 1"
  `)
})

test('a thread that waits for its account says so once', () => {
  const variants = [{ ...threadOf('succeeded', 'waiting', 'waiting'), accountState: 'needs-sign-in' }] as const
  expect(draft(en, { state: 'publishing', variants }).split('must be connected again')).toHaveLength(2)
})

test('a thread of which nobody knows whether the second post is out', () => {
  const variants = [threadOf('succeeded', 'unknown', 'cancelled')]
  expect(draft(en, { state: 'outcome-unknown', variants })).toMatchInlineSnapshot(`
    "Outcome unknown: post (bad)
    (On Bluesky as @acme.example, a thread of 3:)
    1 of 3 published.
    (1/3, 18 of 300:)
    We open on Monday.
    Open post 1 on Bluesky -> https://social.example/acme/1
    (2/3, 14 of 300:)
    From 10 to 18.
    It was sent to Bluesky, and no answer came back. Look on Bluesky whether it is there, then say so here. Nothing is sent again until you do.
    (3/3, 14 of 300:)
    See you there!
    Written by = Camille
    Approvals = 0 of 1
    [*It is there: publish the rest*] [!It is not there: publish again! ? You have looked and it is not there? It will be sent again, and would appear twice if it were.]"
  `)
  expect(draft(fr, { state: 'outcome-unknown', variants })).toMatchInlineSnapshot(`
    "Issue incertaine_: post (bad)
    (Sur Bluesky en tant que @acme.example, un fil de 3 posts_:)
    Publiés_: 1 sur 3.
    (1/3, 18 sur 300_:)
    We open on Monday.
    Ouvrir le post 1 sur Bluesky -> https://social.example/acme/1
    (2/3, 14 sur 300_:)
    From 10 to 18.
    L’envoi à Bluesky a eu lieu, sans réponse en retour. Vérifiez sur Bluesky si la publication y est, puis dites-le ici. Rien n’est renvoyé d’ici là.
    (3/3, 14 sur 300_:)
    See you there!
    Rédigé par = Camille
    Validations = 0 sur 1
    [*La publication y est_: publier la suite*] [!Elle n’y est pas_: republier! ? Vous avez vérifié et la publication n’y est pas_? Elle sera renvoyée, et apparaîtrait deux fois si elle y était.]"
  `)
})

test('a thread that was left at its beginning', () => {
  const variants = [threadOf('succeeded', 'failed', 'cancelled')]
  expect(draft(en, { state: 'published', partlyPublished: true, variants })).toMatchInlineSnapshot(`
    "Published in part: post (good)
    (On Bluesky as @acme.example, a thread of 3:)
    We open on Monday.
    1 of 3 published.
    Open it on Bluesky -> https://social.example/acme/1
    Written by = Camille
    Approvals = 0 of 1"
  `)
  expect(draft(fr, { state: 'published', partlyPublished: true, variants })).toMatchInlineSnapshot(`
    "Publié en partie_: post (good)
    (Sur Bluesky en tant que @acme.example, un fil de 3 posts_:)
    We open on Monday.
    Publiés_: 1 sur 3.
    Ouvrir sur Bluesky -> https://social.example/acme/1
    Rédigé par = Camille
    Validations = 0 sur 1"
  `)
})

test('a thread that is out leads to its beginning', () => {
  const variants = [threadOf('succeeded', 'succeeded', 'succeeded')]
  expect(draft(en, { state: 'published', variants })).toMatchInlineSnapshot(`
    "Published: post (good)
    (On Bluesky as @acme.example, a thread of 3:)
    We open on Monday.
    Open it on Bluesky -> https://social.example/acme/1
    Written by = Camille
    Approvals = 0 of 1"
  `)
})

test('a link with its card, and one without', () => {
  const image = {
    hash: 'a'.repeat(64),
    type: 'image/jpeg',
    bytes: 81_000,
    width: 1_200,
    height: 630,
    alternative: '',
  } as const
  const link = { url: 'https://acme.example/lamps', title: 'Lamps', description: 'All of them', image, origin: null }
  const change: Partial<DraftCardInput> = {
    variants: [{ ...VARIANT, text: 'New: https://acme.example/lamps', link }],
    links: [{ url: 'https://acme.example/chairs', failure: 'unreachable' }],
  }
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "To review: post (waiting)
    (On Bluesky as @acme.example, 19 of 300:)
    New: https://acme.example/lamps
    (With a card of https://acme.example/lamps:)
    > Lamps
    > All of them
    picture: Picture of the card: JPEG, 1,200 × 630, 81 kB
    https://acme.example/chairs has no card: the page did not answer in time.
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Approve*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "À valider_: post (waiting)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    New: https://acme.example/lamps
    (Avec un aperçu de https://acme.example/lamps_:)
    > Lamps
    > All of them
    picture: Image de l’aperçu_: JPEG, 1_200 × 630, 81 ko
    https://acme.example/chairs n’a pas d’aperçu_: la page n’a pas répondu à temps.
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Valider*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
  expect(draft(en, { ...change, state: 'published' })).not.toContain('card')
  const links = [{ url: 'https://acme.example/chairs', failure: null }]
  expect(draft(en, { state: 'draft', links })).toContain('The page behind https://acme.example/chairs is being read.')
  expect(draft(fr, { state: 'draft', links })).toContain('https://acme.example/chairs est en cours de lecture.')
})

test('what goes with a text, and before it', () => {
  const variants = [{ ...VARIANT, warning: 'Food', visibility: 'followers', language: 'fr' }] as const
  expect(draft(en, { variants })).toMatchInlineSnapshot(`
    "To review: post (waiting)
    (On Bluesky as @acme.example, in French, 19 of 300:)
    Content warning = Food
    Who sees it = followers only
    Yes, from 10 to 18.
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Approve*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, { variants })).toMatchInlineSnapshot(`
    "À valider_: post (waiting)
    (Sur Bluesky en tant que @acme.example, en français, 19 sur 300_:)
    Avertissement = Food
    Qui le voit = abonnés seulement
    Yes, from 10 to 18.
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Valider*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

describe('what was published and is deleted', () => {
  const out = { ...ACTION, state: 'succeeded', url: 'https://social.example/acme/9' } as const
  const variant = { ...VARIANT, action: out, isDeletable: true } as const
  const change = { state: 'published', approvedBy: ['Noor'] } as const

  test('can be, by whoever may', () => {
    expect(draft(en, { ...change, variants: [variant] })).toContain('[Delete at the network]')
    expect(draft(fr, { ...change, variants: [variant] })).toContain('[Supprimer du réseau]')
    expect(draft(en, { ...change, state: 'failed', variants: [variant] })).not.toContain('Delete')
  })

  test('says that it is gone, since when and by whom, and leads nowhere any more', () => {
    const at = new Date('2026-11-20T15:30:00Z')
    const gone = { ...variant, isDeletable: false, deletion: { state: 'done', byName: 'Noor', at, lost: 0 } } as const
    expect(draft(en, { ...change, variants: [gone] })).toMatchInlineSnapshot(`
      "Deleted: post (quiet)
      (On Bluesky as @acme.example, 19 of 300:)
      Yes, from 10 to 18.
      Deleted on Bluesky by Noor, 20 Nov 2026, 16:30.
      Written by = Camille
      Approvals = 1 of 1: Noor"
    `)
    expect(draft(fr, { ...change, variants: [gone] })).toMatchInlineSnapshot(`
      "Supprimé_: post (quiet)
      (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
      Yes, from 10 to 18.
      Supprimé de Bluesky par Noor, 20 nov. 2026, 16:30.
      Rédigé par = Camille
      Validations = 1 sur 1_: Noor"
    `)
    const lost = { ...gone, deletion: { ...gone.deletion, lost: 1 } }
    expect(draft(en, { ...change, variants: [lost] })).toMatch(/^Published: post/)
    expect(draft(en, { ...change, variants: [lost] })).toContain('Of one post Vigie does not know where it is')
    const there = { ...variant, networkTitle: 'Mastodon' }
    expect(draft(en, { ...change, variants: [gone, there] })).toMatch(/^Published: post \(good\)/)
  })

  test('says what keeps it, and can be tried again', () => {
    const deletion = { state: 'under-way', byName: 'Noor' } as const
    const waits = { ...variant, isDeletable: false, deletion, accountState: 'needs-sign-in' } as const
    expect(draft(en, { ...change, variants: [waits] })).toContain(
      'Being deleted on Bluesky: Noor wants it.\n@acme.example on Bluesky must be connected again: until then this waits.\nOpen it on Bluesky',
    )
    const failure = { kind: 'gave-up', reason: 'other', detail: '' } as const
    const failed = { ...variant, deletion: { state: 'failed', byName: 'Noor', failure } } as const
    expect(draft(fr, { ...change, variants: [failed] })).toContain(
      'Non supprimé de Bluesky. Bluesky est resté longtemps injoignable. Réessayez quand il fonctionnera.',
    )
    expect(draft(fr, { ...change, variants: [failed] })).toContain('[Supprimer du réseau]')
  })
})
