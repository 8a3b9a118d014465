import { oneLine } from '../../cards/elements.ts'
import { joinChoices, type Modal, readChoices } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { type HeldAuthor, listHeldAuthors } from '../../db/queries/erasure.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { type Action, ephemeral, type Invocation, type Values } from '../services.ts'
import { createNonce } from './nonce.ts'

/** Characters of an option: Slack's limit is the tightest of the platforms, 75. */
const OPTION_LENGTH = 75
/** Options of one field; a platform may show 10 to tick (Slack, checkboxes). */
export const MOST_AUTHORS = 10

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What is held, and the question whether all of it is to be erased. */
export function forgetModal({ services, brand, t }: Invocation, authors: readonly HeldAuthor[]): Modal {
  const shown = authors.slice(0, MOST_AUTHORS)
  const options = shown.map(({ network, handle, count, since, postId }) => {
    const title = services.networks.get(network)?.title ?? network
    const label = t('modal.forget.author', { network: title, handle, count, since: t.instant(since, brand.timeZone) })
    return { value: postId, label: oneLine(label, OPTION_LENGTH - 1) }
  })
  return {
    id: formatReference({ action: 'author.forget', id: brand.id, version: 0, nonce: createNonce() }),
    title: t('modal.forget.title'),
    submit: t('modal.forget.submit'),
    intro: t('modal.forget.intro', { brand: brand.name }),
    fields: [
      {
        id: 'authors',
        kind: 'choices',
        label: t('modal.forget.authors'),
        value: joinChoices(options.length === 1 ? options.map(({ value }) => value) : []),
        required: true,
        options,
      },
    ],
  }
}

async function submit(invocation: Invocation, _reference: Reference, values: Values): Promise<Answer> {
  const { services, brand, member, t } = invocation
  const postIds = readChoices(values.authors ?? '').filter(value => UUID.test(value))
  const authors = postIds.length === 0 ? [] : await listHeldAuthors(services.database.connection, brand.id, { postIds })
  if (authors.length === 0) return { kind: 'errors', errors: { authors: t('error.forget.none') } }
  const count = await services.erase.forget(brand, authors, member.id)
  return ephemeral(t('done.forgotten', { count }))
}

/** Erases all that the brand holds of somebody of the public, for good. */
export const authorForget: Action = { name: 'author.forget', permission: 'administer', subject: 'brand', submit }
