import type { FakeAccount, FakeToken } from './state.ts'

/** A request that a handler sees. */
export interface ApiRequest {
  readonly parameters: readonly string[]
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  readonly form: FormData | undefined
  readonly key: string | undefined
  readonly token: FakeToken | undefined
  /** Whoever the token belongs to. Throws without one. */
  readonly caller: FakeAccount
}

export interface ApiAnswer {
  readonly status?: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Route {
  readonly method: string
  readonly path: RegExp
  /** What the token must be good for; null where none is asked for. */
  readonly scope: string | null
  handle(request: ApiRequest): ApiAnswer | Promise<ApiAnswer>
}

/** A page of a list that is given newest first, by ids, with the Link header that says where it goes on. */
export function pageOf<T extends { readonly id: string }>(
  newestFirst: readonly T[],
  query: URLSearchParams,
  { maximum, link }: { readonly maximum: number; readonly link: string | undefined },
): { readonly items: readonly T[]; readonly headers: Readonly<Record<string, string>> } {
  const limit = Math.min(Number(query.get('limit') ?? 20), maximum)
  const indexOf = (name: string) => newestFirst.findIndex(({ id }) => id === query.get(name))
  const start = query.has('max_id') ? indexOf('max_id') + 1 : 0
  const end = query.has('since_id') && indexOf('since_id') >= 0 ? indexOf('since_id') : newestFirst.length
  const items = newestFirst.slice(start, Math.min(end, start + limit))
  if (link === undefined) return { items, headers: {} }
  const next = items.length === limit ? [`<${link}?max_id=${items.at(-1)?.id}>; rel="next"`] : []
  return { items, headers: { link: [...next, `<${link}?min_id=${items[0]?.id}>; rel="prev"`].join(', ') } }
}
