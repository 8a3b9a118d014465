import { join } from 'node:path'
import type { Logger } from 'pino'
import { startJobs } from './app-jobs.ts'
import { startWeb } from './app-web.ts'
import { createLocalPlatform } from './chat/local/index.ts'
import { LOCAL_WORKSPACE } from './chat/local/store.ts'
import type { ChatPlatform } from './chat/platform.ts'
import { connectDiscord, connectSlack } from './chat-platforms.ts'
import { createChatWatch } from './chat-watch.ts'
import { createClaims } from './claims.ts'
import { createFilesReport } from './commands/actions/draft-files.ts'
import { createHandlers } from './commands/handlers.ts'
import { describeCommands } from './commands/index.ts'
import type { Services } from './commands/services.ts'
import type { Config } from './config.ts'
import { addMissingSources } from './db/queries/accounts.ts'
import { listBrands } from './db/queries/brands.ts'
import { createLocalPostStore } from './db/queries/local-posts.ts'
import { createLocalWorkspaceStore } from './db/queries/local-workspace.ts'
import { gaugeLooks } from './db/queries/looks.ts'
import { countPendingCards } from './db/queries/pending-cards.ts'
import { listBoundPlatforms } from './db/queries/people.ts'
import { DIGEST_HOUR } from './domain/digest.ts'
import { decideAccess, isLoopback } from './http/local/access.ts'
import { createMetrics } from './http/metrics.ts'
import { createClassifier } from './insight/classify.ts'
import { createLanguageReader } from './insight/language.ts'
import { startQueue } from './jobs/queue.ts'
import { startTimetable } from './jobs/timetable.ts'
import { createLinkReader, PAGE_BYTES, PAGE_TIMEOUT } from './links/reader.ts'
import { bindLocalChannels, prepareLocalWorkspace } from './local-workspace.ts'
import { createTranslators } from './locales/translator.ts'
import { createMediaStore } from './media/store.ts'
import { createHttp } from './networks/http.ts'
import { createAddressNetworks, createNetworks } from './networks/registry.ts'
import { createAccountClients } from './pipeline/account-clients.ts'
import { createAccountLimits } from './pipeline/account-limits.ts'
import { createAttach } from './pipeline/attach.ts'
import { createCardMaker } from './pipeline/card-maker.ts'
import { createConnect } from './pipeline/connect.ts'
import { createDeeds } from './pipeline/deeds.ts'
import { createDigest } from './pipeline/digest.ts'
import { createErase } from './pipeline/erase.ts'
import { createErasureReport } from './pipeline/erasure-report.ts'
import { createExportAuthor } from './pipeline/export-author.ts'
import { createIntake } from './pipeline/intake.ts'
import { createMeasure } from './pipeline/measure.ts'
import { createMediaShelf } from './pipeline/media.ts'
import { createNoteMaker } from './pipeline/note-maker.ts'
import { createNotify } from './pipeline/notify.ts'
import { createPublish } from './pipeline/publish.ts'
import { createRemind } from './pipeline/remind.ts'
import { createReview } from './pipeline/review.ts'
import { createSweep } from './pipeline/sweep.ts'
import { createTellInPerson } from './pipeline/tell-in-person.ts'
import { createWatch } from './pipeline/watch.ts'
import { createWithdraw } from './pipeline/withdraw.ts'
import { readVersion } from './root.ts'
import { openStorage } from './storage.ts'

export interface App extends AsyncDisposable {
  readonly url: string
  /** Resolves with what to tell the operator if the app cannot go on. */
  readonly failed: Promise<string>
}

export interface AppOptions {
  readonly config: Config
  readonly log: Logger
  /** Directory of the installation: migrations, assets, package.json. */
  readonly root: string
  /** The clock; tests bring their own. */
  readonly now?: () => Date
}

/** Milliseconds for which stages remember words, channels and accounts: a change is heeded that much later. */
const MEMORY = 1_000

/**
 * Wires everything: the one place that knows every adapter. What is taken later is given back first: intake and timetable
 * stop, people are heard no more, jobs under way finish, then the database closes.
 */
