export { clean, cleanQuote, cut, split, webUrl } from '../text.ts'

/** For where Slack reads its markup: docs.slack.dev/messaging/formatting-message-text, "Escaping text". */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function unescapeMarkup(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/**
 * A message as somebody typed it: Slack wraps addresses and names in its markup, `<https://x.org|x.org>`, `<@U1|ada>`.
 * With `keepNames` people and channels stay as Slack writes them, since only the id says for sure which is meant.
 */
export function withoutMarkup(text: string, { keepNames = false } = {}): string {
  const plain = text.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (whole, target: string, label: string | undefined) => {
    if (/^https?:\/\//i.test(target)) return target
    if (/^mailto:/i.test(target)) return label ?? target.slice('mailto:'.length)
    if (/^[#@]/.test(target) && !keepNames && label !== undefined) return `${target.slice(0, 1)}${label}`
    return whole
  })
  return unescapeMarkup(plain)
}
