import { currentChannel, fetchMarkup, isShown, send, showNote, texts } from './dom.js'
import { reconcile } from './reconcile.js'
import { refreshTimes } from './times.js'

/** Pixels from the end within which somebody counts as reading along. */
const NEAR_END = 120

function scroller() {
  return document.querySelector('[data-scroll]')
}

function isAtEnd(element) {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
}

function scrollToEnd() {
  const element = scroller()
  if (element !== null) element.scrollTop = element.scrollHeight
}

let lastSeen = ''

/** Tells how far this browser has shown the channel, if anybody can have seen it. */
async function markSeen() {
  const channel = currentChannel()
  const element = scroller()
  if (channel === undefined || document.visibilityState !== 'visible' || !isShown(element)) return
  const at = Math.max(0, ...[...element.querySelectorAll('[data-at]')].map(card => Number(card.dataset.at)))
  if (lastSeen === `${channel} ${at}`) return
  lastSeen = `${channel} ${at}`
  await send('/local/page/seen', { channel, at })
}

/** Scrolls to the newest card once the workspace is shown. */
export function enterTeam() {
  scrollToEnd()
  void markSeen()
}

function announce(added) {
  const channel = currentChannel()
  const header = added[0]?.querySelector('h3')?.textContent ?? ''
  const words =
    added.length === 1
      ? texts.oneNew.replace('{channel}', () => channel).replace('{header}', () => header)
      : texts.manyNew.replace('{count}', () => String(added.length)).replace('{channel}', () => channel)
  document.getElementById('announcer').textContent = words
}

/** The list of channels, with what is new in them. */
export async function refreshChannels() {
  await markSeen()
  const list = document.querySelector('.channel-list')
  if (list === null) return
  const markup = await fetchMarkup(`/local/page/channels?channel=${encodeURIComponent(currentChannel() ?? '')}`)
  reconcile(list, markup.querySelector('[data-list]'))
}

/** On a phone the channels are a row that scrolls. Done by hand: `scrollIntoView` also moves where Tab goes on from. */
function showCurrentChannel() {
  const row = document.querySelector('.channels')
  const link = row?.querySelector('[aria-current]')
  if (link === null || link === undefined) return
  const space = (row.clientWidth - link.clientWidth) / 2
  row.scrollLeft += link.getBoundingClientRect().left - row.getBoundingClientRect().left - space
}

/** The cards of the channel shown. */
export async function refreshMessages() {
  const channel = currentChannel()
  if (channel === undefined) return
  const markup = await fetchMarkup(`/local/page/channels/${encodeURIComponent(channel)}`)
  if (channel !== currentChannel()) return
  const element = scroller()
  const followed = isAtEnd(element)
  refreshTimes(markup)
  const changed = reconcile(element.querySelector('[data-messages]'), markup.querySelector('[data-messages]'))
  // A line more in a card's history is nothing to be announced.
  const added = changed.filter(item => item.parentElement?.matches('[data-messages]'))
  if (followed) scrollToEnd()
  if (added.length === 0) return
  for (const item of added) item.classList.add('arrived')
  announce(added)
  if (!followed) document.querySelector('[data-newer]').hidden = false
  if (!isShown(element)) document.querySelector('[data-show="team"]').classList.add('has-news')
  await markSeen()
}

function watchScrolling() {
  scroller()?.addEventListener('scroll', event => {
    if (isAtEnd(event.target)) document.querySelector('[data-newer]').hidden = true
  })
}

async function openChannel(name) {
  const markup = await fetchMarkup(`/local/page/channels/${encodeURIComponent(name)}`)
  refreshTimes(markup)
  document.querySelector('[data-channel]').replaceWith(markup)
  showNote(document.getElementById('command-note'), '')
  scrollToEnd()
  watchScrolling()
  await refreshChannels()
  showCurrentChannel()
}

export function startChannels() {
  document.addEventListener('click', event => {
    const link = event.target.closest('[data-channel-link]')
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) {
      if (event.target.closest('[data-newer]') !== null) scrollToEnd()
      return
    }
    event.preventDefault()
    history.pushState({ channel: link.dataset.channelLink }, '', link.href)
    openChannel(link.dataset.channelLink).catch(() => location.assign(link.href))
  })
  history.replaceState({ channel: currentChannel() }, '')
  addEventListener('popstate', event => {
    const name = event.state?.channel
    if (name !== undefined && name !== currentChannel()) openChannel(name).catch(() => location.reload())
  })
  scrollToEnd()
  showCurrentChannel()
  watchScrolling()
  void markSeen()
}