export async function startApp({ config, log, root, now = () => new Date() }: AppOptions): Promise<App> {
  await using stack = new AsyncDisposableStack()
  const storage = stack.use(await openStorage({ config, root, log, mayShare: false }))
  const { address, database, vault, installation, ended } = storage
  const { connection, signals } = database
  const onFault = (fault: unknown) => log.error({ err: fault }, 'something failed in the background')

  const translators = createTranslators()
  const localPosts = createLocalPostStore(database)
  const http = stack.use(
    createHttp({ version: readVersion(root), allowInternalAddresses: config.allowInternalAddresses }),
  )
  const networks = createNetworks({ http, now, localPosts })
  const addressNetworks = createAddressNetworks({ http, now })
  for (const network of addressNetworks.values()) stack.use(network)
  const local = stack.use(createLocalPlatform({ store: createLocalWorkspaceStore(database) }))
  const platforms = new Map<string, ChatPlatform>([[local.name, local]])
  const queue = stack.use(
    await startQueue({
      address,
      onError: (fault, job) => log.error({ err: fault, job }, 'a job failed and will be tried again'),
    }),
  )

  const metrics = createMetrics({
    pendingCards: () => countPendingCards(connection),
    backlog: () => queue.backlog(),
    looks: () => gaugeLooks(connection, now()),
  })
  const common = { database, jobs: queue, networks, addressNetworks, now, log }
  const stage = { ...common, observer: metrics.observer, memory: MEMORY }
  const clients = createAccountClients(database, networks, vault)
  const makeCard = createCardMaker({ networks, addressNetworks }, translators, now, MEMORY)
  const media = createMediaShelf({ database, now }, createMediaStore(join(config.dataDirectory, 'media')))
  const readPicture = (hash: string) => media.find(hash)
  const commands = describeCommands(translators)
  const chatParts = { database, commands, vault, translators, makeCard, log, now, readPicture }
  const slack = config.slack && (await connectSlack(config.slack, chatParts))
  const discord = config.discord && (await connectDiscord(config.discord, chatParts))
  for (const platform of [slack, discord]) if (platform !== undefined) platforms.set(platform.name, platform)
  const notes = createNoteMaker(networks, translators)
  const notify = createNotify({ ...stage, platforms, makeCard, notes })
  const classify = createClassifier()
  const intake = createIntake({
    ...stage,
    clients,
    classify,
    deliver: (id, cards) => void notify.deliverFresh(id, cards).catch(onFault),
  })
  const publish = createPublish({ ...stage, clients, media })
  const deeds = createDeeds({ ...stage, clients })
  const review = createReview(stage)
  const report = createFilesReport(connection, translators)
  // Pages of anybody are read to a limit of their own, and from the public internet alone.
  const pages = stack.use(
    createHttp({
      version: readVersion(root),
      allowInternalAddresses: config.allowInternalAddresses,
      totalMilliseconds: PAGE_TIMEOUT,
      maximumBytes: PAGE_BYTES,
      keepsBeginning: true,
    }),
  )
  const readLink = createLinkReader({ fetch: pages.fetch })
  const attach = createAttach({ ...stage, media, readLink, platforms, report })
  const digest = createDigest(stage)
  const remind = createRemind({ ...stage, platforms })
  const tellInPerson = createTellInPerson({ ...stage, platforms })
  const measure = createMeasure({ ...stage, clients, classify })
  let pageAddress = config.publicUrl
  const connect = createConnect({
    ...stage,
    vault,
    platforms,
    allowInternal: config.allowInternalAddresses,
    address: () => pageAddress,
  })
  const erase = createErase({ ...stage, tell: createErasureReport({ database, platforms, translators }) })
  const exportAuthor = createExportAuthor({ ...stage, vault, address: () => pageAddress })
  const sweep = createSweep(stage, { notify, publish, deeds, digest, remind, tellInPerson, measure, connect, erase })

  const otherPlatformBound = (await listBoundPlatforms(connection)).some(platform => platform !== LOCAL_WORKSPACE)
  const access = decideAccess({ host: config.host, otherPlatformBound, password: config.localWorkspacePassword })
  const localNetwork = networks.get('local')
  if (access.kind !== 'off' && localNetwork !== undefined) {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    await prepareLocalWorkspace({ database, vault, network: localNetwork, timeZone })
  }

  const welcomeBrand: Services['welcomeBrand'] = async (tx, platform, brand) => {
    if (platform === LOCAL_WORKSPACE) await bindLocalChannels(tx, brand)
  }
  const readLanguage = createLanguageReader()
  const services = {
    ...stage,
    translators,
    readLanguage,
    makeCard,
    notes,
    review,
    attach,
    digest,
    measure,
    connect,
    withdraw: createWithdraw({ ...stage, vault }),
    erase,
    exportAuthor,
    welcomeBrand,
  }
  stack.defer(() => notify.stop())
  stack.use(signals.listen('channel', id => void notify.deliver(id).catch(onFault)))
  // What people do asks for jobs and deliveries, and so it is finished before those end.
  if (slack !== undefined) stack.use(slack)
  if (discord !== undefined) stack.use(discord)
  for (const platform of platforms.values()) await platform.start(createHandlers(services, platform))
  const claims = stack.use(createClaims(database, platforms.values(), log))
  const chatWatch = stack.use(createChatWatch({ database, platforms: platforms.values(), log, now }))

  await addMissingSources(connection, networks.values())
  const accountLimits = createAccountLimits({ ...stage, clients })
  const watch = createWatch({ database, clients, intake, onFault })
  async function runSweep(): Promise<void> {
    claims.prepare()
    chatWatch.look()
    await sweep.run()
    await watch.refresh()
    // No server's slowness holds up the sweep.
    void accountLimits.refresh().catch(onFault)
  }
  const workers = { attach, deeds, digest, erase, intake, measure, media, notify, publish, remind, tellInPerson }
  await startJobs(queue, { ...workers, sweep: runSweep })

  const server = stack.use(
    await startWeb({
      ...{ config, root, log, now, database, queue, metrics, installation, translators, access },
      ...{ local, localPosts, media, connect, exportAuthor, hearSlack: slack?.handle, address: () => pageAddress },
    }),
  )
  // Whoever works on this machine reaches it there.
  if (isLoopback(config.host)) pageAddress ??= server.url
  stack.defer(() => intake.settled())
  stack.defer(() => accountLimits.settled())
  stack.use(watch)
  const digestTimes = async () =>
    (await listBrands(connection)).map(({ id, timeZone }) => ({ brandId: id, timeZone, hour: DIGEST_HOUR }))
  stack.use(startTimetable({ queue, digestTimes, onFault }))
  await runSweep()
  await queue.sendOnce('erase-old', {}, now().toISOString().slice(0, 10))

  const kept = stack.move()
  return { url: server.url, failed: ended, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
