/** A page as somebody without a screen has it. */
export interface Page {
  readonly status: number
  /** Where it is, redirects followed. */
  readonly url: string
  readonly headers: Headers
  readonly html: string
  /** What a person reads, in one line. */
  readonly words: string
}

/** Somebody with a browser of their own: it keeps cookies by path and fills in forms, and runs nothing. */
export interface Visitor {
  go(url: string, headers?: Readonly<Record<string, string>>): Promise<Page>
  /** Sends the form of the last page whose button says so, with what it carries besides. */
  submit(
    button: string,
    values?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page>
  /** Where the last page goes on to by itself. */
  readonly away: string
  readonly cookies: ReadonlyMap<string, string>
  /** What each cookie was set with. */
  readonly attributes: readonly string[]
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
}

function plain(text: string): string {
  return text.replace(/&(?:amp|quot|#39|lt|gt);/g, entity => ENTITIES[entity] ?? entity)
}

function wordsOf(html: string): string {
  return plain(html.replace(/<title>[\s\S]*?<\/title>/, '').replace(/<[^>]*>/g, ' '))
    .replace(/[ \t\n]+/g, ' ')
    .trim()
}

export function createVisitor(): Visitor {
  const cookies = new Map<string, string>()
  const attributes: string[] = []
  let last: Page | undefined

  async function load(url: string, init: RequestInit): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = new Headers(init.headers)
    if (cookie !== '') headers.set('cookie', cookie)
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split('; ')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
      attributes.push(rest.join('; '))
    }
    const location = answer.headers.get('location')
    if (location !== null) return load(new URL(location, url).href, { headers: init.headers ?? {} })
    const html = await answer.text()
    last = { status: answer.status, url, headers: answer.headers, html, words: wordsOf(html) }
    return last
  }

  return {
    cookies,
    attributes,
    get away() {
      return plain(/http-equiv="refresh" content="0; url=([^"]*)"/.exec(last?.html ?? '')?.[1] ?? '')
    },
    go: (url, headers = {}) => load(url, { headers }),
    async submit(button, values = {}, headers = {}) {
      const forms = (last?.html ?? '').match(/<form[\s\S]*?<\/form>/g) ?? []
      const form = forms.find(one => plain(one).includes(`>${button}</button>`))
      if (form === undefined || last === undefined) throw new Error(`no form has a button ${button}: ${last?.words}`)
      const fields = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => {
        const of = (name: string) => plain(new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? '')
        return [of('name'), of('value')] as const
      })
      const missing = Object.keys(values).filter(name => !fields.some(([field]) => field === name))
      if (missing.length > 0) throw new Error(`the form has no ${missing.join(', ')}`)
      const action = plain(/action="([^"]*)"/.exec(form)?.[1] ?? '')
      const body = new URLSearchParams({ ...Object.fromEntries(fields), ...values })
      return load(new URL(action, last.url).href, { method: 'POST', body, headers })
    },
  }
}
