import { z } from 'zod'

/** Anything that is not what it should be is taken as not there: a feed is judged by its items, not by its faults. */
const word = z.string().optional().catch(undefined)
const words = z.array(z.string()).optional().catch(undefined)
const number = z.number().finite().optional().catch(undefined)

function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item.optional().catch(undefined)).optional().catch(undefined)
}

const person = z.object({ name: word, email: word })
const link = z.object({ href: word, rel: word, type: word })
/** Atom's texts say what they are made of; others are HTML, or look like it. */
const typed = z.object({ value: word, type: word }).optional().catch(undefined)
const dublinCore = z.object({ creators: words, dates: words }).optional().catch(undefined)
const content = z.object({ encoded: word }).optional().catch(undefined)
const syndication = z.object({ updatePeriod: word, updateFrequency: number }).optional().catch(undefined)

const rssItem = z.object({
  title: word,
  link: word,
  description: word,
  guid: z
    .object({ value: word, isPermaLink: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  pubDate: word,
  authors: listOf(person),
  dc: dublinCore,
  content,
})

const rdfItem = z.object({
  title: word,
  link: word,
  description: word,
  rdf: z.object({ about: word }).optional().catch(undefined),
  dc: dublinCore,
  content,
})

const atomEntry = z.object({
  id: word,
  title: typed,
  links: listOf(link),
  summary: typed,
  content: typed,
  published: word,
  updated: word,
  authors: listOf(person),
})

const jsonItem = z.object({
  id: word,
  url: word,
  external_url: word,
  title: word,
  content_html: word,
  content_text: word,
  summary: word,
  date_published: word,
  date_modified: word,
  authors: listOf(person),
})

/** What the parser makes of each kind of feed (feedsmith.dev), as far as it is used. */
export const parsedSchema = z.discriminatedUnion('format', [
  z.object({
    format: z.literal('rss'),
    feed: z.object({ title: word, link: word, ttl: number, sy: syndication, items: listOf(rssItem) }),
  }),
  z.object({
    format: z.literal('rdf'),
    feed: z.object({ title: word, link: word, sy: syndication, items: listOf(rdfItem) }),
  }),
  z.object({
    format: z.literal('atom'),
    feed: z.object({ title: typed, links: listOf(link), sy: syndication, entries: listOf(atomEntry) }),
  }),
  z.object({
    format: z.literal('json'),
    feed: z.object({ title: word, home_page_url: word, items: listOf(jsonItem) }),
  }),
])
export type Parsed = z.infer<typeof parsedSchema>

/** Where a feed was left. */
export const cursorSchema = z.object({
  /** The address under which it was read first: it issues the ids of its items, wherever it moves. */
  origin: z.string(),
  title: z.string(),
  etag: z.string().nullable(),
  modified: z.string().nullable(),
  /** Seconds between two reads that the document itself asks for. */
  wish: z.number().nullable(),
  /** Marks of the items that are known, the newest first. */
  known: z.array(z.string()),
})
export type FeedCursor = z.infer<typeof cursorSchema>
