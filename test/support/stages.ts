import { pino } from 'pino'
import type { ChatHandlers, ChatPlatform } from '../../src/chat/platform.ts'
import { createFilesReport } from '../../src/commands/actions/draft-files.ts'
import { createHandlers } from '../../src/commands/handlers.ts'
import type { Database } from '../../src/db/database.ts'
import type { Vault } from '../../src/db/vault.ts'
import type { LookBudget } from '../../src/domain/look-budget.ts'
import { type Classifier, createClassifier } from '../../src/insight/classify.ts'
import { createLanguageReader } from '../../src/insight/language.ts'
import type { JobName } from '../../src/jobs/jobs.ts'
import type { JobSender, SendOptions } from '../../src/jobs/queue.ts'
import type { LinkReader } from '../../src/links/reader.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import type { AddressNetwork, Network } from '../../src/networks/network.ts'
import { createAccountClients } from '../../src/pipeline/account-clients.ts'
import { type Attach, createAttach } from '../../src/pipeline/attach.ts'
import { createCardMaker } from '../../src/pipeline/card-maker.ts'
import { type Connect, createConnect } from '../../src/pipeline/connect.ts'
import { createDeeds, type Deeds } from '../../src/pipeline/deeds.ts'
import { createDigest, type Digest } from '../../src/pipeline/digest.ts'
import { createErase, type Erase } from '../../src/pipeline/erase.ts'
import { createErasureReport } from '../../src/pipeline/erasure-report.ts'
import { createExportAuthor, type ExportAuthor } from '../../src/pipeline/export-author.ts'
import { createIntake, type Intake } from '../../src/pipeline/intake.ts'
import { createMeasure, type Measure } from '../../src/pipeline/measure.ts'
import type { MediaShelf } from '../../src/pipeline/media.ts'
import { createNoteMaker } from '../../src/pipeline/note-maker.ts'
import { createNotify, type Notify } from '../../src/pipeline/notify.ts'
import type { Observer } from '../../src/pipeline/observer.ts'
import { createPublish, type Publish } from '../../src/pipeline/publish.ts'
import { createRemind, type Remind } from '../../src/pipeline/remind.ts'
import { createReview } from '../../src/pipeline/review.ts'
import { createSweep, type Sweep } from '../../src/pipeline/sweep.ts'
import { createTellInPerson, type TellInPerson } from '../../src/pipeline/tell-in-person.ts'
import { createWithdraw } from '../../src/pipeline/withdraw.ts'
import { createShelf } from './shelf.ts'

export interface StagesOptions {
  readonly database: Database
  readonly vault: Vault
  readonly now: () => Date
  readonly jobs: JobSender
  readonly networks: ReadonlyMap<string, Network>
  readonly addressNetworks?: ReadonlyMap<string, AddressNetwork>
  readonly chat: ChatPlatform
  readonly classify?: Classifier
  /** Milliseconds for which what was read is remembered; not at all unless told. */
  readonly memory?: number
  /** What is behind links; nothing answers unless told. */
  readonly readLink?: LinkReader
  readonly budget?: LookBudget
  /** Where the page for connecting accounts is; https://vigie.test unless told. Null: nobody could reach it. */
  readonly address?: string | null
  /** Whether servers on this machine may be named. */
  readonly allowInternal?: boolean
}

/** More than any test looks. */
const BUDGET: LookBudget = { looks: 10_000, seconds: 60 }

/** The stages of one process, wired as the app wires them; nothing runs by itself. */
export interface Stages {
  readonly intake: Intake
  readonly notify: Notify
  readonly publish: Publish
  readonly deeds: Deeds
  readonly digest: Digest
  readonly remind: Remind
  readonly tellInPerson: TellInPerson
  readonly measure: Measure
  readonly erase: Erase
  readonly exportAuthor: ExportAuthor
  readonly sweep: Sweep
  readonly handlers: ChatHandlers
  readonly connect: Connect
  readonly media: MediaShelf
  readonly attach: Attach
}

const QUIET: Observer = {
  postsRead() {},
  readCut() {},
  mentionSaved() {},
  sourceFailed() {},
  cardDelivered() {},
  cardFailed() {},
  looked() {},
  actionFinished() {},
}

const classifier = createClassifier()
const translators = createTranslators()
const readLanguage = createLanguageReader()

export function createStages(options: StagesOptions): Stages {
  const { database, vault, now, jobs, networks, chat, classify = classifier, memory = 0, budget = BUDGET } = options
  const { address = 'https://vigie.test', allowInternal = false } = options
  const { readLink = async () => ({ kind: 'failed', failure: 'unreachable' }), addressNetworks = new Map() } = options
  const common = { database, jobs, networks, addressNetworks, now }
  const stage = { ...common, log: pino({ level: 'silent' }), observer: QUIET, memory }
  const clients = createAccountClients(database, networks, vault)
  const makeCard = createCardMaker(stage, translators, now)
  const intake = createIntake({ ...stage, clients, classify })
  const notes = createNoteMaker(networks, translators)
  const notify = createNotify({ ...stage, platforms: new Map([[chat.name, chat]]), makeCard, notes })
  const media = createShelf(database, now)
  const publish = createPublish({ ...stage, clients, media })
  const deeds = createDeeds({ ...stage, clients })
  const digest = createDigest(stage)
  const remind = createRemind({ ...stage, platforms: new Map([[chat.name, chat]]) })
  const tellInPerson = createTellInPerson({ ...stage, platforms: new Map([[chat.name, chat]]) })
  const measure = createMeasure({ ...stage, clients, classify, budget })
  const connect = createConnect({
    ...stage,
    vault,
    platforms: new Map([[chat.name, chat]]),
    allowInternal,
    address: () => address ?? undefined,
  })
  const tell = createErasureReport({ database, platforms: new Map([[chat.name, chat]]), translators })
  const erase = createErase({ ...stage, tell })
  const exportAuthor = createExportAuthor({ ...stage, vault, address: () => address ?? undefined })
  const sweep = createSweep(stage, { notify, publish, deeds, digest, remind, tellInPerson, measure, connect, erase })
  const report = createFilesReport(database.connection, translators)
  const attach = createAttach({ ...stage, media, readLink, platforms: new Map([[chat.name, chat]]), report })
  const services = {
    ...stage,
    translators,
    readLanguage,
    makeCard,
    notes,
    review: createReview(stage),
    attach,
    digest,
    measure,
    connect,
    withdraw: createWithdraw({ ...stage, vault }),
    erase,
    exportAuthor,
    welcomeBrand: async () => {},
  }
  return {
    intake,
    notify,
    publish,
    deeds,
    digest,
    remind,
    tellInPerson,
    measure,
    erase,
    exportAuthor,
    sweep,
    handlers: createHandlers(services, chat),
    connect,
    media,
    attach,
  }
}

export interface SentJob extends SendOptions {
  readonly name: JobName
  readonly payload: unknown
}

/** A queue on which nothing runs: it remembers what it was asked for, rolled back or not. */
export interface RecordedJobs extends JobSender {
  readonly sent: readonly SentJob[]
}

export function recordJobs(): RecordedJobs {
  const sent: SentJob[] = []
  return {
    sent,
    async send(_executor, name, payload, options) {
      sent.push({ name, payload, ...options })
    },
  }
}
