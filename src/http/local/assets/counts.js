const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** How networks count: what a person sees as one character, Unicode code points, or UTF-8 bytes. */
const COUNTS = {
  graphemes: text => [...graphemes.segment(text)].length,
  characters: text => [...text].length,
  bytes: text => new TextEncoder().encode(text).length,
}

function show(textarea) {
  const place = textarea.parentElement.querySelector('[data-counts]')
  const counts = JSON.parse(textarea.dataset.limits).map(({ name, unit, maximum }) => {
    const length = COUNTS[unit](textarea.value)
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
