import type { Transaction } from '../db/client.ts'
import { record } from '../db/queries/audit.ts'
import { findBrandBySlug, listBrands } from '../db/queries/brands.ts'
import { insertChannel, listAllChannels, unbindChannels } from '../db/queries/people.ts'
import type { Brand } from '../domain/brand.ts'
import { PURPOSES, type Purpose } from '../domain/purpose.ts'
import type { WorkspaceCommand } from './command.ts'
import { ephemeral, type Visit } from './services.ts'

const usage = `bind ${PURPOSES.join('|')} [brand]`
const unbindUsage = `unbind ${PURPOSES.join('|')}`

function readPurpose(word: string | undefined): Purpose | undefined {
  return PURPOSES.find(purpose => purpose === word)
}

/**
 * Brands that somebody in this workspace may bind: its own, and those that no team has yet (made on the command line).
 * Another team's brand would show its mentions to strangers.
 */
async function listBindable(tx: Transaction, { platform, origin }: Visit): Promise<readonly Brand[]> {
  const channels = await listAllChannels(tx)
  const isElsewhere = (brand: Brand) =>
    channels.some(
      channel =>
        channel.brandId === brand.id &&
        channel.platform !== 'local' &&
        !(channel.platform === platform.name && channel.workspace === origin.workspace),
    )
  return (await listBrands(tx)).filter(brand => !isElsewhere(brand))
}

/** Sends cards of a purpose to the channel it is typed in. */
export const bind: WorkspaceCommand = {
  name: 'bind',
  aliases: ['lier'],
  usage,
  summary: 'command.bind.summary',
  detail: 'command.bind.detail',
  permission: 'administer',
  async visit(visit, rest) {
    const { services, platform, origin, member, brand, t } = visit
    const [word, slug, ...more] = rest.toLowerCase().split(/\s+/)
    const purpose = readPurpose(word)
    if (purpose === undefined || more.length > 0) return ephemeral(t('command.usage', { usage: `/vigie ${usage}` }))
    return services.database.transact(async ({ tx }) => {
      const bindable = await listBindable(tx, visit)
      const named = slug === undefined ? undefined : await findBrandBySlug(tx, slug)
      const chosen = slug === undefined ? (brand ?? (bindable.length === 1 ? bindable[0] : undefined)) : named
      if (chosen === undefined || !bindable.some(one => one.id === chosen.id)) {
        return ephemeral(t('command.bind.which', { brands: t.list(bindable.map(one => one.slug)) }))
      }
      const place = { brandId: chosen.id, platform: platform.name, workspace: origin.workspace }
      const name = origin.channelName ?? origin.channel
      await unbindChannels(tx, place, purpose, services.now())
      await insertChannel(tx, { ...place, purpose, remoteId: origin.channel, name })
      await record(tx, {
        actorId: member.id,
        act: 'channel.bound',
        subjectKind: 'brand',
        subjectId: chosen.id,
        details: { purpose, platform: platform.name, channel: origin.channel },
      })
      return ephemeral(t('command.bind.done', { name, purpose: t(`purpose.${purpose}`), brand: chosen.name }))
    })
  },
}

/** Stops sending cards of a purpose to this workspace. */
export const unbind: WorkspaceCommand = {
  name: 'unbind',
  aliases: ['delier', 'délier'],
  usage: unbindUsage,
  summary: 'command.unbind.summary',
  detail: 'command.unbind.detail',
  permission: 'administer',
  async visit({ services, platform, origin, member, brand, t }, rest) {
    const purpose = readPurpose(rest.toLowerCase())
    if (purpose === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${unbindUsage}` }))
    if (brand === undefined) return ephemeral(t('refusal.no-brand'))
    return services.database.transact(async ({ tx }) => {
      const place = { brandId: brand.id, platform: platform.name, workspace: origin.workspace }
      const unbound = await unbindChannels(tx, place, purpose, services.now())
      if (unbound.length === 0) return ephemeral(t('command.unbind.none', { purpose: t(`purpose.${purpose}`) }))
      const details = { purpose, platform: platform.name }
      const act = 'channel.unbound'
      await record(tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details })
      const names = t.list(unbound.map(channel => `#${channel.name}`))
      return ephemeral(t('command.unbind.done', { names, purpose: t(`purpose.${purpose}`) }))
    })
  },
}
