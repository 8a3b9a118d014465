import { pictureLabel, sizeText, typeText } from '../../cards/media-words.ts'
import { joinChoices, type ModalField, readChoices, readFiles } from '../../chat/card.ts'
import type { Account } from '../../db/queries/accounts.ts'
import { findMedia } from '../../db/queries/media.ts'
import { checkMedia, MEDIA_TYPES, type Media, type MediaProblem } from '../../domain/media.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Network } from '../../networks/network.ts'
import type { Invocation, Values } from '../services.ts'
import { networkOf } from './field-checks.ts'

/** Id of the field that describes the nth image. */
function alternativeField(index: number): string {
  return `alternative-${index + 1}`
}

/** Where images are handed in; nothing where none of the accounts' networks takes any. */
export function filesFields(invocation: Invocation, accounts: readonly Account[]): readonly ModalField[] {
  const { t } = invocation
  const limits = accounts.flatMap(account => networkOf(invocation, account)?.capabilities.media ?? [])
  if (limits.length === 0) return []
  const maximum = Math.max(...limits.map(({ count }) => count))
  const base = { id: 'files', kind: 'files', label: t('modal.draft.files'), value: '', required: false } as const
  return [{ ...base, maximum, types: MEDIA_TYPES, hint: t('modal.draft.files.hint', { maximum: t.number(maximum) }) }]
}

/** The images of a draft: which to keep, and what is said of each. */
export async function imageFields(
  { t, services }: Invocation,
  media: readonly Media[],
): Promise<readonly ModalField[]> {
  if (media.length === 0) return []
  const known = await findMedia(
    services.database.connection,
    media.map(({ hash }) => hash),
  )
  const described = media.map((one, index): ModalField => {
    const { alternative, ...facts } = one
    return {
      id: alternativeField(index),
      kind: 'textarea',
      label: t('modal.draft.alternative', { number: t.number(index + 1) }),
      value: alternative,
      required: false,
      hint: pictureLabel(t, facts, index + 1, media.length),
      picture: { ...facts, origin: known.get(one.hash)?.origin ?? null },
    }
  })
  const keep: ModalField = {
    id: 'images',
    kind: 'choices',
    label: t('modal.draft.images'),
    value: joinChoices(media.map(({ hash }) => hash)),
    required: false,
    options: media.map((one, index) => ({ value: one.hash, label: pictureLabel(t, one, index + 1, media.length) })),
  }
  return [...described, keep]
}

/** The images that stay, with what is said of them now. What the form does not show is left as it is. */
export function readImages(media: readonly Media[], values: Values): readonly Media[] {
  const kept = values.images === undefined ? undefined : readChoices(values.images)
  return media
    .map((one, index) => ({ ...one, alternative: (values[alternativeField(index)] ?? one.alternative).trim() }))
    .filter(({ hash }) => kept === undefined || kept.includes(hash))
}

/** Images that were handed in, not described yet; undefined if one of them is not there. */
export async function readHandedIn(
  { services }: Invocation,
  value: string | undefined,
): Promise<readonly Media[] | undefined> {
  const hashes = readFiles(value ?? '').map(({ id }) => id)
  const known = await findMedia(services.database.connection, hashes)
  const found = hashes.flatMap(hash => known.get(hash) ?? [])
  if (found.length < hashes.length) return undefined
  return found.map(({ origin: _, ...facts }) => ({ ...facts, alternative: '' }))
}

function problemText(t: Translator, network: Network, problem: MediaProblem): string {
  const { title } = network
  switch (problem.kind) {
    case 'unsupported':
      return t('error.media.unsupported', { network: title })
    case 'too-many': {
      const { count, maximum } = problem
      return t('error.media.too-many', { network: title, count: t.number(count), maximum: t.number(maximum) })
    }
    case 'wrong-type':
      return t('error.media.wrong-type', {
        network: title,
        type: typeText(problem.type),
        number: t.number(problem.number),
      })
    case 'too-large':
      return t('error.media.too-large', {
        network: title,
        number: t.number(problem.number),
        size: sizeText(t, problem.bytes),
        maximum: sizeText(t, problem.maximum),
      })
    case 'alternative-too-long':
      return t('error.media.alternative-too-long', {
        network: title,
        number: t.number(problem.number),
        count: t.number(problem.count),
        maximum: t.number(problem.limit.maximum),
      })
    default:
      return problem satisfies never
  }
}

/** Why the network would refuse the images, a sentence each. */
export function mediaErrors(t: Translator, media: readonly Media[], network: Network | undefined): readonly string[] {
  if (network === undefined) return []
  return checkMedia(media, network.capabilities.media).map(problem => problemText(t, network, problem))
}
