import { LENGTHS } from './lengths.js'

/** A line that begins the next post of a thread, as the server reads it. */
const SEPARATOR = /^[ \t]*(?:---|—-|-—)[ \t]*$/mu

/** The posts that the text is written as. */
function postsIn(text) {
  const pieces = text.split(SEPARATOR)
  if (pieces.length === 1) return pieces
  const posts = pieces.map(piece => piece.trim()).filter(piece => piece !== '')
  return posts.length === 0 ? [''] : posts
}

function show(textarea) {
  const place = textarea.parentElement.querySelector('[data-counts]')
  const posts = postsIn(textarea.value)
  const counts = JSON.parse(textarea.dataset.limits).map(({ name, unit, maximum }) => {
    const lengths = posts.map(post => LENGTHS[unit](post))
    const count = document.createElement('span')
    count.textContent = `${name} ${lengths.join(' · ')} / ${maximum}`
    count.classList.toggle(
      'over',
      lengths.some(length => length > maximum),
    )
    return count
  })
  place.replaceChildren(...counts)
}

/** Shows beside each text of a form how much of it every network takes, while it is typed. */
export function startCounts(form) {
  for (const textarea of form.querySelectorAll('textarea[data-limits]')) {
    textarea.addEventListener('input', () => show(textarea))
    show(textarea)
  }
}
