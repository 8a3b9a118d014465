import { Parser } from 'htmlparser2'
import { plainText } from '../domain/plain-text.ts'

/** What a page says of itself. */
export interface PageWords {
  /** '' if it has none. */
  readonly title: string
  readonly description: string
  /** Absolute address of its picture. */
  readonly image: URL | undefined
}

/** Characters that are kept: more than any network shows. */
const TITLE_LENGTH = 300
const DESCRIPTION_LENGTH = 1_000

const TITLES = ['og:title', 'twitter:title'] as const
const DESCRIPTIONS = ['og:description', 'twitter:description', 'description'] as const
const IMAGES = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'] as const

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** One line of what anybody may have written, without what nobody sees. */
function oneLine(text: string, maximum: number): string {
  const line = plainText(text.toWellFormed())
    .text.replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\s\p{Z}\p{Cc}]+/gu, ' ')
    .trim()
  if (line.length <= maximum) return line
  let kept = ''
  for (const { segment } of graphemes.segment(line)) {
    if (kept.length + segment.length >= maximum) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** Open Graph (ogp.me), then Twitter's cards, then what HTML has itself. Whatever the markup, it never throws. */
export function readPage(html: string, address: URL): PageWords {
  const said = new Map<string, string>()
  let title: string | undefined
  let isInTitle = false
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title' && title === undefined) {
        title = ''
        isInTitle = true
      }
      const key = (attributes.property ?? attributes.name ?? '').trim().toLowerCase()
      const value = attributes.content?.trim() ?? ''
      if (name === 'meta' && key !== '' && value !== '' && !said.has(key)) said.set(key, value)
    },
    ontext(text) {
      if (isInTitle) title += text
    },
    onclosetag(name) {
      if (name === 'title') isInTitle = false
    },
  })
  parser.write(html)
  parser.end()
  const first = (keys: readonly string[]) => keys.flatMap(key => said.get(key) ?? [])[0]
  const image = first(IMAGES)
  return {
    title: oneLine(first(TITLES) ?? title ?? '', TITLE_LENGTH),
    description: oneLine(first(DESCRIPTIONS) ?? '', DESCRIPTION_LENGTH),
    image: image === undefined ? undefined : (URL.parse(image, address.href) ?? undefined),
  }
}

/** How the bytes of a page are to be read: by its header, else by what its beginning says, else as UTF-8. */
export function decodePage(content: Uint8Array, contentType: string): string {
  const beginning = new TextDecoder('latin1').decode(content.subarray(0, 2_048))
  const declared = /charset\s*=\s*["']?\s*([\w.:-]+)/i
  const label = declared.exec(contentType)?.[1] ?? declared.exec(beginning)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label).decode(content)
  } catch {
    return new TextDecoder().decode(content)
  }
}
