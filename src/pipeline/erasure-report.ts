import { said } from '../cards/elements.ts'
import type { Card } from '../chat/card.ts'
import type { ChatPlatform } from '../chat/platform.ts'
import { findBrand } from '../db/queries/brands.ts'
import { ensureDirectChannel, findMemberById } from '../db/queries/people.ts'
import { localise, type Translators } from '../locales/translator.ts'
import type { EraseOptions } from './erase.ts'
import type { Stage } from './stage.ts'

export interface ErasureReportOptions extends Pick<Stage, 'database'> {
  readonly platforms: ReadonlyMap<string, Pick<ChatPlatform, 'tell' | 'direct' | 'post'>>
  readonly translators: Translators
}

/** Tells whoever asked for it that somebody is forgotten, without saying who: where they asked, or else in person. */
export function createErasureReport({ database, platforms, translators }: ErasureReportOptions): EraseOptions['tell'] {
  const { connection } = database
  return async ({ id, brandId, platform: name, workspace, channel, memberId }, count) => {
    const platform = platforms.get(name)
    const member = await findMemberById(connection, memberId)
    const brand = await findBrand(connection, brandId)
    if (platform === undefined || member === undefined || brand === undefined) return
    const user = member.remoteId
    const language = member.language ?? brand.language
    if (platform.tell !== undefined) {
      return platform.tell({ workspace, channel, user }, translators[language]('done.forgotten', { count }))
    }
    const address = await platform.direct?.(workspace, user)
    if (address === undefined) return
    await database.transact(({ tx }) =>
      ensureDirectChannel(tx, { brandId, platform: name, workspace }, address, member.name),
    )
    const card = localise(
      translators,
      (t): Card => ({
        header: t('forgotten.header', { brand: brand.name }),
        tone: 'quiet',
        elements: [said(t('done.forgotten', { count }))],
      }),
    )
    await platform.post({ workspace, channel: address, language }, id, card)
  }
}
