import { texts } from './dom.js'

/** Files of a form: each is handed in as soon as it is chosen, so that whoever chose it sees at once what came of it. */

/** What is still on its way, by form. */
const underWay = new WeakMap()

async function upload(file) {
  try {
    const response = await fetch('/local/media', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    })
    const answer = await response.json()
    return response.ok ? answer : { error: answer.error ?? texts.fault }
  } catch {
    return { error: texts.unreachable }
  }
}

function show(field, { id, url }, name) {
  const list = field.querySelector('ul')
  if (list.querySelector(`[data-file="${CSS.escape(id)}"]`) !== null) return
  const item = document.createElement('li')
  item.dataset.file = id
  item.dataset.name = name
  const image = document.createElement('img')
  image.src = url
  image.alt = ''
  const words = document.createElement('span')
  words.dir = 'auto'
  words.textContent = name
  const remove = document.createElement('button')
  remove.type = 'button'
  remove.className = 'dismiss'
  remove.textContent = '×'
  remove.setAttribute('aria-label', `${field.dataset.remove} ${name}`)
  remove.addEventListener('click', () => {
    item.remove()
    field.querySelector('input').focus()
  })
  item.append(image, words, remove)
  list.append(item)
}

async function take(field, files) {
  const error = field.querySelector('[data-error]')
  error.textContent = ''
  for (const file of files) {
    const answer = await upload(file)
    if (answer.error === undefined) show(field, answer, file.name)
    else error.textContent = `${error.textContent} ${file.name}: ${answer.error}`.trim()
  }
}

export function startFiles(form) {
  for (const field of form.querySelectorAll('[data-files]')) {
    const input = field.querySelector('input')
    input.addEventListener('change', () => {
      const files = [...input.files]
      // The list below is what counts, and the same file may be chosen once more.
      input.value = ''
      const before = underWay.get(form) ?? Promise.resolve()
      underWay.set(
        form,
        before.then(() => take(field, files)),
      )
    })
  }
}

/** Resolves when every file that was chosen is handed in or refused. */
export async function handedIn(form) {
  await underWay.get(form)
}

/** The values of the form's fields of files: ids with names, with commas between. */
export function filesOf(form) {
  return [...form.querySelectorAll('[data-files]')].map(field => {
    const files = [...field.querySelectorAll('[data-file]')]
    const value = files.map(({ dataset }) => `${dataset.file}:${encodeURIComponent(dataset.name)}`).join(',')
    return [field.dataset.files, value]
  })
}
