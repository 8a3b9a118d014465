import { html } from 'hono/html'
import type { Translator } from '../../../locales/translator.ts'
import { renderMark } from '../../mark.ts'

export type Html = ReturnType<typeof html>

export interface LayoutOptions {
  readonly title: string
  /** Goes on by itself, where the browser may: the address. */
  readonly away?: string
}

/** A page around what it says. No script: it works in every browser, and nothing can run in it. */
export function renderLayout({ title, away }: LayoutOptions, content: Html | readonly Html[], say: Translator): Html {
  return html`<!doctype html>
<html lang="${say.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${away === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${away}">`}
<title>${say('connect.page.window', { title })}</title>
<link rel="icon" href="/connect/assets/vigie.svg" type="image/svg+xml">
<link rel="stylesheet" href="/connect/assets/base.css">
<link rel="stylesheet" href="/connect/assets/connect.css">
</head>
<body>
<header class="top"><p class="product">${renderMark()}<span class="name">Vigie</span></p></header>
<main class="sheet">
${content}
</main>
</body>
</html>`
}
