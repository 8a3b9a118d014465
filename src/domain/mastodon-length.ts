/** What every link counts as, however long it is: docs.joinmastodon.org/user/posting, "Links". */
const LINK_PLACEHOLDER = 'x'.repeat(23)

/** A label of a domain's name, and the name whose last label is one of letters. */
const LABEL = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?`
const LINK = new RegExp(
  String.raw`(?<![a-z0-9@＠$#＃])https?:\/\/(?:${LABEL}\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})(?::\d+)?(?:[/?#][^\s<>]*)?`,
  'giu',
)
/** `@name@server`, which counts as `@name`. */
const MENTION = /(?<![/\w])@([a-z0-9_]+)@[a-z0-9.-]+[a-z0-9]/gi

/** What ends a sentence or a bracket around the link rather than the link. */
const BEHIND = /[\p{P}$=~|]$/u

function withoutWhatFollows(link: string): string {
  let end = link
  while (BEHIND.test(end) && !/[/_#&-]$/.test(end)) {
    if (end.endsWith(')') && end.split('(').length > end.split(')').length - 1) break
    end = end.slice(0, -1)
  }
  return end
}

/**
 * The text as Mastodon measures it: links as if all had one length, names of people elsewhere without their server. After
 * its own counter (mastodon/mastodon: app/javascript/mastodon/features/compose/util/counter.js, url_regex.js).
 */
export function asMastodonCounts(text: string): string {
  if (!text.includes('@') && !text.includes('://')) return text
  return text
    .replace(LINK, link => LINK_PLACEHOLDER + link.slice(withoutWhatFollows(link).length))
    .replace(MENTION, '@$1')
}
