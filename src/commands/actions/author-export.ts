import { nameIn } from '../../cards/elements.ts'
import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { record } from '../../db/queries/audit.ts'
import type { HeldAuthor } from '../../db/queries/held-authors.ts'
import { authorMark } from '../../domain/post.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { type Action, ephemeral, type Invocation, type Values } from '../services.ts'
import { authorField, readAuthors } from './author-choice.ts'
import { createNonce } from './nonce.ts'

/** Which of those who fit it is: what is held of the others is none of that person's business. */
export function exportModal(invocation: Invocation, authors: readonly HeldAuthor[]): Modal {
  const { brand, t } = invocation
  return {
    id: formatReference({ action: 'author.export', id: brand.id, version: 0, nonce: createNonce() }),
    title: t('modal.export.title'),
    submit: t('modal.export.submit'),
    intro: t('modal.export.intro'),
    fields: [authorField(invocation, authors)],
  }
}

/** The address of the file, for whoever asked for it and nobody else. */
export async function offerExport(
  { services, brand, member, t }: Invocation,
  authors: readonly HeldAuthor[],
): Promise<Answer> {
  const url = await services.exportAuthor.offer(
    brand,
    authors.map(({ postId }) => postId),
  )
  if (url === undefined) return ephemeral(t('command.export.unreachable'))
  const details = { authors: authors.map(authorMark) }
  const act = 'author.exported'
  await services.database.transact(({ tx }) =>
    record(tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details }),
  )
  const count = authors.reduce((sum, one) => sum + one.count, 0)
  const names = authors.map(({ person, handle, name }) => (person === null ? `@${handle}` : nameIn(name, handle)))
  const text = t('command.export.done', { author: t.list([...new Set(names)]), count })
  return { kind: 'ephemeral', text, link: { label: t('command.export.link'), url } }
}

async function submit(invocation: Invocation, _reference: Reference, values: Values): Promise<Answer> {
  const authors = await readAuthors(invocation, values)
  if (authors.length > 0) return offerExport(invocation, authors)
  return { kind: 'errors', errors: { authors: invocation.t('error.export.none') } }
}

/** A file with all that is held of those who were chosen. */
export const authorExport: Action = { name: 'author.export', permission: 'administer', subject: 'brand', submit }
