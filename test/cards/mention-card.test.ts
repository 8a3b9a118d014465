import { describe, expect, test } from 'vitest'
import { type MentionCardInput, mentionCard } from '../../src/cards/mention-card.ts'
import { createTranslators, type Translator } from '../../src/locales/translator.ts'
import { MARK, MENTION } from './inputs.ts'
import { show } from './show.ts'

const { en, fr } = createTranslators()

function mention(t: Translator, change: Partial<MentionCardInput> = {}): string {
  return show(mentionCard({ ...MENTION, ...change }, t))
}

test('a question', () => {
  expect(mention(en)).toMatchInlineSnapshot(`
    "Robin on Bluesky (neutral)
    > Is Acme open on Sunday?
    Sentiment = neutral (71% sure)
    State = Nobody has taken it
    (post, 20 Nov 2026, 15:04, @robin.example)
    Open the post -> https://social.example/robin/1
    [*Reply*] [Assign to me] [Assign to…] [Ignore] [Wrong sentiment]"
  `)
  expect(mention(fr)).toMatchInlineSnapshot(`
    "Robin sur Bluesky (neutral)
    > Is Acme open on Sunday?
    Tonalité = neutre (sûr à 71_%)
    État = Personne ne s’en occupe
    (post, 20 nov. 2026, 15:04, @robin.example)
    Ouvrir le post -> https://social.example/robin/1
    [*Répondre*] [Je m’en occupe] [Confier à…] [Ignorer] [Mauvaise tonalité]"
  `)
})

test('an urgent complaint, in charge', () => {
  const change = {
    isAlert: true,
    sentiment: 'negative',
    confidence: 0.93,
    urgencyReason: 'safety',
    assigneeName: 'Camille',
    state: 'taken',
    kind: 'reply',
    text: 'My Acme lamp caught fire.\nNobody answers.',
  } as const
  expect(mention(en, change)).toMatchInlineSnapshot(`
    "Alert: Robin on Bluesky (bad)
    > My Acme lamp caught fire.
    > Nobody answers.
    Sentiment = negative (93% sure)
    Urgent = health or safety
    State = In charge: Camille
    (reply to you, 20 Nov 2026, 15:04, @robin.example)
    Open the post -> https://social.example/robin/1
    [*Reply*] [Assign to me] [Assign to…] [Ignore] [Wrong sentiment]"
  `)
  expect(mention(fr, change)).toMatchInlineSnapshot(`
    "Alerte_: Robin sur Bluesky (bad)
    > My Acme lamp caught fire.
    > Nobody answers.
    Tonalité = négative (sûr à 93_%)
    Urgent = santé ou sécurité
    État = En charge_: Camille
    (vous répond, 20 nov. 2026, 15:04, @robin.example)
    Ouvrir le post -> https://social.example/robin/1
    [*Répondre*] [Je m’en occupe] [Confier à…] [Ignorer] [Mauvaise tonalité]"
  `)
})

test('while a reply is under way, and with a corrected sentiment', () => {
  const change = { state: 'replying', assigneeName: 'Camille', sentiment: 'positive', isCorrected: true } as const
  expect(mention(en, change)).toMatchInlineSnapshot(`
    "Robin on Bluesky (good)
    > Is Acme open on Sunday?
    Sentiment = positive (corrected by the team)
    State = A reply is under way, in charge: Camille
    (post, 20 Nov 2026, 15:04, @robin.example)
    Open the post -> https://social.example/robin/1
    [Assign to me] [Assign to…] [Wrong sentiment]"
  `)
  expect(mention(fr, change)).toMatchInlineSnapshot(`
    "Robin sur Bluesky (good)
    > Is Acme open on Sunday?
    Tonalité = positive (corrigée par l’équipe)
    État = Une réponse est en cours, en charge_: Camille
    (post, 20 nov. 2026, 15:04, @robin.example)
    Ouvrir le post -> https://social.example/robin/1
    [Je m’en occupe] [Confier à…] [Mauvaise tonalité]"
  `)
})

test('shrunk, once it is answered', () => {
  const reply = { text: 'Yes, from 10 to 18.', url: 'https://social.example/acme/9', isDeleted: false }
  const change = { state: 'replied', reply, text: 'Is Acme open on Sunday? '.repeat(10) } as const
  expect(mention(en, change)).toMatchInlineSnapshot(`
    "Replied: Robin on Bluesky (quiet)
    > Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sund…
    (Our reply:)
    Yes, from 10 to 18.
    Open our reply -> https://social.example/acme/9
    [Reopen]"
  `)
  expect(mention(fr, change)).toMatchInlineSnapshot(`
    "Répondu_: Robin sur Bluesky (quiet)
    > Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sunday? Is Acme open on Sund…
    (Notre réponse_:)
    Yes, from 10 to 18.
    Ouvrir notre réponse -> https://social.example/acme/9
    [Rouvrir]"
  `)
})

