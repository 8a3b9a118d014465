import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQuestionReader } from '../../src/insight/question.ts'
import { anyText } from '../support/texts.ts'

const isQuestion = createQuestionReader()

describe('a question', () => {
  it.each([
    'Where is my parcel?',
    '@acme my order is late, any news ？',
    'hi @acme how do i return a jacket',
    'Hello Acme. Is there a shop in Lyon',
    'anyone know if Acme ships to Canada',
    'So why is it broken again?!',
    'Bonjour, est-ce que vous livrez en Corse',
    'Bonjour comment faire pour changer de taille',
    "Acme : qu'est-ce qui se passe",
    'Où en est ma commande',
    '¿Cuándo abre la tienda?',
    'alguien sabe si Acme abre hoy',
    'Wie lange dauert der Versand',
    'Hallo @acme, könnt ihr mir helfen',
    'Dove posso trovare la taglia M',
    'Olá, quanto custa o envio',
  ])('%s', text => {
    expect(isQuestion(text)).toBe(true)
  })
})

describe('no question', () => {
  it.each([
    'Acme is terrible',
    'When I opened the box it was broken',
    'What a great shop',
    'Quand je suis venu, tout était fermé',
    'Je ne sais pas comment faire sans vous !',
    'See https://acme.example/help?topic=returns',
    'Cuando llegué no había nadie',
    'Wo ich wohne liefert Acme nicht',
    'Acme forever <3',
    '',
  ])('%s', text => {
    expect(isQuestion(text)).toBe(false)
  })
})

it('answers for any text whatever is in it, and for each that has a mark with yes', () => {
  fc.assert(
    fc.property(anyText, text => {
      expect(typeof isQuestion(text)).toBe('boolean')
      expect(isQuestion(`${text.slice(0, 100)} really ?`)).toBe(true)
    }),
  )
})
