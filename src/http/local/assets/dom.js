/** What the script says by itself, in the language of the page. */
export const texts = JSON.parse(document.body.dataset.texts ?? '{}')

/** Happens to the window when somebody has told Vigie to speak another language. */
export const LANGUAGE_CHANGED = 'vigie-language-changed'

/** Markup that came from this server, where everything foreign in it was escaped. */
export function parse(markup) {
  const template = document.createElement('template')
  template.innerHTML = markup
  return template.content
}

export async function fetchMarkup(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return parse(await response.text())
}

/**
 * Sends JSON and gives what came back; whatever goes wrong comes back as `error`, in words, with the `field` that it
 * belongs to if it belongs to one.
 */
export async function send(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    const language = response.headers.get('Content-Language')
    if (language !== null && language !== document.documentElement.lang) dispatchEvent(new Event(LANGUAGE_CHANGED))
    return response.ok ? answer : { error: answer.error ?? texts.fault, field: answer.field }
  } catch {
    return { error: texts.unreachable }
  }
}

/** The member of the team that somebody is at the moment. */
export function person() {
  return document.getElementById('person')?.value ?? ''
}

export function currentChannel() {
  return document.querySelector('[data-channel]')?.dataset.channel
}

/** A way out of the workspace, for a new window: what is open here stays. */
function linkTo({ label, url }) {
  const link = document.createElement('a')
  link.className = 'button primary note-link'
  link.href = url
  link.target = '_blank'
  link.rel = 'noreferrer'
  link.textContent = label
  return link
}

/** Shows a word for the person alone, where they acted, and where it leads; an empty one takes the last away. */
export function showNote(place, text, kind = 'answer', to = undefined) {
  if (place === null || place === undefined) return
  place.replaceChildren()
  if (text === undefined || text === '') return
  const note = document.createElement('div')
  note.className = `note-box ${kind}`
  if (kind === 'answer') {
    const who = document.createElement('p')
    who.className = 'note-who'
    who.textContent = texts.onlyYou
    note.append(who)
  }
  const words = document.createElement('p')
  words.className = 'note-text'
  words.dir = 'auto'
  words.textContent = text
  const dismiss = document.createElement('button')
  dismiss.type = 'button'
  dismiss.className = 'dismiss'
  dismiss.setAttribute('aria-label', texts.dismiss)
  dismiss.textContent = '×'
  dismiss.addEventListener('click', () => place.replaceChildren())
  note.append(words, dismiss)
  if (to !== undefined && /^https?:$/.test(new URL(to.url, location.href).protocol)) note.append(linkTo(to))
  place.append(note)
}

/** Puts words beside the fields of a form, by the field's name, and the cursor into the first of them. */
export function showErrors(form, errors) {
  let first
  for (const slot of form.querySelectorAll('[data-error]')) {
    const name = slot.dataset.error
    const named = form.elements.namedItem(name)
    // Boxes to tick share a name.
    const control = named instanceof RadioNodeList ? named[0] : named
    slot.textContent = errors[name] ?? ''
    if (!(control instanceof HTMLElement)) continue
    if (errors[name] === undefined) control.removeAttribute('aria-invalid')
    else {
      control.setAttribute('aria-invalid', 'true')
      first ??= control
    }
  }
  first?.focus()
  const unplaced = Object.entries(errors).filter(
    ([name]) => form.querySelector(`[data-error="${CSS.escape(name)}"]`) === null,
  )
  showNote(form.querySelector('[data-note]'), unplaced.map(([, text]) => text).join('\n'), 'refusal')
}

/** Whether an element is laid out at all: on a phone one side of the page is away. */
export function isShown(element) {
  return element !== null && element.getClientRects().length > 0
}
