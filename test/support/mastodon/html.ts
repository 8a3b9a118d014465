import type { FakeAccount } from './state.ts'

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, sign =>
    `&#${sign.charCodeAt(0)};`
      .replace('&#38;', '&amp;')
      .replace('&#60;', '&lt;')
      .replace('&#62;', '&gt;')
      .replace('&#34;', '&quot;'),
  )
}

/** A link as Mastodon shows it: without its scheme, cut after thirty characters. */
function linkHtml(url: string): string {
  const [, prefix = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/i.exec(url) ?? []
  const invisible = (text: string) => `<span class="invisible">${escaped(text)}</span>`
  return `<a href="${escaped(url)}" target="_blank" rel="nofollow noopener" translate="no">${invisible(prefix)}<span class="${rest.length > 30 ? 'ellipsis' : ''}">${escaped(rest.slice(0, 30))}</span>${invisible(rest.slice(30))}</a>`
}

const PARTS =
  /(https?:\/\/[^\s]+[^\s.,;:!?)])|(?<![\w/])@([a-z0-9_]+)(?:@([a-z0-9.:-]+[a-z0-9]))?|(?<![\w/])#([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)/giu

/** Names in a text that may be people's. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(PARTS)].flatMap(([, , name]) => name ?? [])
}

export function hashtagsIn(text: string): readonly string[] {
  return [...text.matchAll(PARTS)].flatMap(([, , , , tag]) => tag?.toLowerCase() ?? [])
}

/** A text as Mastodon's own formatter has it (app/lib/text_formatter.rb). */
export function htmlOf(text: string, people: readonly FakeAccount[], url: string): string {
  let html = ''
  let index = 0
  for (const match of text.matchAll(PARTS)) {
    const [whole, link, name, , tag] = match
    html += escaped(text.slice(index, match.index))
    index = match.index + whole.length
    const person = people.find(one => one.username.toLowerCase() === name?.toLowerCase())
    if (link !== undefined) html += linkHtml(link)
    else if (tag !== undefined)
      html += `<a href="${url}/tags/${encodeURIComponent(tag)}" class="mention hashtag" rel="tag">#<span>${escaped(tag)}</span></a>`
    else if (person !== undefined)
      html += `<span class="h-card" translate="no"><a href="${url}/@${person.username}" class="u-url mention">@<span>${person.username}</span></a></span>`
    else html += escaped(whole)
  }
  html += escaped(text.slice(index))
  const paragraphs = html.replace(/\r\n?/g, '\n').split(/\n{2,}/)
  return paragraphs.map(part => `<p>${part.replace(/\n/g, '<br />')}</p>`).join('')
}
