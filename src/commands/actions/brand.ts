import { record } from '../../db/queries/audit.ts'
import { insertBrand, replaceBrand } from '../../db/queries/brands.ts'
import { refreshOpenCards } from '../../db/queries/cards.ts'
import { listWorkspaceBrandIds } from '../../db/queries/people.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { type Action, ephemeral, type WorkspaceAction } from '../services.ts'
import { readBrandForm } from './brand-form.ts'

/** A new brand, whose channels are bound next. */
export const brandCreate: WorkspaceAction = {
  name: 'brand.create',
  permission: 'administer',
  subject: 'workspace',
  async submit({ services, platform, origin, member, t }, _reference, values) {
    const form = readBrandForm(t, values)
    if (form.kind === 'errors') return form
    const { database } = services
    const brand = await database.transact(async ({ tx }) => {
      const inserted = await insertBrand(tx, form.brand)
      if (inserted === undefined) return undefined
      await services.welcomeBrand(tx, platform.name, inserted)
      await record(tx, { actorId: member.id, act: 'brand.added', subjectKind: 'brand', subjectId: inserted.id })
      return inserted
    })
    if (brand === undefined) return { kind: 'errors', errors: { name: t('error.brand.taken') } }
    const bound = await listWorkspaceBrandIds(database.connection, platform.name, origin.workspace)
    const { name, slug } = brand
    return ephemeral(t(bound.includes(brand.id) ? 'done.brand' : 'done.brand.bind', { name, slug }))
  },
}

/** Other words, rules or zone for a brand. */
export const brandEdit: Action = {
  name: 'brand.edit',
  permission: 'administer',
  subject: 'brand',
  async submit({ services, brand, member, t }, _reference, values) {
    const form = readBrandForm(t, values)
    if (form.kind === 'errors') return form
    const { database, jobs, now } = services
    await database.transact(async unit => {
      await replaceBrand(unit.tx, brand.id, form.brand)
      const act = 'brand.changed'
      await record(unit.tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id })
      await wantDelivery(jobs, unit, await refreshOpenCards(unit, brand.id, now()), now())
    })
    return ephemeral(t('done.brand.changed', { name: form.brand.name }))
  },
}
