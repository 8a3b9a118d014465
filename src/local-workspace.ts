import { sql } from 'drizzle-orm'
import { LOCAL_WORKSPACE } from './chat/local/store.ts'
import type { Transaction } from './db/client.ts'
import type { Database } from './db/database.ts'
import { saveAccount } from './db/queries/accounts.ts'
import { insertBrand, listBrands } from './db/queries/brands.ts'
import { insertChannel, insertMember, listBindings, listChannels, listMembers } from './db/queries/people.ts'
import { saveWorkspace } from './db/queries/workspaces.ts'
import type { Vault } from './db/vault.ts'
import { type Brand, POST_POLICY, REPLY_POLICY } from './domain/brand.ts'
import type { Role } from './domain/member.ts'
import { PURPOSES, type Purpose } from './domain/purpose.ts'
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

export interface LocalWorkspaceOptions {
  readonly database: Database
  readonly vault: Vault
  /** The local network, on which the example brand has its account. */
  readonly network: Network
  /** IANA name of the machine's own zone. */
  readonly timeZone: string
}

/**
 * Sees to it that the local workspace can be worked in: people, and channels for every brand that has none anywhere. An
 * empty database gets an example brand with an account on the local network, so that a newcomer sees the whole loop.
 */
export async function prepareLocalWorkspace(options: LocalWorkspaceOptions): Promise<void> {
  const { network } = options
  const identified = await network.identify({ handle: HANDLE, secret: '' }, AbortSignal.timeout(10_000))
  await options.database.transact(async ({ tx }) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_START_LOCK})`)
    if ((await listBrands(tx)).length === 0) {
      const brand = await insertExample(tx, options.timeZone)
      if (brand !== undefined) await saveAccount(tx, options.vault, brand.id, network, identified)
    }
    for (const brand of await listBrands(tx)) await bindLocalChannels(tx, brand)
    await saveWorkspace(tx, LOCAL_WORKSPACE, LOCAL_WORKSPACE, 'Vigie')
    if ((await listMembers(tx, LOCAL_WORKSPACE, LOCAL_WORKSPACE)).length === 0) await insertPeople(tx)
  })
}

async function insertExample(tx: Transaction, timeZone: string): Promise<Brand | undefined> {
  return insertBrand(tx, {
    slug: HANDLE,
    name: BRAND,
    timeZone,
    language: 'en',
    keywords: { phrases: [BRAND], exclusions: [], handles: [HANDLE] },
    policy: POST_POLICY,
    replyPolicy: REPLY_POLICY,
  })
}

async function insertPeople(tx: Transaction): Promise<void> {
  const start = Date.now()
  for (const [index, { id, name, roles }] of PEOPLE.entries()) {
    await insertMember(tx, {
      platform: LOCAL_WORKSPACE,
      workspace: LOCAL_WORKSPACE,
      remoteId: id,
      name,
      roles: [...roles],
      // A millisecond apart: people are listed in the order in which they came.
      createdAt: new Date(start + index),
    })
  }
}

/** Channels for a brand that has none yet: the first brand's are called after their purpose, others' bear its name too. */
export async function bindLocalChannels(tx: Transaction, brand: Brand): Promise<void> {
  if ((await listChannels(tx, brand.id, PURPOSES)).length > 0) return
  const start = Date.now()
  for (const [index, purpose] of CHANNELS.entries()) {
    const isTaken = (await listBindings(tx, LOCAL_WORKSPACE, LOCAL_WORKSPACE, purpose)).length > 0
    const name = isTaken ? `${brand.slug}-${purpose}` : purpose
    await insertChannel(tx, {
      brandId: brand.id,
      purpose,
      platform: LOCAL_WORKSPACE,
      workspace: LOCAL_WORKSPACE,
      remoteId: name,
      name,
      createdAt: new Date(start + index),
    })
  }
}