test('by somebody without a name, of a picture without words', () => {
  expect(
    mention(en, { text: ' ', author: { name: '', handle: 'robin.example', followers: null }, sentiment: null }),
  ).toMatchInlineSnapshot(`
    "robin.example on Bluesky (neutral)
    ((no text))
    Sentiment = not classified
    State = Nobody has taken it
    (post, 20 Nov 2026, 15:04, @robin.example)
    Open the post -> https://social.example/robin/1
    [*Reply*] [Assign to me] [Assign to…] [Ignore] [Wrong sentiment]"
  `)
})

test.each([
  [null, 'Robin on Bluesky', 'Robin sur Bluesky'],
  [0, 'Robin (0 followers) on Bluesky', 'Robin (0 abonné) sur Bluesky'],
  [1, 'Robin (1 follower) on Bluesky', 'Robin (1 abonné) sur Bluesky'],
  [1_204, 'Robin (1,204 followers) on Bluesky', 'Robin (1\u202f204 abonnés) sur Bluesky'],
])('by somebody with %s followers', (followers, english, french) => {
  const author = { ...MENTION.author, followers }
  expect([en, fr].map(t => mentionCard({ ...MENTION, author }, t).header)).toEqual([english, french])
  const [reply] = [en, fr].map(t => mentionCard({ ...MENTION, author, state: 'replied' }, t).header)
  expect(reply).toBe('Replied: Robin on Bluesky')
})

test('the moment goes with its text, for platforms that can say how long ago it was', () => {
  const { elements } = mentionCard(MENTION, en)
  const at = MENTION.publishedAt.toISOString()
  expect(elements).toContainEqual(
    expect.objectContaining({ kind: 'context', text: 'post, 20 Nov 2026, 15:04, @robin.example', at }),
  )
})

test('a post that was edited', () => {
  const change = { editedAt: new Date('2026-11-20T15:30:00Z') }
  expect(mention(en, change)).toContain('> Is Acme open on Sunday?\n(Edited by its author, as seen 20 Nov 2026, 16:30)')
  expect(mention(fr, change)).toContain('(Modifié par son auteur, constaté le 20 nov. 2026, 16:30)')
})

test('a post that is gone is a line, with what was answered', () => {
  const change = { goneAt: new Date('2026-11-20T15:30:00Z'), text: '' }
  expect(mention(en, change)).toMatchInlineSnapshot(`
    "Deleted: Robin on Bluesky (quiet)
    (Deleted by its author, or hidden. Its text is erased here too.)"
  `)
  const reply = { text: 'Yes, from 10 to 18.', url: 'https://social.example/acme/9', isDeleted: false }
  expect(mention(fr, { ...change, state: 'replied', reply })).toMatchInlineSnapshot(`
    "Supprimé_: Robin sur Bluesky (quiet)
    (Supprimé par son auteur, ou masqué. Le texte est effacé ici aussi.)
    (Notre réponse_:)
    Yes, from 10 to 18.
    Ouvrir notre réponse -> https://social.example/acme/9"
  `)
})

