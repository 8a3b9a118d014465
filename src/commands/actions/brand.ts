import { record } from '../../db/queries/audit.ts'
import { lockBrand, replaceBrand } from '../../db/queries/brands.ts'
import { refreshOpenCards } from '../../db/queries/cards.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { type Action, ephemeral, type Invocation, type Values } from '../services.ts'
import { BRAND_PARTS, type BrandForm, type BrandPart, contentOf, readBrandForm } from './brand-form.ts'

/** Writes what a part of the form says, and the cards that follow from it. The rest of the brand stays as it is. */
export async function changeBrand(invocation: Invocation, part: BrandPart, values: Values): Promise<BrandForm> {
  const { services, brand, member, t } = invocation
  const { database, jobs, now } = services
  return database.transact(async unit => {
    const form = readBrandForm(t, part, values, contentOf((await lockBrand(unit.tx, brand.id)) ?? brand))
    if (form.kind === 'errors') return form
    await replaceBrand(unit.tx, brand.id, form.brand)
    const act = 'brand.changed'
    await record(unit.tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details: { part } })
    await wantDelivery(jobs, unit, await refreshOpenCards(unit, brand.id, now()), now())
    return form
  })
}

/** The action of the form for a part. */
export function actionOfPart(part: BrandPart): string {
  return `brand.edit-${part}`
}

/** Another name, other words or rules for a brand. */
export const brandEdits: readonly Action[] = BRAND_PARTS.map(part => ({
  name: actionOfPart(part),
  permission: 'administer',
  subject: 'brand',
  async submit(invocation, _reference, values) {
    const form = await changeBrand(invocation, part, values)
    return form.kind === 'errors' ? form : ephemeral(invocation.t('done.brand.changed', { name: form.brand.name }))
  },
}))
