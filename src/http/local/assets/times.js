import { texts } from './dom.js'

const locale = document.documentElement.lang === 'fr' ? 'fr-FR' : 'en-GB'
const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' })

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function ago(seconds) {
  if (seconds < MINUTE) return texts.now
  if (seconds < HOUR) return relative.format(-Math.floor(seconds / MINUTE), 'minute')
  if (seconds < DAY) return relative.format(-Math.floor(seconds / HOUR), 'hour')
  if (seconds < 7 * DAY) return relative.format(-Math.floor(seconds / DAY), 'day')
  return undefined
}

/** Says how long ago things were; older ones keep their date. */
export function refreshTimes(root = document) {
  for (const time of root.querySelectorAll('time[data-relative]')) {
    const words = ago((Date.now() - Date.parse(time.dateTime)) / 1000) ?? time.title
    if (time.textContent !== words) time.textContent = words
  }
}
