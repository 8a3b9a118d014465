import { connectionCard } from '../cards/connection-card.ts'
import { outageCard } from '../cards/outage-card.ts'
import type { Card } from '../chat/card.ts'
import type { Executor } from '../db/client.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findConnection } from '../db/queries/connections.ts'
import { findOutage } from '../db/queries/outages.ts'
import type { Localised } from '../domain/language.ts'
import { localise, type Translators } from '../locales/translator.ts'

type Make = (executor: Executor, id: string) => Promise<Localised<Card> | undefined>

/** Cards about the brand's own accounts. */
export interface AccountCards {
  readonly ofOutage: Make
  readonly ofConnection: Make
}

export function createAccountCards(titleOf: (network: string) => string, translators: Translators): AccountCards {
  return {
    async ofOutage(executor, id) {
      const found = await findOutage(executor, id)
      const brand = found && (await findBrand(executor, found.account.brandId))
      if (found === undefined || brand === undefined) return undefined
      const { outage, account } = found
      const { handle, network } = account
      const input = { ...outage, handle, networkTitle: titleOf(network), timeZone: brand.timeZone }
      return localise(translators, t => outageCard(input, t))
    },
    async ofConnection(executor, id) {
      const row = await findConnection(executor, id)
      const brand = row && (await findBrand(executor, row.brandId))
      if (row === undefined || brand === undefined) return undefined
      const { name, handle, service, network, state } = row
      const who = { name: name ?? '', handle: handle ?? '', service: service ?? '' }
      const input = { id, state, ...who, networkTitle: titleOf(network), brandName: brand.name }
      return localise(translators, t => connectionCard(input, t))
    },
  }
}
