import { html } from 'hono/html'

/** Vigie's mark, for the top of a page. */
export function renderMark(): ReturnType<typeof html> {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d="M12.6 12h6.8l2.1 17h-11z"/><path class="lamp" d="M12 5.5 16 2l4 3.5V10h-8z"/><path class="beam" d="M21.5 6.2 31 3v9l-9.5-2.6zM10.5 6.2 1 3v9l9.5-2.6z"/></svg>`
}
