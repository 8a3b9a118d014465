import { z } from 'zod'
import { type Person, type RecordReference, signUp } from '../../support/bluesky/person.ts'
import type { PlannedWriting } from './plan.ts'

/** A post of the public. */
export interface Written {
  /** A word that is in no other post. */
  readonly token: string
  readonly isComplaint: boolean
  readonly uri: string
  /** Where its thread begins: itself, unless it is a reply. */
  readonly rootUri: string
}

/** A post of the brand, as its server has it. */
export interface BrandPost {
  readonly reference: RecordReference
  readonly text: string
  /** Null unless it is a reply. */
  readonly reply: { readonly root: RecordReference; readonly parent: RecordReference } | null
}

/** People on Bluesky who have something to say about a brand. */
export interface Public {
  readonly written: readonly Written[]
  /** One after the other. */
  write(planned: readonly PlannedWriting[]): Promise<void>
  /** All of the brand's posts but the first, which is the one that people reply to and quote. */
  answers(): Promise<readonly BrandPost[]>
}

const OPENING = 'We are open'

const reference = z.object({ uri: z.string(), cid: z.string() })
const pageSchema = z.object({
  cursor: z.string().optional(),
  records: z.array(
    reference.extend({
      value: z.object({ text: z.string(), reply: z.object({ root: reference, parent: reference }).optional() }),
    }),
  ),
})

async function readPosts(server: string, did: string): Promise<readonly BrandPost[]> {
  const posts: BrandPost[] = []
  let cursor: string | undefined
  do {
    const url = new URL('/xrpc/com.atproto.repo.listRecords', server)
    const query = { repo: did, collection: 'app.bsky.feed.post', limit: '100', ...(cursor && { cursor }) }
    url.search = new URLSearchParams(query).toString()
    const page = pageSchema.parse(await (await fetch(url)).json())
    for (const { uri, cid, value } of page.records) {
      posts.push({ reference: { uri, cid }, text: value.text, reply: value.reply ?? null })
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return posts
}

/** Signs people up at the server, and has the brand write its first post. */
export async function createPublic(server: string, brand: Person): Promise<Public> {
  const people: Person[] = []
  for (const name of ['ann', 'ben', 'kim']) people.push(await signUp(server, `${name}-visits.test`))
  const opening = await brand.write({ text: OPENING })
  const written: Written[] = []

  async function answers(): Promise<readonly BrandPost[]> {
    return (await readPosts(server, brand.did)).filter(post => post.reference.uri !== opening.uri)
  }

  /** What a reply of this kind replies to. */
  async function targetOf(kind: PlannedWriting['kind']) {
    const answer = kind === 'follow-up' ? (await answers()).find(post => post.reply !== null) : undefined
    if (answer?.reply) return { root: answer.reply.root, parent: answer.reference }
    return { root: opening, parent: opening }
  }

  async function writeOne({ kind, author, isComplaint }: PlannedWriting): Promise<void> {
    const token = `q${written.length}z`
    const text = isComplaint
      ? `Acme is horrible, the worst service ever, I hate it, give me my money back ${token}`
      : `Acme, when do you open on Sunday? ${token}`
    const isReply = kind !== 'mention' && kind !== 'quote'
    const replyTo = isReply ? await targetOf(kind) : undefined
    const { uri } = await people[author]!.write({
      text,
      ...((kind === 'mention' || kind === 'reply-with-mention') && { mentions: brand.did }),
      ...(kind === 'quote' && { quotes: opening }),
      ...(replyTo && { replyTo }),
    })
    written.push({ token, isComplaint, uri, rootUri: replyTo?.root.uri ?? uri })
  }

  return {
    written,
    answers,
    async write(planned) {
      for (const one of planned) await writeOne(one)
    },
  }
}
