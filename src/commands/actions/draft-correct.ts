import { untouchedText } from '../../cards/draft-correction.ts'
import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { findOpenCorrection } from '../../db/queries/corrections.ts'
import { type DraftRecord, findDraft } from '../../db/queries/drafts.ts'
import { type Correction, changedVariants } from '../../domain/correction.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { beginCorrection, claimOriginal, loadPublished, type PublishedVariant } from '../../pipeline/correction.ts'
import { type Action, ephemeral, type Invocation } from '../services.ts'
import { correctionFields, correctionIntro, firstField, readCorrection } from './correction-form.ts'
import { networkOf } from './field-checks.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { createNonce, idOfNonce } from './nonce.ts'
import { type Submitted, submitWritten } from './submit-written.ts'
import { submittedText } from './submitted.ts'

function loadOf({ services }: Invocation, found: DraftRecord): Promise<readonly PublishedVariant[]> {
  return loadPublished(services.database.connection, services.networks, found)
}

/** The accounts where it stays as it is, and why. */
function untouchedLines(invocation: Invocation, published: readonly PublishedVariant[]): readonly string[] {
  return published
    .filter(({ standing }) => standing !== 'editable')
    .map(({ account, standing }) => {
      const networkTitle = networkOf(invocation, account)?.title ?? account.network
      return untouchedText({ networkTitle, handle: account.handle, standing }, invocation.t)
    })
}

async function modalFor(
  invocation: Invocation,
  reference: Reference,
  correction: Correction,
  published: readonly PublishedVariant[],
): Promise<Modal> {
  const { t } = invocation
  const intro = [...correctionIntro(t, correction), ...untouchedLines(invocation, published)]
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: t('modal.correct.title'),
    submit: t('modal.submit.review'),
    intro: intro.join('\n'),
    fields: await correctionFields(invocation, correction),
  }
}

async function underWayText({ services, t }: Invocation, id: string): Promise<string | undefined> {
  const open = await findOpenCorrection(services.database.connection, id)
  return open && t('refusal.correction.under-way', { name: open.authorName })
}

/** Changes what is published: a draft of its own that is reviewed like any other, and goes out as an edit. */
export const draftCorrect: Action = {
  name: 'draft.correct',
  permission: 'write-drafts',
  subject: 'draft',
  async press(invocation, reference): Promise<Answer> {
    const { t, services } = invocation
    const subject = { kind: 'draft', id: reference.id } as const
    const found = await findDraft(services.database.connection, reference.id)
    if (found === undefined) return ephemeral(t('refusal.gone'))
    if (found.row.version !== reference.version) {
      return freshCard(invocation, subject, await withLast(invocation, subject, t('refusal.stale')))
    }
    const underWay = await underWayText(invocation, reference.id)
    if (underWay !== undefined) return freshCard(invocation, subject, underWay)
    const published = await loadOf(invocation, found)
    const correction = beginCorrection(found, published)
    if (correction !== undefined) {
      return { kind: 'modal', modal: await modalFor(invocation, reference, correction, published) }
    }
    const lines = [t('refusal.correction.none'), ...untouchedLines(invocation, published)]
    return freshCard(invocation, subject, lines.join('\n'))
  },
  async submit(invocation, reference, values): Promise<Answer> {
    const { t, services } = invocation
    const id = idOfNonce(reference.nonce)
    const found = await findDraft(services.database.connection, reference.id)
    const before = found && beginCorrection(found, await loadOf(invocation, found))
    if (before === undefined || id === undefined) return ephemeral(t('refusal.correction.none'))
    const wrong = (text: string): Answer => ({ kind: 'errors', errors: { [firstField(before)]: text } })
    const read = await readCorrection(invocation, before, values)
    if (read.kind === 'errors') return read
    const variants = changedVariants(before.variants, read.value.content.variants)
    if (variants.length === 0) return wrong(t('error.correction.same'))
    const content = { ...read.value.content, variants }
    const result = await services.database.transact(async (unit): Promise<Submitted | 'stale' | 'under-way'> => {
      const claimed = await claimOriginal(unit.tx, reference, id)
      if (claimed !== 'free') return claimed
      return submitWritten(invocation, unit, { id, content, publishAt: null, mention: null })
    })
    // The form stays open: what was written now is nowhere else.
    if (result === 'stale') {
      return wrong(await withLast(invocation, { kind: 'draft', id: reference.id }, t('refusal.stale')))
    }
    if (result === 'under-way') return wrong((await underWayText(invocation, reference.id)) ?? t('refusal.stale'))
    if (result.kind === 'taken') return wrong(t('error.form.taken'))
    if (result.kind === 'reading') return ephemeral(t('done.links.reading'))
    return ephemeral(result.kind === 'submitted' ? submittedText(t, result.channels) : t('refusal.gone'))
  },
}
