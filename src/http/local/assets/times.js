import { texts } from './dom.js'

const locale = document.documentElement.lang === 'fr' ? 'fr-FR' : 'en-GB'
const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' })

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "3 minutes ago" or "in 3 minutes"; undefined for what is far away. */
function distance(seconds) {
  const far = Math.abs(seconds)
  const whole = unit => -Math.sign(seconds) * Math.floor(far / unit)
  if (far < MINUTE) return texts.now
  if (far < HOUR) return relative.format(whole(MINUTE), 'minute')
  if (far < DAY) return relative.format(whole(HOUR), 'hour')
  if (far < 7 * DAY) return relative.format(whole(DAY), 'day')
  return undefined
}

/** Says how long ago things were, or how soon they will be; what is far away keeps its date. */
export function refreshTimes(root = document) {
  for (const time of root.querySelectorAll('time[data-relative]')) {
    const words = distance((Date.now() - Date.parse(time.dateTime)) / 1000) ?? time.title
    if (time.textContent !== words) time.textContent = words
  }
}
