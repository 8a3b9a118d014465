import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../../src/db/database.ts'
import { type Account, saveAccount } from '../../src/db/queries/accounts.ts'
import { insertBrand, type NewBrand } from '../../src/db/queries/brands.ts'
import {
  type ChannelRow,
  channels,
  type MemberRow,
  members,
  type SourceRow,
  sources,
} from '../../src/db/schema/index.ts'
import { createVault } from '../../src/db/vault.ts'
import { type Brand, POST_POLICY, REPLY_POLICY } from '../../src/domain/brand.ts'
import type { LookBudget } from '../../src/domain/look-budget.ts'
import type { Role } from '../../src/domain/member.ts'
import type { Purpose } from '../../src/domain/purpose.ts'
import type { Classifier } from '../../src/insight/classify.ts'
import type { JobSender } from '../../src/jobs/queue.ts'
import type { LinkReader } from '../../src/links/reader.ts'
import type { AddressNetwork } from '../../src/networks/network.ts'
import { type Clock, createClock } from './clock.ts'
import type { TestDatabase } from './database.ts'
import { createScriptedChat, type ScriptedChat } from './scripted-chat.ts'
import { createScriptedNetwork, type ScriptedNetwork } from './scripted-network.ts'
import { createStages, type RecordedJobs, recordJobs, type Stages, type StagesOptions } from './stages.ts'

const TEAM = {
  camille: ['editor'],
  noor: ['approver'],
  alex: ['editor', 'approver'],
  sam: ['admin'],
  lou: ['viewer'],
} as const satisfies Record<string, readonly Role[]>
export type Who = keyof typeof TEAM
export const PEOPLE = Object.keys(TEAM) as readonly Who[]

const PURPOSES = ['mentions', 'alerts', 'drafts', 'digest'] as const satisfies readonly Purpose[]
export type Place = (typeof PURPOSES)[number]

export interface WorldOptions {
  readonly networks?: readonly ScriptedNetwork[]
  readonly brand?: Partial<Omit<NewBrand, 'slug'>>
  readonly classify?: Classifier
  readonly jobs?: JobSender
  readonly readLink?: LinkReader
  /** Networks that are read by address. */
  readonly addressNetworks?: ReadonlyMap<string, AddressNetwork>
  /** Whether the chat holds files itself, and is to be asked for them. */
  readonly holdsFiles?: boolean
  /** What looking again may take; more than any test needs unless told. */
  readonly budget?: LookBudget
  /** Where the page for connecting accounts is; null if nobody could reach it. */
  readonly address?: string | null
  /** Whether servers on this machine may be named there. */
  readonly allowInternal?: boolean
}

/** A brand with its account on each network, its channels and its people, and the stages that serve it. */
export interface World extends Stages {
  readonly test: TestDatabase
  readonly clock: Clock
  readonly network: ScriptedNetwork
  readonly chat: ScriptedChat
  /** What was asked of the queue, unless the world has one of its own. */
  readonly jobs: RecordedJobs
  readonly brand: Brand
  readonly account: Account
  readonly accounts: readonly Account[]
  readonly source: SourceRow
  readonly workspace: string
  readonly channels: Readonly<Record<Place, ChannelRow>>
  readonly members: Readonly<Record<Who, MemberRow>>
  /** The stages of another process on the same database, with the same networks; and chat and clock, unless told. */
  replica(
    change?: Pick<WorldOptions, 'classify' | 'jobs'> & Partial<Pick<StagesOptions, 'chat' | 'now' | 'memory'>>,
  ): Promise<Stages & AsyncDisposable>
}

let made = 0

async function insertPeople(test: TestDatabase, workspace: string): Promise<Record<Who, MemberRow>> {
  const rows = await test.database.connection
    .insert(members)
    .values(
      PEOPLE.map(who => ({ platform: 'scripted', workspace, remoteId: who, name: nameOf(who), roles: [...TEAM[who]] })),
    )
    .returning()
  return Object.fromEntries(rows.map(row => [row.remoteId, row])) as Record<Who, MemberRow>
}

async function insertPlaces(test: TestDatabase, workspace: string, brandId: string) {
  const rows = await test.database.connection
    .insert(channels)
    .values(
      PURPOSES.map(purpose => ({
        brandId,
        purpose,
        platform: 'scripted',
        workspace,
        remoteId: `${workspace}-${purpose}`,
        name: purpose,
      })),
    )
    .returning()
  return Object.fromEntries(rows.map(row => [row.purpose, row])) as Record<Place, ChannelRow>
}

function nameOf(who: Who): string {
  return who.charAt(0).toUpperCase() + who.slice(1)
}

/** Several worlds share a database without meeting: each has a brand, a workspace and handles of its own. */
export async function createWorld(test: TestDatabase, options: WorldOptions = {}): Promise<World> {
  const { networks = [createScriptedNetwork()], classify } = options
  const { connection } = test.database
  const number = ++made
  const workspace = `team-${number}`
  const vault = createVault(randomBytes(32))
  const clock = createClock()
  const chat = createScriptedChat('scripted', { holdsFiles: options.holdsFiles ?? false })
  const recorded = recordJobs()
  const jobs = options.jobs ?? recorded
  const brand = await insertBrand(connection, {
    slug: `acme-${number}`,
    name: 'Acme',
    timeZone: 'Europe/Paris',
    language: 'en',
    keywords: { phrases: ['Acme'], exclusions: [], handles: ['acme'] },
    policy: POST_POLICY,
    replyPolicy: REPLY_POLICY,
    ...options.brand,
  })
  const [network] = networks
  if (brand === undefined || network === undefined) throw new Error('a world needs a brand and a network')
  const accounts: Account[] = []
  for (const one of networks) {
    const identified = await one.identify({ handle: `acme-${number}`, secret: 'secret' }, AbortSignal.timeout(1_000))
    const account = await saveAccount(connection, vault, brand.id, one, identified)
    if (account !== undefined) accounts.push(account)
  }
  const account = accounts[0]!
  const [source] = await connection.select().from(sources).where(eq(sources.accountId, account.id))
  const common = { vault, now: clock.now, networks: new Map(networks.map(one => [one.name, one])), chat }
  const { address, allowInternal } = options
  const { budget, readLink, addressNetworks } = options
  const own = {
    ...(classify && { classify }),
    ...(readLink && { readLink }),
    ...(budget && { budget }),
    ...(address === undefined ? {} : { address }),
    ...(allowInternal === undefined ? {} : { allowInternal }),
    ...(addressNetworks && { addressNetworks }),
  }
  return {
    test,
    clock,
    network,
    chat,
    jobs: recorded,
    brand,
    account,
    accounts,
    source: source!,
    workspace,
    channels: await insertPlaces(test, workspace, brand.id),
    members: await insertPeople(test, workspace),
    ...createStages({ ...common, ...own, database: test.database, jobs }),
    async replica(change) {
      const database = await openDatabase(test.address, { keepLocksFor: change?.memory ?? 0 })
      const stages = createStages({ ...common, ...own, jobs, ...change, database })
      return { ...stages, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
    },
  }
}
