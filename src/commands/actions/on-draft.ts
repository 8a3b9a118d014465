import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { type DraftRecord, findDraft, lockDraft } from '../../db/queries/drafts.ts'
import { writtenText } from '../../domain/content.ts'
import type { Draft, DraftRefusal } from '../../domain/draft.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import type { Translator } from '../../locales/translator.ts'
import type { DraftChange } from '../../pipeline/draft-change.ts'
import type { Act } from '../../pipeline/review.ts'
import { actOf, ephemeral, type Invocation } from '../services.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { createNonce } from './nonce.ts'

export type DraftResult = DraftChange | { readonly kind: 'gone' } | { readonly kind: 'stale'; readonly draft: Draft }

/** Acts on a draft whose row is locked, if the button or modal was of its newest card. */
export async function changeLocked(
  invocation: Invocation,
  reference: Reference,
  work: (act: Act, draft: DraftRecord) => Promise<DraftChange>,
): Promise<DraftResult> {
  return invocation.services.database.transact(async unit => {
    const found = await lockDraft(unit.tx, reference.id)
    if (found === undefined) return { kind: 'gone' }
    if (found.row.version !== reference.version) return { kind: 'stale', draft: found.draft }
    return work(actOf(invocation, unit), found)
  })
}

/** Opens a form about a draft, if the button was of its newest card. */
export async function openForm(
  invocation: Invocation,
  reference: Reference,
  make: (draft: DraftRecord) => Promise<Omit<Modal, 'id'>> | Omit<Modal, 'id'>,
): Promise<Answer> {
  const { t, services } = invocation
  const found = await findDraft(services.database.connection, reference.id)
  if (found === undefined) return ephemeral(t('refusal.gone'))
  if (found.row.version !== reference.version) {
    const subject = { kind: 'draft', id: reference.id } as const
    return freshCard(invocation, subject, await withLast(invocation, subject, t('refusal.stale')))
  }
  return {
    kind: 'modal',
    modal: { id: formatReference({ ...reference, nonce: createNonce() }), ...(await make(found)) },
  }
}

/** What a form about a draft quotes. */
export function quoteOf({ revision }: DraftRecord): string {
  const [first] = revision.content.variants
  return first === undefined ? '' : writtenText(first)
}

export function refusalText(t: Translator, refusal: DraftRefusal, draft: Draft): string {
  return t(`refusal.draft.${refusal}`, { state: t(`draft.state.${draft.state}`) })
}

/** Refusals that somebody else may have brought about a moment ago. */
const RACES: readonly DraftRefusal[] = ['not-in-this-state', 'content-changed', 'mention-dealt-with']

async function refusalWithLast(
  invocation: Invocation,
  { id }: Reference,
  { refusal, draft }: Extract<DraftChange, { kind: 'refused' }>,
): Promise<string> {
  const text = refusalText(invocation.t, refusal, draft)
  return RACES.includes(refusal) ? withLast(invocation, { kind: 'draft', id }, text) : text
}

/** The answer to a button on a draft's card: the fresh card, with why not if it was refused. */
export async function answerButton(
  invocation: Invocation,
  reference: Reference,
  result: DraftResult,
  done?: (draft: Draft) => string,
): Promise<Answer> {
  const { t } = invocation
  const subject = { kind: 'draft', id: reference.id } as const
  switch (result.kind) {
    case 'gone':
      return ephemeral(t('refusal.gone'))
    case 'stale':
      return freshCard(invocation, subject, await withLast(invocation, subject, t('refusal.stale')))
    case 'refused':
      return freshCard(invocation, subject, await refusalWithLast(invocation, reference, result))
    case 'done':
      return freshCard(invocation, subject, done?.(result.draft))
    default:
      return result satisfies never
  }
}

/** The answer to a modal about a draft: what was typed must not be lost, so a refusal stands beside the field. */
export async function answerModal(
  invocation: Invocation,
  reference: Reference,
  field: string,
  result: DraftResult,
  done: (draft: Draft) => string,
): Promise<Answer> {
  const { t } = invocation
  const subject = { kind: 'draft', id: reference.id } as const
  switch (result.kind) {
    case 'gone':
      return { kind: 'errors', errors: { [field]: t('refusal.gone') } }
    case 'stale':
      return { kind: 'errors', errors: { [field]: await withLast(invocation, subject, t('refusal.stale')) } }
    case 'refused':
      return { kind: 'errors', errors: { [field]: await refusalWithLast(invocation, reference, result) } }
    case 'done':
      return ephemeral(done(result.draft))
    default:
      return result satisfies never
  }
}
