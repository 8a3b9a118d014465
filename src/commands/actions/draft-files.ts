import { noCardText } from '../../cards/link-cards.ts'
import { fileName, refusalText } from '../../cards/media-words.ts'
import type { ModalField } from '../../chat/card.ts'
import { readChoices } from '../../chat/card.ts'
import type { Executor, Transaction } from '../../db/client.ts'
import { findBrand } from '../../db/queries/brands.ts'
import { deleteDraftFiles, describeDraftFile, dropDraftFiles, listPendingFiles } from '../../db/queries/draft-files.ts'
import { findMedia } from '../../db/queries/media.ts'
import { findMemberById, listChannels } from '../../db/queries/people.ts'
import type { DraftFileRow } from '../../db/schema/index.ts'
import type { Translator, Translators } from '../../locales/translator.ts'
import type { Attached, AttachOptions } from '../../pipeline/attach.ts'
import type { Invocation, Values } from '../services.ts'
import { submittedText } from './submitted.ts'

/** Id of the field that describes a file on its way; by the file, since others may come and go meanwhile. */
function fileField({ id }: Pick<DraftFileRow, 'id'>): string {
  return `file-${id}`
}

/** What is to be said of files that are on their way into a draft, and the choices to keep them. */
export async function pendingFields({ t, services }: Invocation, draftId: string) {
  const { connection } = services.database
  const files = await listPendingFiles(connection, draftId)
  const known = await findMedia(
    connection,
    files.flatMap(({ hash }) => hash ?? []),
  )
  const fields = files.map((file): ModalField => {
    const picture = known.get(file.hash ?? '')
    const label = t('modal.draft.alternative.file', { name: fileName(t, file.name) })
    const base = { id: fileField(file), kind: 'textarea', label, value: file.alternative, required: false } as const
    return picture === undefined ? base : { ...base, picture }
  })
  return { fields, options: files.map(file => ({ value: file.id, label: fileName(t, file.name) })) }
}

/** Writes what the form says of files on their way: what they show, and which of them are not wanted any more. */
export async function revisePending(tx: Transaction, draftId: string, values: Values): Promise<void> {
  const kept = values.images === undefined ? undefined : readChoices(values.images)
  const files = await listPendingFiles(tx, draftId)
  for (const file of files) {
    const alternative = values[fileField(file)]
    if (alternative !== undefined) await describeDraftFile(tx, file.id, alternative.trim())
  }
  const unwanted = files.filter(({ id }) => kept !== undefined && !kept.includes(id))
  await dropDraftFiles(
    tx,
    unwanted.map(({ id }) => id),
  )
  // Whoever saves the draft has read why they did not come in.
  await deleteDraftFiles(tx, draftId, 'refused')
}

/** What the files of a draft amount to, for whoever handed them in; undefined if there is nothing to say. */
export async function attachedText(
  t: Translator,
  executor: Executor,
  brandId: string,
  attached: Attached,
): Promise<string | undefined> {
  switch (attached) {
    case 'none':
    case 'open':
      return undefined
    case 'waiting':
      return t('done.files.waiting')
    case 'reading':
      return t('done.links.reading')
    case 'submitted':
      return submittedText(t, await listChannels(executor, brandId, ['drafts']))
    case 'held-back':
      return t('done.files.held-back')
    default:
      return attached satisfies never
  }
}

/** Tells whoever wrote a draft what became of what it waited for. */
export function createFilesReport(executor: Executor, translators: Translators): AttachOptions['report'] {
  return async ({ attached, files, links }, memberId, { row }) => {
    const member = await findMemberById(executor, memberId)
    const brand = await findBrand(executor, row.brandId)
    if (attached === 'waiting' || attached === 'reading' || member === undefined || brand === undefined)
      return undefined
    const t = translators[member.language ?? brand.language]
    const refused = files.flatMap(({ name, refusal }) =>
      refusal === null ? [] : [t('draft.file.refused', { name: fileName(t, name), reason: refusalText(t, refusal) })],
    )
    const failed = links.flatMap(({ url, failure }) => (failure === null ? [] : [noCardText(t, url, failure)]))
    const text = await attachedText(t, executor, row.brandId, attached)
    const lines = [...refused, ...failed, ...(text === undefined ? [] : [text])]
    return lines.length === 0 ? undefined : lines.join('\n')
  }
}
