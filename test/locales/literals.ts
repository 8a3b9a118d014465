/** Attributes of markup that a person reads or hears. */
const READ_ATTRIBUTES = /(?:aria-label|title|placeholder|alt|data-confirm)="([^"]*)"/g
/** Stands where a template has a value. */
const VALUE = '\ufffc'

/** Properties and functions whose string a person reads. */
const READ_PROPERTIES =
  /(?:\b(?:label|title|text|header|hint|submit|confirm|placeholder|comment|value)\s*:|\b(?:ephemeral|context)\()\s*(['`])((?:(?!\1).)*)\1/g

/** What is for the operator's log, for whoever debugs, or the grammar of commands, which is the same in every language. */
const NOT_FOR_PEOPLE = /\blog\.\w+\(|\bnew \w*Error\(|\busage\b|^import /

/** A key of the catalogues, `done.saved`. */
const KEY = /^[a-z][a-z-]*(?:\.[a-z-]+)+$/

/** String literals of ordinary code that look like something a person would read. */
export function findProse(code: string): readonly string[] {
  const lines = code.split('\n').filter(line => !NOT_FOR_PEOPLE.test(line))
  const found = lines.flatMap(line => {
    const literals = [...line.matchAll(/'((?:[^'\\]|\\.)*)'/g), ...line.matchAll(/`([^`]*)`/g)].map(([, text]) => text)
    const given = [...line.matchAll(READ_PROPERTIES)].map(match => match[2])
    return [
      ...literals.filter(text => /\p{L}{2} \p{L}/u.test(withoutValues(text ?? ''))),
      // What the translator gives does not begin with a quotation mark; what is handed on to it later is a key.
      ...given.filter(text => /\p{L}{2}/u.test(withoutValues(text ?? '')) && !KEY.test(text ?? '')),
    ]
  })
  return found.filter(text => text !== undefined)
}

function withoutValues(template: string): string {
  return template.replace(/\$\{[^}]*\}/g, VALUE)
}

/** The markup of every html`...`, nested ones apart, with `VALUE` where a value stands. */
export function readMarkup(code: string): readonly string[] {
  const found: string[] = []

  /** Reads from behind the opening back-tick to behind the closing one. */
  function template(start: number): number {
    let markup = ''
    let at = start
    while (at < code.length && code[at] !== '`') {
      if (code.startsWith('${', at)) {
        markup += VALUE
        at = value(at + 2)
      } else {
        markup += code[at]
        at++
      }
    }
    found.push(markup)
    return at + 1
  }

  /** Reads from behind the opening brace to behind the closing one. */
  function value(start: number): number {
    let depth = 1
    let at = start
    while (at < code.length && depth > 0) {
      if (code.startsWith('html`', at)) at = template(at + 5)
      else if (code[at] === '`') at = code.indexOf('`', at + 1) + 1
      else {
        if (code[at] === '{') depth++
        if (code[at] === '}') depth--
        at++
      }
    }
    return at
  }

  for (let at = code.indexOf('html`'); at !== -1; at = code.indexOf('html`', at)) at = template(at + 5)
  return found
}

/** Words of markup that a person reads or hears and that no catalogue can have. */
export function findMarkupWords(code: string, allowed: readonly string[]): readonly string[] {
  return readMarkup(code).flatMap(markup => {
    const attributes = [...markup.matchAll(READ_ATTRIBUTES)].map(match => match[1] ?? '')
    const text = markup
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/<[^>]*>/g, VALUE)
      // What is left of a template that holds only attributes: ` selected`, `id="x" name="y"`.
      .replace(/[a-z-]+="[^"]*"/g, VALUE)
      .replace(/^ [a-z]+$/, '')
    return [...attributes, ...text.split(VALUE)]
      .map(words => words.trim())
      .filter(words => /\p{L}{2}/u.test(words.replaceAll(VALUE, '')))
      .filter(words => !allowed.includes(words.replaceAll(VALUE, '').trim()))
  })
}
