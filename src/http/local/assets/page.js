import { startActing } from './act.js'
import { enterTeam, refreshChannels, startChannels } from './channels.js'
import { currentChannel, LANGUAGE_CHANGED, person, send } from './dom.js'
import { startLive } from './live.js'
import { startPublic } from './public.js'
import { refreshTimes } from './times.js'

/** What is half written survives a change of language, which loads the page anew. */
const KEPT = 'vigie-kept'

function keep() {
  const kept = [...document.querySelectorAll('[data-keep]')].map(control => [control.dataset.keep, control.value])
  sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(kept)))
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}')
  sessionStorage.removeItem(KEPT)
  for (const control of document.querySelectorAll('[data-keep]')) {
    const value = kept[control.dataset.keep]
    if (value !== undefined) control.value = value
  }
}

async function changeLanguage(link) {
  keep()
  const { error } = await send('/local/page/language', { language: link.dataset.language, user: person() })
  const channel = currentChannel()
  const here = channel === undefined ? '/' : `/?channel=${encodeURIComponent(channel)}`
  location.assign(error === undefined ? here : link.href)
}

document.addEventListener('click', event => {
  const link = event.target.closest('[data-language]')
  if (link === null) return
  event.preventDefault()
  void changeLanguage(link)
})

addEventListener(LANGUAGE_CHANGED, () => {
  // Once the command that did it has left its field: it is not half written.
  setTimeout(() => {
    keep()
    location.reload()
  })
})

document.addEventListener('keydown', event => {
  const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  if (isSend && event.target.matches('textarea')) event.target.form?.requestSubmit()
})

document.getElementById('person')?.addEventListener('change', async event => {
  // Remembered for the next time the page is rendered; what is done from now on names the person anyway.
  await send('/local/page/person', { user: event.target.value })
  // Everybody sees their own direct messages, and nobody else's.
  if (currentChannel()?.startsWith('@')) location.assign('/')
  else await refreshChannels().catch(() => {})
})

for (const button of document.querySelectorAll('[data-show="team"]')) {
  button.addEventListener('click', () => requestAnimationFrame(enterTeam))
}

restore()
refreshTimes()
setInterval(refreshTimes, 30_000)
startActing()
startChannels()
startPublic()
startLive()
