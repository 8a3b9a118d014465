import { startCounts } from './counts.js'
import { currentChannel, parse, person, send, showErrors } from './dom.js'
import { filesOf, handedIn, startFiles } from './files.js'

/** Asks before something dangerous; resolves to whether the person wants it. */
export function confirm(question, label) {
  const dialog = document.getElementById('confirm')
  dialog.querySelector('p').textContent = question
  dialog.querySelector('[value="yes"]').textContent = label
  dialog.returnValue = 'no'
  dialog.showModal()
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
  })
}

/** Where the focus goes once a dialog is gone: back to what opened it, or near it if that is gone too. */
function returnFocus(trigger, nearby) {
  if (trigger?.isConnected) trigger.focus()
  else if (nearby?.isConnected) nearby.focus()
}

/** The values by field. What is ticked of a group of boxes is one value, with commas between; '' if nothing is. */
function valuesOf(form) {
  const data = new FormData(form)
  const groups = new Set([...form.querySelectorAll('[data-choices]')].map(box => box.name))
  const ticked = [...groups].map(name => [name, data.getAll(name).join(',')])
  return Object.fromEntries([...data, ...ticked, ...filesOf(form)])
}

/**
 * Opens a form that the server rendered. `onAnswer` is told what the workspace answered, unless that was about the
 * fields, which is shown beside them.
 */
export function openModal(markup, { trigger, nearby, onAnswer }) {
  const dialog = parse(markup).querySelector('dialog')
  const form = dialog.querySelector('form')
  const submit = form.querySelector('[type="submit"]')
  document.body.append(dialog)
  dialog.addEventListener('close', () => {
    dialog.remove()
    returnFocus(trigger, nearby)
  })
  dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close())
  form.addEventListener('submit', async event => {
    event.preventDefault()
    if (submit.getAttribute('aria-disabled') === 'true') return
    submit.setAttribute('aria-disabled', 'true')
    await handedIn(form)
    const values = valuesOf(form)
    const path = `/local/page/modals/${encodeURIComponent(form.dataset.modal)}`
    const answer = await send(path, { user: person(), channel: currentChannel(), values })
    submit.removeAttribute('aria-disabled')
    if (answer.errors !== undefined) return showErrors(form, answer.errors)
    // What was typed stays, so that it can be sent again.
    if (answer.error !== undefined) return showErrors(form, { '': answer.error })
    dialog.close()
    onAnswer(answer)
  })
  startCounts(form)
  startFiles(form)
  dialog.showModal()
  form.querySelector('input, textarea, select')?.focus()
}
