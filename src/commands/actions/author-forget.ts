import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import type { HeldAuthor } from '../../db/queries/held-authors.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { type Action, askerOf, ephemeral, type Invocation, type Values } from '../services.ts'
import { authorField, readAuthors } from './author-choice.ts'
import { createNonce } from './nonce.ts'

/** What is held, and the question whether all of it is to be erased. */
export function forgetModal(invocation: Invocation, authors: readonly HeldAuthor[]): Modal {
  const { brand, t } = invocation
  return {
    id: formatReference({ action: 'author.forget', id: brand.id, version: 0, nonce: createNonce() }),
    title: t('modal.forget.title'),
    submit: t('modal.forget.submit'),
    intro: t('modal.forget.intro', { brand: brand.name }),
    fields: [authorField(invocation, authors)],
  }
}

async function submit(invocation: Invocation, _reference: Reference, values: Values): Promise<Answer> {
  const { services, brand, t } = invocation
  const authors = await readAuthors(invocation, values)
  if (authors.length === 0) return { kind: 'errors', errors: { authors: t('error.forget.none') } }
  await services.erase.request(
    brand,
    authors.map(({ network, authorRemoteId, person }) => ({ network, authorRemoteId, person })),
    askerOf(invocation),
  )
  return ephemeral(t('done.forgetting'))
}

/** Erases all that the brand holds of somebody of the public, for good. */
export const authorForget: Action = { name: 'author.forget', permission: 'administer', subject: 'brand', submit }
