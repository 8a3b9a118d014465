import type { Answer } from '../../chat/platform.ts'
import { record } from '../../db/queries/audit.ts'
import { findBrand, insertBrand } from '../../db/queries/brands.ts'
import { type Brand, slugOf } from '../../domain/brand.ts'
import type { Language } from '../../domain/language.ts'
import { type Action, ephemeral, type Visit, type WorkspaceAction } from '../services.ts'
import { changeBrand } from './brand.ts'
import { brandModal, contentOf, newBrandContent, readBrandForm } from './brand-form.ts'
import { idOfNonce } from './nonce.ts'
import { channelsStep } from './setup-channels.ts'

function wordsOf({ t }: Visit) {
  return { title: t('modal.setup.brand'), submit: t('modal.setup.next'), intro: t('setup.intro') }
}

/** The first step for a brand that is to be made in this workspace. */
export function newBrandStep(visit: Visit, workspaceId: string): Answer {
  const { t } = visit
  const reference = { action: brandCreate.name, id: workspaceId, version: 0 }
  return { kind: 'modal', modal: brandModal(t, 'about', reference, newBrandContent(t), wordsOf(visit)) }
}

/** The first step for a brand that there is. */
export function brandStep(visit: Visit, brand: Brand): Answer {
  const reference = { action: setupBrand.name, id: brand.id, version: 0 }
  return { kind: 'modal', modal: brandModal(visit.t, 'about', reference, contentOf(brand), wordsOf(visit)) }
}

/** The steps behind the first follow the language that was chosen in it, for whoever has not chosen one of their own. */
function speaking(visit: Visit, language: Language): Visit {
  return { ...visit, t: visit.services.translators[visit.member.language ?? language] }
}

/** A new brand, whose channels are chosen next. */
export const brandCreate: WorkspaceAction = {
  name: 'brand.create',
  permission: 'administer',
  subject: 'workspace',
  async submit(visit, reference, values) {
    const { services, platform, member, t } = visit
    const id = idOfNonce(reference.nonce)
    if (id === undefined) return ephemeral(t('refusal.unknown-action'))
    const form = readBrandForm(t, 'about', values, newBrandContent(t))
    if (form.kind === 'errors') return form
    const brand = await services.database.transact(async ({ tx }) => {
      const inserted = await insertBrand(tx, { ...form.brand, slug: slugOf(form.brand.name) }, id)
      // The same form sent twice has made its brand already.
      if (inserted === undefined) return findBrand(tx, id)
      await services.welcomeBrand(tx, platform.name, inserted)
      await record(tx, { actorId: member.id, act: 'brand.added', subjectKind: 'brand', subjectId: inserted.id })
      return inserted
    })
    if (brand === undefined) return { kind: 'errors', errors: { name: t('error.brand.taken') } }
    const next = speaking(visit, brand.language)
    return channelsStep(next, brand, next.t('setup.brand.made', { name: brand.name, slug: brand.slug }))
  },
}

/** The same step again, for a brand that there is. */
export const setupBrand: Action = {
  name: 'setup.brand',
  permission: 'administer',
  subject: 'bindable',
  async submit(invocation, _reference, values) {
    const form = await changeBrand(invocation, 'about', values)
    if (form.kind === 'errors') return form
    const next = speaking(invocation, form.brand.language)
    return channelsStep(next, invocation.brand, next.t('setup.brand.kept', { name: form.brand.name }))
  },
}
