import { isBlank } from '../domain/counting.ts'
import type { FileRefusal, MediaFacts, MediaProblem } from '../domain/media.ts'
import type { Translator } from '../locales/translator.ts'
import { oneLine } from './elements.ts'

/** "1.4 MB". */
export function sizeText(t: Translator, bytes: number): string {
  const isLarge = bytes >= 999_500
  const size = isLarge ? Math.round(bytes / 100_000) / 10 : Math.max(1, Math.round(bytes / 1_000))
  return t(isLarge ? 'picture.megabytes' : 'picture.kilobytes', { size: t.number(size) })
}

/** "JPEG", of image/jpeg. */
export function typeText(type: string): string {
  return type.slice(type.indexOf('/') + 1).toUpperCase()
}

/** "Image 1 of 2: JPEG, 1,200 × 800, 340 kB". */
export function pictureLabel(t: Translator, facts: MediaFacts, number: number, total: number): string {
  return t('picture.label', {
    number: t.number(number),
    total: t.number(total),
    type: typeText(facts.type),
    width: t.number(facts.width),
    height: t.number(facts.height),
    size: sizeText(t, facts.bytes),
  })
}

/** Why a file is not kept, with what to do. */
export function refusalText(t: Translator, refusal: FileRefusal): string {
  switch (refusal.kind) {
    case 'empty':
    case 'broken':
    case 'video':
    case 'external':
    case 'gone':
    case 'unreachable':
      return t(`picture.refused.${refusal.kind}`)
    case 'right-missing':
      return t('picture.refused.right-missing', { right: refusal.right })
    case 'too-large':
      return t('picture.refused.too-large', { maximum: sizeText(t, refusal.maximum) })
    case 'not-an-image':
      return t('picture.refused.not-an-image', { type: refusal.type === null ? 'none' : typeText(refusal.type) })
    case 'too-many-pixels': {
      const { width, height } = refusal
      return t('picture.refused.too-many-pixels', { width: t.number(width), height: t.number(height) })
    }
    default:
      return refusal satisfies never
  }
}

/** What a file is called, in a sentence. */
export function fileName(t: Translator, name: string): string {
  const shown = oneLine(name, 60)
  return isBlank(shown) ? t('picture.unnamed') : shown
}

/** Why a network would refuse an image. */
export function problemText(t: Translator, network: string, problem: MediaProblem): string {
  switch (problem.kind) {
    case 'unsupported':
      return t('error.media.unsupported', { network })
    case 'too-many': {
      const { count, maximum } = problem
      return t('error.media.too-many', { network, count: t.number(count), maximum: t.number(maximum) })
    }
    case 'wrong-type':
      return t('error.media.wrong-type', { network, type: typeText(problem.type), number: t.number(problem.number) })
    case 'too-large':
      return t('error.media.too-large', {
        network,
        number: t.number(problem.number),
        size: sizeText(t, problem.bytes),
        maximum: sizeText(t, problem.maximum),
      })
    case 'alternative-too-long':
      return t('error.media.alternative-too-long', {
        network,
        number: t.number(problem.number),
        count: t.number(problem.count),
        maximum: t.number(problem.limit.maximum),
      })
    default:
      return problem satisfies never
  }
}
