import { sql } from 'drizzle-orm'
import { LOCAL_WORKSPACE } from './chat/local/store.ts'
import type { Database } from './db/database.ts'
import { saveAccount } from './db/queries/accounts.ts'
import { insertBrand, listBrands } from './db/queries/brands.ts'
import { insertChannel, insertMember } from './db/queries/people.ts'
import type { Vault } from './db/vault.ts'
import type { Role } from './domain/member.ts'
import type { Purpose } from './domain/purpose.ts'
import type { Network } from './networks/network.ts'

/** Channels of the local workspace; each is named after its purpose. Sector news have no source yet, so no channel. */
const CHANNELS: readonly Purpose[] = ['mentions', 'alerts', 'drafts', 'digest']

/** Enough people to try every role, and a review by somebody else. */
const PEOPLE: readonly { readonly id: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { id: 'camille', name: 'Camille', roles: ['editor'] },
  { id: 'noor', name: 'Noor', roles: ['approver'] },
  { id: 'alex', name: 'Alex', roles: ['editor', 'approver'] },
  { id: 'sam', name: 'Sam', roles: ['admin'] },
  { id: 'lou', name: 'Lou', roles: ['viewer'] },
]

const BRAND = 'Acme'
const HANDLE = 'acme'

/** The lock of whoever fills an empty database, among replicas starting together. */
const FIRST_START_LOCK = 7_164_444

export interface FirstStartOptions {
  readonly database: Database
  readonly vault: Vault
  /** The local network, on which the example brand has its account. */
  readonly network: Network
  /** IANA name of the machine's own zone. */
  readonly timeZone: string
}

/**
 * Fills an empty database with an example brand, its account on the local network, a team and its channels, so that a
 * newcomer sees the whole loop. Does nothing once there is any brand.
 */
export async function prepareFirstStart({ database, vault, network, timeZone }: FirstStartOptions): Promise<void> {
  const identified = await network.identify({ handle: HANDLE, secret: '' }, AbortSignal.timeout(10_000))
  await database.transact(async ({ tx }) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_START_LOCK})`)
    if ((await listBrands(tx)).length > 0) return
    const brand = await insertBrand(tx, {
      slug: HANDLE,
      name: BRAND,
      timeZone,
      language: 'en',
      keywords: { phrases: [BRAND], exclusions: [], handles: [HANDLE] },
      policy: { approvals: 1, authorMayApprove: false },
    })
    if (brand === undefined) return
    await saveAccount(tx, vault, brand.id, network, identified)
    for (const [index, purpose] of CHANNELS.entries()) {
      await insertChannel(tx, {
        brandId: brand.id,
        purpose,
        platform: LOCAL_WORKSPACE,
        workspace: LOCAL_WORKSPACE,
        remoteId: purpose,
        name: purpose,
        // A millisecond apart: channels are listed in the order in which they were made.
        createdAt: new Date(brand.createdAt.getTime() + index),
      })
    }
    for (const [index, { id, name, roles }] of PEOPLE.entries()) {
      await insertMember(tx, {
        platform: LOCAL_WORKSPACE,
        workspace: LOCAL_WORKSPACE,
        remoteId: id,
        name,
        roles: [...roles],
        createdAt: new Date(brand.createdAt.getTime() + index),
      })
    }
  })
}
