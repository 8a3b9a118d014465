import { createClassifier } from '../../src/insight/classify.ts'
import { readTokens } from '../../src/insight/normalise.ts'
import type { Figure } from './report.ts'
import type { Workshop } from './workshop.ts'

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

/** Texts a second, over at least so many milliseconds. */
function rate(milliseconds: number, read: (text: string) => number): number {
  // What is read is counted, so that the work cannot be left out as unused.
  let found = 0
  let texts = 0
  const startedAt = performance.now()
  let elapsed = 0
  while (elapsed < milliseconds) {
    for (const text of TEXTS) found += read(text)
    texts += TEXTS.length
    elapsed = performance.now() - startedAt
  }
  if (found === 0) throw new Error('nothing was read')
  return (texts / elapsed) * 1_000
}

/** Language, sentiment and urgency of a text. The floor is what any reader of words must do: normalise, part into tokens. */
export async function measureClassifier({ isQuick }: Workshop): Promise<readonly Figure[]> {
  const classify = createClassifier()
  const tokens = (text: string) => readTokens(text).length
  const classified = (text: string) => classify(text).language.length
  const duration = isQuick ? 500 : 3_000
  for (const read of [tokens, classified]) rate(duration / 4, read)
  const floor = rate(duration, tokens)
  const value = rate(duration, classified)
  return [{ id: 'classifier', name: 'texts classified', unit: '/s', value, floor }]
}
