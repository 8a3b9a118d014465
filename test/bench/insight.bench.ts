import { expect, test } from 'vitest'
import { createClassifier } from '../../src/insight/classify.ts'
import { readTokens } from '../../src/insight/normalise.ts'

const TEXTS = [
  'Acme is terrible, my parcel arrived broken and nobody answers the phone for three days now',
  "J'adore Acme, service impeccable, livraison en deux jours, merci beaucoup à toute l'équipe !",
  'Acme opens a store in Lyon on Monday, doors at nine https://acme.example/lyon',
  'Je ne suis pas content du tout de ma commande, toujours rien reçu @acme 😡',
  'What time do you open on Sunday?',
  'Mein Paket ist kaputt angekommen und niemand antwortet',
  'El servicio es pésimo, nadie responde y sigo esperando mi dinero',
  '❤️ @acme #lovemyjob',
] as const

const classify = createClassifier()

/** Each run reads eight texts: multiply by eight for texts a second. The floor is what any reader of words must do. */
test('eight mentions: language, sentiment and urgency', async ({ bench }) => {
  // What is read is counted, so that the work cannot be left out as unused.
  let read = 0
  await bench.compare(
    bench('floor: normalise and part into tokens', () => {
      for (const text of TEXTS) read += readTokens(text).length
    }),
    bench('classify', () => {
      for (const text of TEXTS) read += classify(text).language.length
    }),
  )
  expect(read).toBeGreaterThan(0)
})
