import { fetchMarkup, isShown, send, showErrors } from './dom.js'
import { reconcile } from './reconcile.js'
import { refreshTimes } from './times.js'

/** The public's side: anybody writes as anybody. */

const NAME = 'vigie-visitor'
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

export async function refreshPosts() {
  const markup = await fetchMarkup('/local/page/posts')
  refreshTimes(markup)
  const list = document.querySelector('[data-threads]')
  const added = reconcile(list, markup.querySelector('[data-threads]'))
  for (const item of added) item.classList.add('arrived')
  if (added.length > 0 && !isShown(list)) document.querySelector('[data-show="public"]').classList.add('has-news')
}

/** On a phone, one side at a time. */
export function showSide(side) {
  document.body.dataset.side = side
  for (const button of document.querySelectorAll('[data-show]')) {
    button.setAttribute('aria-pressed', String(button.dataset.show === side))
    if (button.dataset.show === side) button.classList.remove('has-news')
  }
}

function count(textarea) {
  const limit = Number(textarea.dataset.limit)
  const length = [...graphemes.segment(textarea.value.trim())].length
  const counter = textarea.form.querySelector('[data-count]')
  counter.textContent = length === 0 ? '' : `${length} / ${limit}`
  counter.classList.toggle('over', length > limit)
}

function openReply(button) {
  const body = button.closest('.post-body')
  const open = body.querySelector('form')
  if (open !== null) return closeReply(open)
  const form = document.getElementById('reply-form').content.cloneNode(true).querySelector('form')
  form.dataset.replyTo = button.dataset.reply
  form.elements.author.value = localStorage.getItem(NAME) ?? ''
  button.after(form)
  button.setAttribute('aria-expanded', 'true')
  const empty = form.elements.author.value === '' ? form.elements.author : form.elements.text
  empty.focus()
}

function closeReply(form) {
  const button = form.closest('.post-body').querySelector('[data-reply]')
  button.setAttribute('aria-expanded', 'false')
  form.remove()
  button.focus()
}

/** As whoever the visitor was last; without a name, as whom has to be said first. */
async function like(button) {
  const form = document.querySelector('#public [data-post-form]')
  const author = localStorage.getItem(NAME) ?? form.elements.author.value
  const answer = await send(`/local/posts/${button.dataset.like}/like`, { author })
  if (answer.error !== undefined) {
    showErrors(form, { [answer.field ?? '']: answer.error })
    form.elements.author.focus()
    return
  }
  await refreshPosts()
}

async function post(form) {
  const submit = form.querySelector('[type="submit"]')
  if (submit.getAttribute('aria-disabled') === 'true') return
  submit.setAttribute('aria-disabled', 'true')
  const { author, text } = form.elements
  const answer = await send('/local/posts', {
    author: author.value,
    text: text.value,
    replyTo: form.dataset.replyTo ?? null,
  })
  submit.removeAttribute('aria-disabled')
  if (answer.error !== undefined) return showErrors(form, { [answer.field ?? '']: answer.error })
  showErrors(form, {})
  localStorage.setItem(NAME, author.value.trim())
  if (form.dataset.replyTo !== undefined) closeReply(form)
  else {
    text.value = ''
    count(text)
    text.focus()
  }
  await refreshPosts()
}

function fill(example) {
  showSide('public')
  const form = document.querySelector('#public [data-post-form]')
  form.elements.text.value = example
  count(form.elements.text)
  const empty = form.elements.author.value === '' ? form.elements.author : form.elements.text
  empty.focus()
}

/** Shows one post, if the address names it and it is on the page. */
export function reveal(hash) {
  const found = /^#post-[0-9a-f-]+$/.test(hash) ? document.querySelector(hash) : null
  if (found === null) return false
  showSide('public')
  found.scrollIntoView({ block: 'center' })
  found.focus({ preventScroll: true })
  return true
}

export function startPublic() {
  const form = document.querySelector('#public [data-post-form]')
  if (form.elements.author.value === '') form.elements.author.value = localStorage.getItem(NAME) ?? ''
  document.addEventListener('click', event => {
    const target = event.target.closest(
      '[data-reply], [data-like], [data-cancel-reply], [data-example], [data-show], a[href]',
    )
    if (target === null) return
    if (target.matches('a')) {
      const url = new URL(target.href)
      if (url.origin === location.origin && reveal(url.hash)) event.preventDefault()
    } else if (target.dataset.reply !== undefined) openReply(target)
    else if (target.dataset.like !== undefined) void like(target)
    else if (target.dataset.example !== undefined) fill(target.dataset.example)
    else if (target.dataset.show !== undefined) showSide(target.dataset.show)
    else closeReply(target.closest('form'))
  })
  document.addEventListener('input', event => {
    if (event.target.matches('textarea[data-limit]')) count(event.target)
  })
  document.addEventListener('submit', event => {
    if (!event.target.matches('[data-post-form]')) return
    event.preventDefault()
    void post(event.target)
  })
  reveal(location.hash)
}
