import { setImmediate } from 'node:timers/promises'
import { listAccounts } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { PRIORITIES } from '../db/queries/cards.ts'
import type { LaterCard, NewMention } from '../db/queries/ingest.ts'
import { findListening, type Listening } from '../db/queries/muting.ts'
import { listPublishedBy } from '../db/queries/network-actions.ts'
import { noiseOf } from '../db/queries/noise.ts'
import { listChannels } from '../db/queries/people.ts'
import type { SectorPage } from '../db/queries/sector.ts'
import type { AnySource } from '../db/queries/sources.ts'
import type { SourceRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { concerns } from '../domain/keywords.ts'
import { placeMention } from '../domain/noise.ts'
import type { IncomingPost } from '../domain/post.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { Route } from '../domain/route.ts'
import type { Classification, Classifier } from '../insight/classify.ts'
import { createLanguageReader } from '../insight/language.ts'
import { createQuestionReader } from '../insight/question.ts'
import { remember } from './memory.ts'
import { createTextReader, keptOf, routeOf } from './reading.ts'
import type { Stage } from './stage.ts'

/** What all posts of a brand's account have in common. */
export interface Surroundings {
  readonly brand: Brand
  readonly listening: Listening
  /** Remote ids of our own accounts on the network: what they write is no mention. */
  readonly ownIds: ReadonlySet<string>
}

export interface PageMakerOptions extends Pick<Stage, 'database' | 'log' | 'now'> {
  readonly classify: Classifier
  /** Milliseconds for which words, channels and accounts are remembered; 0 asks every time. */
  readonly memory: number
}

/** Makes mentions of a page's posts. The deciding is pure; what it needs to know is loaded before. */
export interface PageMaker {
  /** Undefined if the brand is gone. */
  surroundings(source: Pick<SourceRow, 'brandId' | 'network'>): Promise<Surroundings | undefined>
  mentionsOf(found: AnySource, posts: readonly IncomingPost[]): Promise<readonly NewMention[]>
  /** What is said of the sector: as it is, since none of it is the brand's, and where it goes. */
  sectorOf(source: SourceRow, posts: readonly IncomingPost[]): Promise<Pick<SectorPage, 'items' | 'channelIds'>>
}

/** Characters that are read in one go: twenty milliseconds' worth, at worst. */
const AT_ONCE = 100_000

/** Reads all of them; where a page is books rather than posts, all else that waits has its turn in between. */
async function inTurns<T>(posts: readonly IncomingPost[], read: (post: IncomingPost) => T): Promise<readonly T[]> {
  const done: T[] = []
  let characters = 0
  for (const post of posts) {
    if (characters > AT_ONCE) {
      await setImmediate()
      characters = 0
    }
    characters += post.text.length
    done.push(read(post))
  }
  return done
}

export function createPageMaker({ database, log, now, classify, memory }: PageMakerOptions): PageMaker {
  const { connection } = database
  const isQuestion = createQuestionReader()
  const readText = createTextReader(classify, log)
  const languageOf = createLanguageReader()
  const brandOf = remember(memory, id => findBrand(connection, id))
  const listeningOf = remember(memory, brandId => findListening(connection, brandId))
  const accountsOn = remember(memory, async network =>
    (await listAccounts(connection)).filter(one => one.network === network),
  )

  async function surroundings({ brandId, network }: Pick<SourceRow, 'brandId' | 'network'>) {
    const brand = await brandOf(brandId)
    if (brand === undefined) return undefined
    const accounts = await accountsOn(network)
    return { brand, listening: await listeningOf(brandId), ownIds: new Set(accounts.map(one => one.remoteId)) }
  }

  function isMuted({ author }: IncomingPost, network: string, { muted }: Listening): boolean {
    const at = now()
    return muted.some(
      one =>
        one.authorRemoteId === author.remoteId && one.network === network && (one.until === null || one.until > at),
    )
  }

  /** Where and when its cards come, by the settings of the channels that it is routed to. */
  function placeCards(
    { purposes, isAlert }: Route,
    classification: Classification | undefined,
    text: string,
    { brand, listening }: Surroundings,
  ): readonly LaterCard[] {
    const routed = listening.channels.filter(channel => purposes.includes(channel.purpose))
    const mention = {
      isAlert,
      isNegative: classification === undefined ? null : classification.sentiment === 'negative',
      isQuestion: routed.some(channel => channel.listens === 'questions') && isQuestion(text),
    }
    return routed.flatMap(channel => {
      const placement = placeMention(noiseOf(channel), mention, now(), brand.timeZone)
      return placement === undefined ? [] : [{ channelId: channel.id, ...placement }]
    })
  }

  function toMention(post: IncomingPost, network: string, around: Surroundings): NewMention {
    const classification = readText(post.text)
    const { listening } = around
    const route = routeOf(classification, new Set<Purpose>(listening.channels.map(channel => channel.purpose)))
    const isSilent = !route.isAlert && isMuted(post, network, listening)
    const placed = isSilent ? [] : placeCards(route, classification, post.text, around)
    return {
      post,
      ...keptOf(classification),
      isAlert: route.isAlert,
      channelIds: placed.filter(card => card.gathering === null).map(card => card.channelId),
      priority: route.isAlert ? PRIORITIES.alert : PRIORITIES.mention,
      later: placed.filter(card => card.gathering !== null),
    }
  }

  return {
    surroundings,
    async mentionsOf({ source, account }, posts) {
      const around = await surroundings(source)
      if (around === undefined) return []
      const foreign = posts.filter(post => !around.ownIds.has(post.author.remoteId))
      const isMeant = (post: IncomingPost) =>
        source.kind === 'inbox' ||
        source.takesAll ||
        post.isAddressed === true ||
        concerns(around.brand.keywords, post.text)
      const answered = foreign.flatMap(post => (isMeant(post) || post.replyTo === null ? [] : [post.replyTo]))
      const isAnswerable = account !== null && answered.length > 0
      const ours = isAnswerable ? await listPublishedBy(connection, account.id, answered) : new Set()
      const meant = foreign.filter(post => isMeant(post) || (post.replyTo !== null && ours.has(post.replyTo)))
      return inTurns(meant, post => toMention(post, source.network, around))
    },
    async sectorOf({ brandId }, posts) {
      const channels = await listChannels(connection, brandId, ['sector'])
      const items = await inTurns(posts, post => ({ post, language: languageOf(post.text) }))
      return { items, channelIds: channels.map(({ id }) => id) }
    },
  }
}
