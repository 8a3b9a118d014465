import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SENTIMENTS } from '../../src/domain/sentiment.ts'
import { createClassifier } from '../../src/insight/classify.ts'
import { TEXT_LIMIT } from '../../src/insight/normalise.ts'
import { isClearlyNegative } from '../../src/insight/sentiment.ts'

const classify = createClassifier()

describe('a mention of the brand', () => {
  it.each([
    ['negative', 'Acme is terrible, my parcel arrived broken and nobody answers'],
    ['negative', 'This is not good'],
    ['negative', 'Je ne suis pas content du tout de ma commande'],
    ['negative', "J'aime pas du tout la nouvelle appli"],
    ['negative', 'Toujours pas reçu mon colis, personne ne répond'],
    ['negative', 'TOUJOURS PAS RECU MON COLIS'],
    ['negative', '😡😡 @acme'],
    ['negative', 'Mein Paket ist kaputt angekommen und niemand antwortet'],
    ['negative', 'Das gefällt mir gar nicht'],
    ['negative', 'El servicio es pésimo, nadie responde'],
    ['negative', 'Il pacco è arrivato rotto'],
    ['negative', 'A encomenda não chegou e ninguém responde'],
    ['negative', "j'ai jamais été aussi déçu"],
    ['positive', "J'adore Acme, service impeccable, merci !"],
    ['positive', '❤️ Acme'],
    ['positive', 'Jamais eu de problème avec eux en dix ans'],
    ['positive', "I can't recommend Acme enough"],
    ['positive', 'I looooove the new Acme app'],
    ['positive', 'Ich bin sehr zufrieden, danke!'],
    ['neutral', 'Acme opens a store in Lyon on Monday'],
    ['neutral', 'Acme ouvre un magasin à Lyon lundi'],
    ['neutral', 'Acme eröffnet am Montag einen Laden in Lyon'],
    ['neutral', 'Acme abre una tienda en Lyon el lunes'],
    ['neutral', 'Acme apre un negozio a Lione lunedì'],
    ['neutral', 'Acme abre uma loja em Lyon na segunda'],
    ['neutral', 'What time do you open?'],
    ['neutral', 'Vous ouvrez à quelle heure ?'],
    ['neutral', "Bonjour, est-ce que la garantie couvre la batterie ? Merci d'avance"],
  ])('is %s: %s', (sentiment, text) => {
    expect(classify(text).sentiment).toBe(sentiment)
  })

  it.each([
    'pas mal du tout',
    'not bad at all',
    'C’est pas mal du tout ce nouveau modèle',
    'Gar nicht schlecht',
    'nada mal',
  ])('does not take understatement for blame: %s', text => {
    expect(classify(text).sentiment).not.toBe('negative')
  })

  it('says nothing of an empty text', () => {
    expect(classify('')).toEqual({ sentiment: 'neutral', score: 0, confidence: 0, language: 'und', urgency: 'none' })
    expect(classify('@acme https://acme.example/a').confidence).toBe(0)
  })

  it('reads a word by its language: French bread does not hurt', () => {
    expect(classify('Je vais acheter du pain chez Acme').sentiment).toBe('neutral')
    expect(classify('This chair is a pain to use').sentiment).toBe('negative')
  })

  it('weighs what comes after "but" more', () => {
    const before = classify('The app is great, but the delivery is terrible').score
    const after = classify('The delivery is terrible, but the app is great').score
    expect(before).toBeLessThan(after)
  })
})

describe('an alert', () => {
  it.each([
    'Acme is terrible, my parcel arrived broken and nobody answers',
    'Je ne suis pas content du tout de ma commande',
    'Toujours pas reçu mon colis, personne ne répond',
    'My order never arrived',
    '😡😡 @acme',
  ])('is raised for a plain complaint: %s', text => {
    expect(isClearlyNegative(classify(text))).toBe(true)
  })

  it.each([
    'What time do you open on Sunday?',
    'Acme opens a store in Lyon on Monday',
    'Pas de problème avec Acme, livraison rapide et rien à redire',
    'Acme nomme Jeanne Dupont directrice financière',
    'not bad at all',
    '',
  ])('is not raised for: %s', text => {
    expect(isClearlyNegative(classify(text))).toBe(false)
  })

  it('is not raised for a doubtful or a positive reading', () => {
    expect(isClearlyNegative({ sentiment: 'negative', confidence: 0.4 })).toBe(false)
    expect(isClearlyNegative({ sentiment: 'positive', confidence: 0.99 })).toBe(false)
  })
})

/** Any string a network may hand over, well-formed or not, and what it is made of when people write. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('\ud800', '\udc00', '\u202e', '\u0000', '\u200d', '😡', 'é', 'ا', '!', "'", '\n', 'n'),
  }),
  fc
    .array(
      fc.constantFrom(
        'not',
        'good',
        'pas',
        'mal',
        'never',
        'so',
        'but',
        'nul',
        '❤️',
        '👩‍👩‍👧',
        ':(',
        '#fail',
        '@acme',
        '?',
        ',',
      ),
    )
    .map(words => words.join(' ')),
)

describe('the classifier', () => {
  it('answers for any string, within its ranges, the same every time', () => {
    const other = createClassifier()
    fc.assert(
      fc.property(anyText, text => {
        const result = classify(text)
        expect(SENTIMENTS).toContain(result.sentiment)
        expect(Math.abs(result.score)).toBeLessThanOrEqual(1)
        expect(result.confidence).toBeGreaterThanOrEqual(0)
        expect(result.confidence).toBeLessThanOrEqual(1)
        expect(result.language).toMatch(/^(?:und|[a-z]{2})$/)
        expect('urgencyReason' in result).toBe(result.urgency === 'urgent')
        expect(other(text)).toEqual(result)
      }),
      { numRuns: 400 },
    )
  })

  it('never gives a class the sign of the other', () => {
    fc.assert(
      fc.property(anyText, text => {
        const { sentiment, score } = classify(text)
        if (sentiment === 'negative') expect(score).toBeLessThan(0)
        if (sentiment === 'positive') expect(score).toBeGreaterThan(0)
      }),
    )
  })

  it('looks at the beginning of a very long text only', () => {
    const long = 'Acme is terrible. '.repeat(6000)
    expect(classify(long)).toEqual(classify(long.slice(0, TEXT_LIMIT)))
    for (const unit of ['\ud83d', "'", '!', '#', '@', 'a', 'a.', ':(', '😡', '\u0301', 'http://']) {
      expect(classify(unit.repeat(100_000)).confidence).toBeLessThanOrEqual(1)
    }
  })
})