describe('what the team does with the post itself', () => {
  const offered = { kind: 'like', isOffered: true, asked: null } as const
  const repost = { kind: 'repost', isOffered: true, asked: null } as const
  const refused = { kind: 'rejected', reason: 'not-allowed', detail: 'blocked' } as const

  test('is offered where the network has it', () => {
    expect(mention(en, { marks: [offered, repost] })).toContain('[Wrong sentiment] [Like] [Repost…]')
    expect(mention(fr, { marks: [offered, repost] })).toContain('[Mauvaise tonalité] [Aimer] [Partager…]')
    expect(mention(en, { marks: [offered, { ...repost, isOffered: false }] })).not.toContain('Repost')
  })

  test('is told with who it was, and can be taken back', () => {
    const marks = [
      { ...offered, asked: MARK },
      { ...repost, asked: { ...MARK, state: 'waiting', attempts: 0, byName: 'Noor' } },
    ] as const
    expect(mention(en, { marks })).toMatchInlineSnapshot(`
      "Robin on Bluesky (neutral)
      > Is Acme open on Sunday?
      Sentiment = neutral (71% sure)
      State = Nobody has taken it
      (post, 20 Nov 2026, 15:04, @robin.example)
      Open the post -> https://social.example/robin/1
      (Liked by Camille, as @acme.example.)
      (Noor reposts it as @acme.example: on its way.)
      [*Reply*] [Assign to me] [Assign to…] [Ignore] [Wrong sentiment] [Take the like back] [Take the repost back]"
    `)
    expect(mention(fr, { marks })).toMatchInlineSnapshot(`
      "Robin sur Bluesky (neutral)
      > Is Acme open on Sunday?
      Tonalité = neutre (sûr à 71_%)
      État = Personne ne s’en occupe
      (post, 20 nov. 2026, 15:04, @robin.example)
      Ouvrir le post -> https://social.example/robin/1
      (Aimé par Camille, en tant que @acme.example.)
      (Noor partage ce post en tant que @acme.example_: en cours.)
      [*Répondre*] [Je m’en occupe] [Confier à…] [Ignorer] [Mauvaise tonalité] [Ne plus aimer] [Annuler le partage]"
    `)
    expect(mention(en, { marks, state: 'ignored' })).toMatchInlineSnapshot(`
      "Ignored: Robin on Bluesky (quiet)
      > Is Acme open on Sunday?
      (Liked by Camille, as @acme.example.)
      (Noor reposts it as @acme.example: on its way.)
      [Reopen] [Take the like back] [Take the repost back]"
    `)
  })

  test('waits for the account or the network, and says so', () => {
    const waits = { ...MARK, state: 'waiting', accountState: 'needs-sign-in' } as const
    expect(mention(en, { marks: [{ ...offered, asked: waits }] })).toContain(
      '(Camille likes it as @acme.example: on its way.)\n@acme.example on Bluesky must be connected again: until then this waits.',
    )
    const later = { ...MARK, state: 'waiting', attempts: 2 } as const
    expect(mention(fr, { marks: [{ ...repost, asked: later }] })).toContain(
      'Bluesky est injoignable pour le moment. Prochaine tentative le 20 nov. 2026, 15:10.',
    )
  })

  test('says why it did not come about, and can be tried again', () => {
    const failed = { ...MARK, state: 'failed', failure: refused } as const
    expect(mention(en, { marks: [{ ...repost, asked: failed }] })).toMatchInlineSnapshot(`
      "Robin on Bluesky (neutral)
      > Is Acme open on Sunday?
      Sentiment = neutral (71% sure)
      State = Nobody has taken it
      (post, 20 Nov 2026, 15:04, @robin.example)
      Open the post -> https://social.example/robin/1
      Not reposted. Bluesky does not let @acme.example do that. Check the account’s rights, and whether the author has blocked it.
      [*Reply*] [Assign to me] [Assign to…] [Ignore] [Wrong sentiment] [Repost…]"
    `)
    const stuck = { ...failed, wish: 'undo' } as const
    expect(mention(fr, { marks: [{ ...offered, asked: stuck }] })).toMatchInlineSnapshot(`
      "Robin sur Bluesky (neutral)
      > Is Acme open on Sunday?
      Tonalité = neutre (sûr à 71_%)
      État = Personne ne s’en occupe
      (post, 20 nov. 2026, 15:04, @robin.example)
      Ouvrir le post -> https://social.example/robin/1
      Le j’aime est toujours là. Bluesky ne permet pas cela à @acme.example. Vérifiez les droits du compte, et si l’auteur l’a bloqué.
      [*Répondre*] [Je m’en occupe] [Confier à…] [Ignorer] [Mauvaise tonalité] [Ne plus aimer]"
    `)
  })

  test('is nothing any more once it is taken back, or the post is gone', () => {
    const undone = { ...MARK, wish: 'undo' } as const
    expect(mention(en, { marks: [{ ...offered, asked: undone }] })).toBe(mention(en, { marks: [offered] }))
    const gone = { goneAt: new Date('2026-11-20T15:30:00Z'), text: '' }
    expect(mention(en, { ...gone, marks: [{ ...offered, asked: MARK }] })).toBe(mention(en, gone))
  })
})

test('a reply of ours that was deleted', () => {
  const reply = { text: 'Yes, from 10 to 18.', url: 'https://social.example/acme/9', isDeleted: true }
  expect(mention(en, { state: 'replied', reply })).toContain(
    '(Our reply, deleted since:)\nYes, from 10 to 18.\n[Reopen]',
  )
})
