import type { DatabaseAddress } from '../db/address.ts'
import { useConnection } from '../db/client.ts'
import { type Account, listAccounts } from '../db/queries/accounts.ts'
import { listSealed, type SealedSecret } from '../db/queries/credentials.ts'
import { listAllGroupGrants } from '../db/queries/group-grants.ts'
import { type LookLag, readLookLag } from '../db/queries/looks.ts'
import { listAllChannels } from '../db/queries/people.ts'
import { listFeeds, listSources, type PublicSource } from '../db/queries/sources.ts'
import type { ChannelRow, GroupGrantRow, SourceRow } from '../db/schema/index.ts'

export interface AccountSources {
  readonly account: Account
  readonly sources: readonly SourceRow[]
}

/** What the database holds that checks are about. */
export interface Contents {
  readonly secrets: readonly SealedSecret[]
  readonly accounts: readonly AccountSources[]
  readonly channels: readonly ChannelRow[]
  /** Groups of people who have rights together. */
  readonly grants: readonly GroupGrantRow[]
  readonly looks: readonly LookLag[]
  readonly feeds: readonly PublicSource['source'][]
}

/** Of a database with our own schema: another version's tables may have other columns. */
export function readContents(address: DatabaseAddress, now: Date): Promise<Contents> {
  return useConnection(address, async connection => {
    const sources = await listSources(connection)
    const accounts = (await listAccounts(connection)).map(account => ({
      account,
      sources: sources.filter(one => one.account.id === account.id).map(({ source }) => source),
    }))
    return {
      secrets: await listSealed(connection),
      accounts,
      channels: await listAllChannels(connection),
      grants: await listAllGroupGrants(connection),
      looks: await readLookLag(connection, now),
      feeds: await listFeeds(connection),
    }
  })
}
