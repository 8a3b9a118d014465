import type { Answer } from '../chat/platform.ts'
import { findWorkspace } from '../db/queries/workspaces.ts'
import { may } from '../domain/member.ts'
import { brandStep, newBrandStep } from './actions/setup-brand.ts'
import { chooseBrand } from './bindable.ts'
import type { WorkspaceCommand } from './command.ts'
import { ephemeral, type Visit } from './services.ts'
import { suggestBrands } from './suggestions.ts'

const usage = 'usage.setup'

/** The first step for a brand that is to be made. */
export async function openNewBrand(visit: Visit): Promise<Answer> {
  const { services, platform, origin, rights, t } = visit
  if (!may(rights.as(undefined), 'administer')) return ephemeral(t('refusal.administer'))
  const workspace = await findWorkspace(services.database.connection, platform.name, origin.workspace)
  return workspace === undefined ? ephemeral(t('refusal.gone')) : newBrandStep(visit, workspace.id)
}

/** The first step: for the brand that is meant, or for a new one where there is none. */
export async function openSetup(visit: Visit, slug: string): Promise<Answer> {
  const { rights, t } = visit
  const choice = await chooseBrand(visit, slug)
  switch (choice.kind) {
    case 'found':
      if (!may(rights.as(choice.brand.id), 'administer')) return ephemeral(t('refusal.administer'))
      return brandStep(visit, choice.brand)
    case 'none':
      return openNewBrand(visit)
    case 'which':
      return ephemeral(t('command.setup.which', { brands: t.list(choice.brands.map(one => one.slug)) }))
    default:
      return choice satisfies never
  }
}

/** The wizard: the brand, its channels, the people. Each step is kept as it is sent; again, it shows what is set. */
export const setup: WorkspaceCommand = {
  name: 'setup',
  aliases: ['reglages', 'réglages', 'configurer'],
  usage,
  summary: 'command.setup.summary',
  detail: 'command.setup.detail',
  permission: 'administer',
  options: [
    {
      name: 'brand',
      title: 'option.brand',
      about: 'option.brand.about',
      field: { kind: 'text', suggest: suggestBrands },
    },
  ],
  choosesBrand: true,
  async visit(visit, rest) {
    const { t } = visit
    const [slug = '', ...more] = rest.toLowerCase().split(/\s+/)
    if (more.length > 0) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    return openSetup(visit, slug)
  },
}
