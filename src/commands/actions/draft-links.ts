import { joinChoices, type ModalField, readChoices } from '../../chat/card.ts'
import type { Transaction } from '../../db/client.ts'
import { dropDraftLinks, listDraftLinks, retryDraftLinks } from '../../db/queries/draft-links.ts'
import type { Invocation, Values } from '../services.ts'

/** Which of a draft's links are to have a card; nothing where none was ever asked for. */
export async function linkFields({ t, services }: Invocation, draftId: string): Promise<readonly ModalField[]> {
  const links = await listDraftLinks(services.database.connection, draftId)
  if (links.length === 0) return []
  const wanted = links.filter(({ state }) => state === 'waiting' || state === 'kept')
  return [
    {
      id: 'links',
      kind: 'choices',
      label: t('modal.draft.links'),
      value: joinChoices(wanted.map(({ id }) => id)),
      required: false,
      options: links.map(({ id, url, card }) => ({ value: id, label: card?.title ?? url })),
    },
  ]
}

/** Writes what the form says of them: one that is chosen anew is read once more. */
export async function reviseLinks(tx: Transaction, draftId: string, { links: value }: Values): Promise<void> {
  if (value === undefined) return
  const chosen = readChoices(value)
  const ids = (await listDraftLinks(tx, draftId)).map(({ id }) => id)
  await dropDraftLinks(
    tx,
    ids.filter(id => !chosen.includes(id)),
  )
  await retryDraftLinks(
    tx,
    ids.filter(id => chosen.includes(id)),
  )
}
