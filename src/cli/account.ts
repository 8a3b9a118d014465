import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { type Account, findAccount, listAccounts, removeAccount, saveAccount } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { findBrandBySlug, listBrands } from '../db/queries/brands.ts'
import { createCredentialStore } from '../db/queries/credentials.ts'
import { createLocalPostStore } from '../db/queries/local-posts.ts'
import { endOutage } from '../db/queries/outages.ts'
import type { Json } from '../domain/json.ts'
import { createHttp } from '../networks/http.ts'
import { NetworkError } from '../networks/network.ts'
import { createNetworks } from '../networks/registry.ts'
import { readVersion } from '../root.ts'
import type { Storage } from '../storage.ts'
import { CommandError, EXIT, type Program } from './program.ts'
import { withStorage } from './storage.ts'

/** Milliseconds that a network may take to let us sign in. */
const SIGN_IN_TIMEOUT = 60_000

interface AddOptions {
  readonly brand: string
  readonly handle: string
  readonly service?: string
}

async function readSecret(program: Program): Promise<string> {
  const given = program.config().accountSecret
  const secret = given ?? (program.isInteractive ? '' : (await text(Readable.from(program.input))).trim())
  if (secret !== '') return secret
  throw new CommandError(
    'The password is read from VIGIE_ACCOUNT_SECRET or from standard input, never from an argument. For example: npm run -s vigie -- account add bluesky --brand acme --handle acme.example < password.txt',
  )
}

function explain(fault: NetworkError, network: string): CommandError {
  if (fault.fault.kind === 'rejected' && fault.fault.reason === 'address-refused') {
    return new CommandError(
      `${fault.message}. If the server is meant to be inside your own network, set VIGIE_ALLOW_INTERNAL_ADDRESSES=true, here and where Vigie runs.`,
      EXIT.config,
    )
  }
  switch (fault.kind) {
    case 'unauthorised':
    case 'rejected':
      return new CommandError(
        `${network} refused to sign in: ${fault.message}. Check the handle and the password.`,
        EXIT.noPermission,
      )
    case 'rate-limited':
    case 'unavailable':
    case 'outcome-unknown':
      return new CommandError(
        `${network} cannot be reached: ${fault.message}. Try again later, or check --service.`,
        EXIT.unavailable,
      )
    default:
      return fault.kind satisfies never
  }
}

async function add(program: Program, storage: Storage, networkName: string, options: AddOptions): Promise<void> {
  const { database, vault } = storage
  const { allowInternalAddresses } = program.config()
  await using http = createHttp({ version: readVersion(program.root), allowInternalAddresses })
  const networks = createNetworks({ http, now: () => new Date(), localPosts: createLocalPostStore(database) })
  const network = networks.get(networkName)
  if (network === undefined) {
    throw new CommandError(`There is no network “${networkName}”. Known: ${[...networks.keys()].join(', ')}.`)
  }
  const brand = await findBrandBySlug(database.connection, options.brand)
  if (brand === undefined) {
    const known = (await listBrands(database.connection)).map(one => one.slug).join(', ')
    throw new CommandError(
      `There is no brand “${options.brand}”. Known: ${known === '' ? 'none, add one with brand add' : known}.`,
    )
  }
  const secret = network.connecting.secret === 'none' ? '' : await readSecret(program)
  const signIn = { handle: options.handle.replace(/^@/, ''), secret }
  const service = options.service === undefined ? {} : { service: options.service }
  // Whoever may type here may call it anyway.
  http.guard.trust(options.service ?? '')
  const identified = await network
    .identify({ ...signIn, ...service }, AbortSignal.timeout(SIGN_IN_TIMEOUT))
    .catch((fault: unknown) => {
      throw fault instanceof NetworkError ? explain(fault, network.title) : fault
    })
  const account = await database.transact(async unit => {
    const saved = await saveAccount(unit.tx, vault, brand.id, network, identified)
    if (saved === undefined) {
      throw new CommandError('Another brand has this account: remove it there first.', EXIT.badData)
    }
    await record(unit.tx, { actorId: null, act: 'account.connected', subjectKind: 'account', subjectId: saved.id })
    await endOutage(unit, saved.id, 'connected', new Date())
    return saved
  })
  program.print(`Connected ${network.title} @${account.handle} to ${brand.name}: ${account.id}`)
}

/** The network forgets what it gave to Vigie, if it can be reached; what it keeps is of no use without our half. */
async function giveBack(program: Program, { database }: Storage, account: Account, credentials: Json): Promise<void> {
  const { allowInternalAddresses } = program.config()
  await using http = createHttp({ version: readVersion(program.root), allowInternalAddresses })
  const networks = createNetworks({ http, now: () => new Date(), localPosts: createLocalPostStore(database) })
  const network = networks.get(account.network)
  try {
    await network?.withdraw?.(account, credentials, AbortSignal.timeout(SIGN_IN_TIMEOUT))
  } catch (fault) {
    if (!(fault instanceof NetworkError)) throw fault
    program.print(`${network?.title} was not reached to take Vigie's access back: withdraw it there, in its settings.`)
  }
}

async function remove(program: Program, storage: Storage, id: string): Promise<void> {
  const { database, vault } = storage
  const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const account = isId ? await findAccount(database.connection, id) : undefined
  if (account === undefined || account.state === 'removed') {
    throw new CommandError(`There is no account ${id}: account list shows them.`, EXIT.badData)
  }
  const credentials = await createCredentialStore(database, vault, account.id)
    .load()
    .catch(() => undefined)
  await database.transact(async unit => {
    await removeAccount(unit.tx, account.id)
    await record(unit.tx, { actorId: null, act: 'account.removed', subjectKind: 'account', subjectId: account.id })
    await endOutage(unit, account.id, 'removed', new Date())
  })
  program.print(`Removed @${account.handle}. Its secrets are erased, its history stays.`)
  if (credentials !== undefined) await giveBack(program, storage, account, credentials)
}

export function addAccount(parent: Command, program: Program): void {
  const account = parent.command('account').description('accounts of the brands on networks')
  account
    .command('add')
    .description(
      'connect an account, or connect it again; the password comes from VIGIE_ACCOUNT_SECRET or standard input',
    )
    .argument('<network>', 'such as bluesky; an unknown one lists them all')
    .requiredOption('--brand <slug>', 'the brand it belongs to')
    .requiredOption('--handle <handle>', 'its name there, for example acme.bsky.social')
    .option('--service <url>', 'address of the server that holds it, for example https://bsky.social')
    .action((network: string, options: AddOptions) =>
      withStorage(program, storage => add(program, storage, network, options)),
    )
  account
    .command('list')
    .description('list accounts: id, network, handle, brand, state')
    .action(() =>
      withStorage(program, async ({ database }) => {
        const brands = new Map((await listBrands(database.connection)).map(brand => [brand.id, brand.slug]))
        for (const { id, network, handle, brandId, state } of await listAccounts(database.connection)) {
          program.print([id, network, `@${handle}`, brands.get(brandId), state].join('\t'))
        }
      }),
    )
  account
    .command('remove')
    .description('disconnect an account and erase its secrets')
    .argument('<id>', 'as shown by account list')
    .action((id: string) => withStorage(program, storage => remove(program, storage, id)))
}
