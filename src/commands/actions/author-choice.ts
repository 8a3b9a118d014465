import { nameIn, oneLine } from '../../cards/elements.ts'
import { joinChoices, type ModalField, readChoices } from '../../chat/card.ts'
import { type HeldAuthor, listHeldAuthors } from '../../db/queries/held-authors.ts'
import { titleOf } from '../../pipeline/stage.ts'
import type { NamedAuthor } from '../author-words.ts'
import type { Invocation, Values } from '../services.ts'

/** Characters of an option: Slack's limit is the tightest of the platforms, 75. */
const OPTION_LENGTH = 75
/** Options of one field; a platform may show 10 to tick (Slack, checkboxes). */
const MOST_AUTHORS = 10

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who of those whose posts the brand holds may be meant. */
export async function findHeldAuthors(
  { services, brand }: Invocation,
  named: NamedAuthor,
): Promise<readonly HeldAuthor[]> {
  return listHeldAuthors(services.database.connection, brand.id, named, services.addressNetworks.keys())
}

function nameOf({ person, handle, name }: HeldAuthor): string {
  if (person !== null) return `${nameIn(name, handle)} (${oneLine(handle, OPTION_LENGTH)})`
  return `@${oneLine(handle, OPTION_LENGTH)}`
}

/** Which of them, and how many there are for whom there is no room. One alone is chosen already. */
export function authorField({ services, brand, t }: Invocation, authors: readonly HeldAuthor[]): ModalField {
  const options = authors.slice(0, MOST_AUTHORS).map(author => {
    const { network, count, since, postId } = author
    const values = { name: nameOf(author), network: titleOf(services, network), count }
    const label = t('modal.forget.author', { ...values, since: t.instant(since, brand.timeZone) })
    return { value: postId, label: oneLine(label, OPTION_LENGTH - 1) }
  })
  const more = authors.length - options.length
  return {
    id: 'authors',
    kind: 'choices',
    label: t('modal.forget.authors'),
    value: joinChoices(options.length === 1 ? options.map(({ value }) => value) : []),
    required: true,
    options,
    ...(more > 0 ? { hint: t('modal.authors.more', { count: more }) } : {}),
  }
}

/** Those that were chosen, as they are held now; none where none was, or none is held any more. */
export async function readAuthors({ services, brand }: Invocation, values: Values): Promise<readonly HeldAuthor[]> {
  const postIds = readChoices(values.authors ?? '').filter(value => UUID.test(value))
  if (postIds.length === 0) return []
  return listHeldAuthors(services.database.connection, brand.id, { postIds }, services.addressNetworks.keys())
}
