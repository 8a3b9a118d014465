import { LENGTHS } from './lengths.js'

function show(textarea) {
  const place = textarea.parentElement.querySelector('[data-counts]')
  const counts = JSON.parse(textarea.dataset.limits).map(({ name, unit, maximum }) => {
    const length = LENGTHS[unit](textarea.value)
    const count = document.createElement('span')
    count.textContent = `${name} ${length} / ${maximum}`
    count.classList.toggle('over', length > maximum)
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
