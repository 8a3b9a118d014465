import { fileName, pictureLabel, problemText } from '../../cards/media-words.ts'
import { type GivenFile, joinChoices, type ModalField, readChoices, readFiles } from '../../chat/card.ts'
import type { Account } from '../../db/queries/accounts.ts'
import { findMedia } from '../../db/queries/media.ts'
import { checkMedia, MEDIA_TYPES, type Media } from '../../domain/media.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Network } from '../../networks/network.ts'
import type { Invocation, Values } from '../services.ts'
import { pendingFields } from './draft-files.ts'
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

/** Files that came with what a draft is made of: which of them to take along. */
export function givenField(t: Translator, files: readonly GivenFile[]): ModalField {
  return {
    id: 'files',
    kind: 'choices',
    label: t('modal.draft.files'),
    value: joinChoices(files.map(({ id }) => id)),
    required: false,
    options: files.map(({ id, name }) => ({ value: id, label: fileName(t, name) })),
  }
}

/** The images of a draft and those on their way: what is said of each, and which to keep. */
export async function imageFields(
  invocation: Invocation,
  media: readonly Media[],
  draftId: string,
): Promise<readonly ModalField[]> {
  const { t, services } = invocation
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
  const pending = await pendingFields(invocation, draftId)
  const here = media.map((one, index) => ({ value: one.hash, label: pictureLabel(t, one, index + 1, media.length) }))
  const options = [...here, ...pending.options]
  if (options.length === 0) return []
  const keep: ModalField = {
    id: 'images',
    kind: 'choices',
    label: t('modal.draft.images'),
    value: joinChoices(options.map(({ value }) => value)),
    required: false,
    options,
  }
  return [...described, ...pending.fields, keep]
}

/** The images that stay, with what is said of them now. What the form does not show is left as it is. */
export function readImages(media: readonly Media[], values: Values): readonly Media[] {
  const kept = values.images === undefined ? undefined : readChoices(values.images)
  return media
    .map((one, index) => ({ ...one, alternative: (values[alternativeField(index)] ?? one.alternative).trim() }))
    .filter(({ hash }) => kept === undefined || kept.includes(hash))
}

/** What was handed in: images that are here, and files that the platform has to be asked for. */
export interface HandedIn {
  readonly media: readonly Media[]
  readonly given: readonly GivenFile[]
}

/** What a field of files holds, none of it described yet; undefined if something is not there. */
export async function readHandedIn(
  { services, platform }: Invocation,
  value: string | undefined,
): Promise<HandedIn | undefined> {
  const given = readFiles(value ?? '')
  if (platform.openFile !== undefined) return { media: [], given }
  const hashes = given.map(({ id }) => id)
  const known = await findMedia(services.database.connection, hashes)
  const found = hashes.flatMap(hash => known.get(hash) ?? [])
  if (found.length < hashes.length) return undefined
  return { media: found.map(({ origin: _, ...facts }) => ({ ...facts, alternative: '' })), given: [] }
}

/** Why the network would refuse the images, a sentence each; `more` of them are on their way. */
export function mediaErrors(
  t: Translator,
  media: readonly Media[],
  network: Network | undefined,
  more = 0,
): readonly string[] {
  if (network === undefined) return []
  const { media: limits } = network.capabilities
  const count = media.length + more
  const problems = checkMedia(media, limits).filter(({ kind }) => kind !== 'too-many' && kind !== 'unsupported')
  if (limits === null && count > 0) problems.unshift({ kind: 'unsupported' })
  if (limits !== null && count > limits.count) {
    problems.unshift({ kind: 'too-many', count, maximum: limits.count })
  }
  return problems.map(problem => problemText(t, network.title, problem))
}
