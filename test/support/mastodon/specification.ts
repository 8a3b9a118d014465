import { readSpecification } from '../specifications/folder.ts'
import { createRequestCheck, type RequestCheck, type SeenRequest } from '../specifications/openapi.ts'

type Thing = Record<string, unknown>
const thing = (value: unknown): Thing => (typeof value === 'object' && value !== null ? (value as Thing) : {})

/**
 * A post's arguments stand there as one of several shapes, any of which lets everything else through; taken together they
 * say what there is. `media_attributes[]` is how the documentation writes a list of a form.
 */
function withWholeStatus(document: unknown): unknown {
  const copy = thing(structuredClone(document))
  const schemas = thing(thing(copy.components).schemas)
  const base = thing(thing(schemas.BaseStatus).properties)
  const more = thing((thing(schemas.MediaStatus).allOf as readonly Thing[])[1]?.properties)
  const paths = thing(copy.paths)
  const create = thing(thing(thing(thing(paths['/api/v1/statuses']).post).requestBody).content)
  create['application/json'] = { schema: { type: 'object', properties: { ...base, ...more }, required: ['status'] } }
  return copy
}

/** Rails' way to write lists in addresses. */
function withoutBrackets(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].map(([name, value]): [string, string] => [name.replace(/\[\]$/, ''), value]))
}

/**
 * Mastodon's specification as a check of requests, or undefined without VIGIE_SPECS. It lacks `GET /api/v2/search`. Servers of
 * other kinds have arguments of their own besides.
 */
export function createMastodonCheck(alsoAllowed: readonly string[] = []): RequestCheck | undefined {
  const document = readSpecification('mastodon.json')
  if (document === undefined) return undefined
  const check = createRequestCheck(withWholeStatus(document), { dialect: '2020', isTemplated: true, alsoAllowed })
  return (request: SeenRequest) => {
    // Mastodon's tokens are never renewed; those of others are.
    if (request.path === '/oauth/token' && request.body.includes('"refresh_token"')) return []
    // One address as a text, for servers that know no lists of them; it means the same to Mastodon.
    if (request.path === '/api/v1/apps' && !request.body.includes('"redirect_uris":[')) return []
    return check({ ...request, query: withoutBrackets(request.query) })
  }
}
