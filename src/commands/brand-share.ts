import { randomBytes } from 'node:crypto'
import type { Answer } from '../chat/platform.ts'
import { record } from '../db/queries/audit.ts'
import { findBrand, setShare, useShare } from '../db/queries/brands.ts'
import { listChannels } from '../db/queries/people.ts'
import { CLAIM_LENGTH, formatClaim, hashClaim } from '../domain/claim.ts'
import type { Purpose } from '../domain/purpose.ts'
import { bindPlace, lookAt, refusalOf, warningsAbout } from './places.ts'
import { ephemeral, type Invocation, type Visit } from './services.ts'

/** Milliseconds for which a code is good. */
const LIFE = 24 * 3_600_000

/** What a second place of the team gets; and the sector, where the first one does. */
const SHARED: readonly Purpose[] = ['mentions', 'alerts', 'drafts', 'digest']

/**
 * Lets the brand's team work in another place too, such as Slack and Discord: a code, good once, for an admin there. Nobody
 * else can: a brand that is bound somewhere is not offered anywhere else.
 */
export async function shareBrand({ services, platform, member, brand, t }: Invocation): Promise<Answer> {
  const code = formatClaim(randomBytes(CLAIM_LENGTH))
  const until = new Date(services.now().getTime() + LIFE)
  await services.database.transact(async ({ tx }) => {
    await setShare(tx, brand.id, hashClaim(code), until)
    const details = { platform: platform.name }
    await record(tx, { actorId: member.id, act: 'brand.shared', subjectKind: 'brand', subjectId: brand.id, details })
  })
  return { kind: 'ephemeral', text: t('command.brand.share.done', { name: brand.name, code }), isSecret: true }
}

/** Binds the channel in which the code is typed to the brand that it is for. */
export async function joinBrand(visit: Visit, code: string): Promise<Answer> {
  const { services, origin, member, t } = visit
  const place = await lookAt(visit, origin.channel, origin.channelName)
  if (place.kind === 'refused') return ephemeral(refusalOf(visit, place, 'command'))
  const joined = await services.database.transact(async ({ tx }) => {
    const id = await useShare(tx, hashClaim(code), services.now())
    const brand = id === undefined ? undefined : await findBrand(tx, id)
    if (brand === undefined) return undefined
    const sector = await listChannels(tx, brand.id, ['sector'])
    const purposes = sector.length > 0 ? [...SHARED, 'sector' as const] : SHARED
    for (const purpose of purposes) await bindPlace(tx, visit, brand, purpose, place)
    const details = { platform: visit.platform.name, workspace: origin.workspace }
    await record(tx, { actorId: member.id, act: 'brand.joined', subjectKind: 'brand', subjectId: brand.id, details })
    return brand
  })
  if (joined === undefined) return ephemeral(t('command.brand.join.wrong'))
  const done = t('command.brand.join.done', { name: joined.name, channel: place.name, slug: joined.slug })
  return ephemeral([done, ...warningsAbout(visit, [place])].join('\n'))
}
