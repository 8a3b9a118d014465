import { describe, expect, it } from 'vitest'
import { createLanguageReader } from '../../src/insight/language.ts'

const readLanguage = createLanguageReader()

describe('the language of a text', () => {
  it.each([
    ['fr', 'merci'],
    ['fr', 'pas mal du tout'],
    ['fr', 'Ça marche pas'],
    ['en', 'not bad at all'],
    ['en', 'Acme opens a store in Lyon on Monday'],
    ['en', 'love it'],
    ['de', 'Danke!'],
    ['es', 'Hola, ¿cuándo abren la tienda?'],
    ['it', 'Il pacco è arrivato rotto'],
    ['pt', 'A encomenda chegou e não funciona'],
    ['nl', 'De bezorging was erg traag en het pakket was kapot'],
    ['pl', 'Jak długo trzeba czekać na przesyłkę od was?'],
    ['tr', 'Kargo hala gelmedi, kimse cevap vermiyor'],
    ['ru', 'Привет, как дела'],
    ['ja', '最悪のサービス'],
  ])('is %s: %s', (language, text) => {
    expect(readLanguage(text)).toBe(language)
  })

  it.each([
    '',
    '   ',
    '😡😡 @acme',
    'https://acme.example/bonjour',
    '@bonjour @merci',
    '#merci',
    '12345',
    'Acme',
    'zzzz',
  ])('cannot be told: "%s"', text => {
    expect(readLanguage(text)).toBe('und')
  })

  it('is not changed by links, handles and hashtags in another', () => {
    expect(
      readLanguage('Bonjour @the_great_company #blackfriday https://shop.example/the/best/deals vous ouvrez quand ?'),
    ).toBe('fr')
  })
})
