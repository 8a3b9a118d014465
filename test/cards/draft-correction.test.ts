import { expect, test } from 'vitest'
import { type DraftCardInput, draftCard } from '../../src/cards/draft-card.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { ACTION, DRAFT, VARIANT } from './inputs.ts'
import { show } from './show.ts'

const { en, fr } = createTranslators()

function draft(t: Translator, change: Partial<DraftCardInput> = {}): string {
  return show(draftCard({ ...DRAFT, ...change }, t))
}

const NOW = { text: 'Yes, from 9 to 18.', url: 'https://social.example/acme/1', isSame: false, again: null }
const MASTODON = { ...VARIANT, networkTitle: 'Mastodon', published: NOW }
const untouched = [{ networkTitle: 'Bluesky', handle: 'acme.example', standing: 'unsupported' }] as const
const robin = { name: 'Robin', text: 'Are you open?', url: null, standing: 'gone' } as const

test('an edit of a published post, to review', () => {
  const change = { variants: [MASTODON], correction: { untouched } }
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "To review: edit of a published post (waiting)
    (On Mastodon as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    What changes: “9” becomes “10”.
    Open it on Mastodon -> https://social.example/acme/1
    On Bluesky nobody can change a published post: as @acme.example it stays as it is there.
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Approve*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "À valider_: modification d’un post publié (waiting)
    (Sur Mastodon en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Ce qui change_: «_9_» devient «_10_».
    Ouvrir sur Mastodon -> https://social.example/acme/1
    Sur Bluesky, un post publié ne peut pas être modifié_: il y reste tel quel en tant que @acme.example.
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Valider*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('an edit of a reply to what is gone, with a thread of which one post changes', () => {
  const thread = [{ ...VARIANT, text: 'See you!', published: { ...NOW, text: 'See you!', isSame: true } }]
  const change = { variants: [{ ...MASTODON, thread }], correction: { untouched: [] }, replyTo: robin }
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "To review: edit of the published reply to Robin (waiting)
    The post by Robin that this answers or quotes is not there any more.
    (On Mastodon as @acme.example, a thread of 2:)
    (1/2, 19 of 300:)
    Yes, from 10 to 18.
    What changes: “9” becomes “10”.
    Open post 1 on Mastodon -> https://social.example/acme/1
    (2/2, 19 of 300:)
    See you!
    This one stays as it is.
    Open post 2 on Mastodon -> https://social.example/acme/1
    Written by = Camille
    Approvals = 0 of 1
    Goes out = as soon as it is approved
    [*Approve*] [Request changes] [Reject] [Edit] [!Withdraw! ? Withdraw this draft? It will not be published.]"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "À valider_: modification de la réponse publiée à Robin (waiting)
    Le post de Robin auquel ceci répond, ou qu’il cite, n’est plus là.
    (Sur Mastodon en tant que @acme.example, un fil de 2 posts_:)
    (1/2, 19 sur 300_:)
    Yes, from 10 to 18.
    Ce qui change_: «_9_» devient «_10_».
    Ouvrir le post 1 sur Mastodon -> https://social.example/acme/1
    (2/2, 19 sur 300_:)
    See you!
    Ce post reste tel quel.
    Ouvrir le post 2 sur Mastodon -> https://social.example/acme/1
    Rédigé par = Camille
    Validations = 0 sur 1
    Publication = dès la validation
    [*Valider*] [Demander une modification] [Refuser] [Modifier] [!Retirer! ? Retirer ce brouillon_? Il ne sera pas publié.]"
  `)
})

test('words that are added, taken away, or stay while something else changes', () => {
  const shown = (text: string) =>
    draft(en, { variants: [{ ...MASTODON, published: { ...NOW, text } }], correction: { untouched: [] } })
  expect(shown('Yes, from 10')).toContain('What changes: “to 18.” is added.')
  expect(shown('Yes, from 10 to 18. Really.')).toContain('What changes: “Really.” is removed.')
  expect(shown('Yes, from 10 to 18.')).toContain(en('draft.change.other'))
})

test('what is published, while nobody edits it and while somebody does', () => {
  const variants = [{ ...VARIANT, action: { ...ACTION, state: 'succeeded' as const, url: NOW.url } }]
  const change = { state: 'published', approvedBy: ['Noor'], variants } as const
  expect(draft(en, { ...change, corrected: { isPossible: true, by: null } })).toMatchInlineSnapshot(`
    "Published: post (good)
    (On Bluesky as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    Open it on Bluesky -> https://social.example/acme/1
    Written by = Camille
    Approvals = 1 of 1: Noor
    [Edit]"
  `)
  expect(draft(fr, { ...change, corrected: { isPossible: false, by: 'Alex' } })).toMatchInlineSnapshot(`
    "Publié_: post (good)
    (Sur Bluesky en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Ouvrir sur Bluesky -> https://social.example/acme/1
    Alex le modifie. D’ici la publication, voici ce que le public voit.
    Rédigé par = Camille
    Validations = 1 sur 1_: Noor"
  `)
})

test('an edit of which nobody knows whether it arrived', () => {
  const variants = [{ ...MASTODON, action: { ...ACTION, state: 'unknown' as const } }]
  expect(draft(en, { state: 'outcome-unknown', variants, correction: { untouched: [] } })).toMatchInlineSnapshot(`
    "Outcome unknown: edit of a published post (bad)
    (On Mastodon as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    What changes: “9” becomes “10”.
    The new text was sent to Mastodon several times, and no answer came back. Look on Mastodon whether it is there, then say so here. Nothing is sent again until you do.
    Open it on Mastodon -> https://social.example/acme/1
    Written by = Camille
    Approvals = 0 of 1
    [*It is there*] [It is not there: send it again]"
  `)
})

test('an edit that is sent again, since its answer was lost', () => {
  const action = { ...ACTION, state: 'attempting' as const, attempts: 2 }
  const variants = [{ ...MASTODON, published: { ...NOW, again: new Date('2026-11-23T08:00:00Z') }, action }]
  const change = { state: 'publishing', variants, correction: { untouched: [] } } as const
  expect(draft(en, change)).toMatchInlineSnapshot(`
    "Publishing: edit of a published post (neutral)
    (On Mastodon as @acme.example, 19 of 300:)
    Yes, from 10 to 18.
    What changes: “9” becomes “10”.
    No answer has come from Mastodon so far. It is sent again 23 Nov 2026, 09:00, which does no harm if it is there already.
    Open it on Mastodon -> https://social.example/acme/1
    Written by = Camille
    Approvals = 0 of 1"
  `)
  expect(draft(fr, change)).toMatchInlineSnapshot(`
    "Publication en cours_: modification d’un post publié (neutral)
    (Sur Mastodon en tant que @acme.example, 19 sur 300_:)
    Yes, from 10 to 18.
    Ce qui change_: «_9_» devient «_10_».
    Mastodon n’a pas encore répondu. Le texte est renvoyé le 23 nov. 2026, 09:00, sans dommage s’il y est déjà.
    Ouvrir sur Mastodon -> https://social.example/acme/1
    Rédigé par = Camille
    Validations = 0 sur 1"
  `)
})
