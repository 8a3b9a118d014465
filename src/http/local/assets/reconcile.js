/** Versions that a person has already seen replaced: the channel may still tell of them for a moment. */
const superseded = new Map()
const SUPERSEDED_FOR = 10_000

export function supersede(body) {
  superseded.set(body.dataset.version, Date.now() + SUPERSEDED_FOR)
}

function isSuperseded(version) {
  return (superseded.get(version) ?? 0) > Date.now()
}

/** What stays the same about a control when its thing moves on: what it does, or where it leads. */
function selectorOf(control) {
  const { action, choice, channelLink, like } = control.dataset
  const stem = value => CSS.escape(value.split(':')[0])
  if (action !== undefined) return `[data-action^="${stem(action)}"]`
  if (choice !== undefined) return `[data-choice^="${stem(choice)}"]`
  if (channelLink !== undefined) return `[data-channel-link="${CSS.escape(channelLink)}"]`
  if (like !== undefined) return `[data-like="${CSS.escape(like)}"]`
  return control.tagName.toLowerCase()
}

/** Puts the new version of a part in its place, with the focus and the unfolded texts where they were. */
export function replacePart(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null
  const unfolded = [...old.querySelectorAll('details')].map(details => details.open)
  for (const [index, details] of fresh.querySelectorAll('details').entries()) details.open = unfolded[index] ?? false
  old.replaceWith(fresh)
  if (focused === null) return
  const selector = selectorOf(focused)
  const successor = fresh.matches(selector) ? fresh : fresh.querySelector(selector)
  const target = successor ?? fresh.closest('[tabindex]')
  target?.focus({ preventScroll: true })
}

/** The parts of an item that have versions, without those of the items of a list in it. */
function partsOf(item) {
  return [...item.querySelectorAll('[data-version]')].filter(part => part.closest('[data-key]') === item)
}

function reconcileItem(item, fresh) {
  const freshParts = partsOf(fresh)
  for (const [index, part] of partsOf(item).entries()) {
    const freshPart = freshParts[index]
    if (freshPart === undefined || part.dataset.version === freshPart.dataset.version) continue
    if (!isSuperseded(freshPart.dataset.version)) replacePart(part, freshPart)
  }
  const list = item.querySelector('[data-list]')
  const freshList = fresh.querySelector('[data-list]')
  return list === null || freshList === null ? [] : reconcile(list, freshList)
}

/** What a list says while there is nothing in it stands right before it. */
function showEmptiness(list) {
  const words = list.previousElementSibling
  if (words?.matches('[data-empty]')) words.hidden = list.childElementCount > 0
}

/**
 * Makes a list look like a fresh one without touching what has not changed, so that nobody loses what they type, read
 * or are about to click. Gives the items that are new.
 */
export function reconcile(list, fresh) {
  const known = new Map([...list.children].map(item => [item.dataset.key, item]))
  const added = []
  let previous = null
  for (const item of [...fresh.children]) {
    const existing = known.get(item.dataset.key)
    known.delete(item.dataset.key)
    if (existing === undefined) {
      if (previous === null) list.prepend(item)
      else previous.after(item)
      added.push(item)
      previous = item
    } else {
      added.push(...reconcileItem(existing, item))
      previous = existing
    }
  }
  // What has scrolled out of the window goes, unless somebody is in the middle of it.
  for (const gone of known.values()) if (!gone.contains(document.activeElement)) gone.remove()
  showEmptiness(list)
  return added
}
