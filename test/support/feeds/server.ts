import type { IncomingHttpHeaders } from 'node:http'
import { listenHttp } from '../sockets.ts'

/** What a feed's server does with a request for a path. */
export interface Behaviour {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface FeedRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** A small site with feeds, of which every path can be told what to do. */
export interface FeedServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Every request there was. */
  readonly requests: FeedRequest[]
  /** Answers at this path from now on; with a function, by what was asked. */
  serve(path: string, behaviour: Behaviour | ((request: FeedRequest) => Behaviour)): void
  /** A feed that answers 304 to whoever knows it as it is. Answers with its address. */
  publish(path: string, body: string, headers?: Readonly<Record<string, string>>): string
}

export async function startFeedServer(): Promise<FeedServer> {
  const paths = new Map<string, (request: FeedRequest) => Behaviour>()
  const requests: FeedRequest[] = []
  const server = await listenHttp((request, response) => {
    const path = request.url ?? '/'
    const seen = { path, headers: request.headers }
    requests.push(seen)
    const { status = 200, headers = {}, body = '' } = paths.get(path)?.(seen) ?? { status: 404 }
    response.writeHead(status, headers).end(body)
  })
  return {
    url: server.url,
    port: server.port,
    requests,
    serve(path, behaviour) {
      paths.set(path, typeof behaviour === 'function' ? behaviour : () => behaviour)
    },
    publish(path, body, headers = {}) {
      const etag = `"${Buffer.from(body).toString('base64url').length}-${body.length}-${requests.length}"`
      paths.set(path, request =>
        request.headers['if-none-match'] === etag
          ? { status: 304, headers: { etag, ...headers } }
          : { headers: { 'content-type': 'application/rss+xml; charset=utf-8', etag, ...headers }, body },
      )
      return server.url + path
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export interface TestItem {
  readonly title: string
  readonly guid?: string
  readonly link?: string
  readonly description?: string
  readonly at?: Date
  readonly author?: string
}

function element(name: string, value: string | undefined): string {
  if (value === undefined) return ''
  return `<${name}>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`
}

/** RSS 2.0. `head`: what stands before the items besides the title. */
export function rss(title: string, items: readonly TestItem[], head = ''): string {
  const written = items.map(item =>
    [
      '<item>',
      element('title', item.title),
      element('link', item.link),
      element('guid', item.guid),
      element('description', item.description),
      element('pubDate', item.at?.toUTCString()),
      element('dc:creator', item.author),
      '</item>',
    ].join(''),
  )
  const names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" ${names}><channel>${element('title', title)}<link>https://news.example/</link>${head}${written.join('')}</channel></rss>`
}
