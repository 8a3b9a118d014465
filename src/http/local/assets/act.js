import { refreshChannels } from './channels.js'
import { confirm, openModal } from './dialogs.js'
import { currentChannel, parse, person, send, showNote } from './dom.js'
import { replacePart, supersede } from './reconcile.js'

/** What people do in the workspace: buttons, selects and commands. */

function applyUpdate(article, markup) {
  const old = article.querySelector('.card-body')
  const fresh = parse(markup).querySelector('.card-body')
  if (old === null || fresh === null || old.dataset.version === fresh.dataset.version) return
  supersede(old)
  replacePart(old, fresh)
}

/** Shows an answer where the person acted: `article` is the card, or null for a command. */
function applyAnswer(answer, { article, note, trigger }) {
  if (answer.error !== undefined) return showNote(note, answer.error, 'refusal')
  if (answer.errors !== undefined) return showNote(note, Object.values(answer.errors).join('\n'), 'refusal')
  if (answer.modal !== undefined) {
    return openModal(answer.modal, {
      trigger,
      nearby: article,
      onAnswer: next => applyAnswer(next, { article, note, trigger }),
    })
  }
  if (answer.update !== undefined && article !== null) applyUpdate(article, answer.update)
  showNote(note, answer.ephemeral ?? answer.notice, 'answer', answer.link)
  // It may have made channels.
  if (article === null) void refreshChannels().catch(() => {})
  note?.scrollIntoView({ block: 'nearest' })
}

async function act(article, trigger, action, value) {
  if (trigger.getAttribute('aria-disabled') === 'true') return
  const question = trigger.dataset.confirm
  if (question !== undefined && !(await confirm(question, trigger.textContent))) return
  trigger.setAttribute('aria-disabled', 'true')
  const body = { channel: currentChannel(), message: article.dataset.message, action, user: person(), value }
  const answer = await send('/local/page/actions', body)
  trigger.removeAttribute('aria-disabled')
  applyAnswer(answer, { article, note: article.querySelector('[data-note]'), trigger })
}

async function command(text, trigger) {
  const note = document.getElementById('command-note')
  const answer = await send('/local/page/commands', { channel: currentChannel(), user: person(), text })
  applyAnswer(answer, { article: null, note, trigger })
  return answer.error === undefined
}

export function startActing() {
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-action], [data-command]')
    if (button === null) return
    if (button.dataset.command !== undefined) void command(button.dataset.command, button)
    else void act(button.closest('[data-message]'), button, button.dataset.action)
  })

  document.addEventListener('submit', async event => {
    const form = event.target
    if (form.matches('[data-choice]')) {
      event.preventDefault()
      const trigger = form.querySelector('[type="submit"]')
      await act(form.closest('[data-message]'), trigger, form.dataset.choice, form.elements.value.value)
    } else if (form.matches('[data-command-form]')) {
      event.preventDefault()
      const input = form.elements.text
      const text = input.value
      if (await command(text, input)) if (input.value === text) input.value = ''
    }
  })
}
