import type { WebClient } from '@slack/web-api'
import { ChatError, type OpenedFile } from '../platform.ts'
import { chatErrorOf, slackErrorName } from './errors.ts'

/** The right that files take: docs.slack.dev/reference/methods/files.info. */
export const FILES_RIGHT = 'files:read'

/** Where Slack keeps files: docs.slack.dev/reference/objects/file-object, `url_private`. */
const FILE_HOSTS: ReadonlySet<string> = new Set(['files.slack.com', 'slack-files.com'])
const MAXIMUM_REDIRECTS = 3
/** Milliseconds for a whole file. */
const DOWNLOAD_TIMEOUT = 60_000

/** Errors of docs.slack.dev/reference/methods/files.info that say there is nothing to be had. */
const GONE: ReadonlySet<string> = new Set([
  'file_not_found',
  'file_deleted',
  'file_not_yet_available',
  'not_visible',
  'access_denied',
  'no_permission',
])
const EXTERNAL: ReadonlySet<string> = new Set(['slack_connect_file_link_sharing_blocked', 'team_not_found'])

type SlackFile = NonNullable<Awaited<ReturnType<WebClient['files']['info']>>['file']>

export interface FilesOptions {
  readonly client: WebClient
  readonly token: string
  /** Of the Web API, if it is not Slack's own: then files come from there, and from nowhere else. */
  readonly apiUrl: string | undefined
  /** The workspace that Vigie is in. */
  readonly team: () => Promise<string>
  readonly now: () => Date
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/** Whether the token may be sent there. */
export function isFileAddress(url: URL, apiUrl: string | undefined): boolean {
  if (apiUrl === undefined) return url.protocol === 'https:' && url.port === '' && FILE_HOSTS.has(url.hostname)
  const api = new URL(apiUrl)
  if (url.origin === api.origin) return true
  // One machine by its several names.
  return url.protocol === api.protocol && url.port === api.port && isLoopback(url.hostname) && isLoopback(api.hostname)
}

/** A file of somebody else's, or of another service that Slack only points to: docs.slack.dev/reference/objects/file-object. */
function isExternal(file: SlackFile, team: string): boolean {
  if (file.is_external === true || file.mode === 'external' || file.mode === 'hidden_by_limit') return true
  if (file.user_team !== undefined && file.user_team !== team) return true
  return file.file_access !== undefined && file.file_access !== 'visible'
}

async function* bodyOf(response: Response, now: () => Date): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk
  } catch (fault) {
    throw chatErrorOf(fault, 'repeatable', now())
  }
}

/** Gives out files by their ids. Throws `ChatError`. */
export function createFiles({ client, token, apiUrl, team, now }: FilesOptions) {
  /** Undefined if it leads elsewhere, where the token has no business. */
  async function download(address: string): Promise<Response | undefined> {
    let url = URL.parse(address)
    for (let redirects = 0; url !== null && redirects <= MAXIMUM_REDIRECTS; redirects++) {
      if (!isFileAddress(url, apiUrl)) return undefined
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${token}` },
        redirect: 'manual',
        signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT),
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) return response
      await response.body?.cancel()
      url = URL.parse(location, url.href)
    }
    return undefined
  }

  async function open(file: SlackFile): Promise<OpenedFile> {
    const name = file.name ?? file.title ?? ''
    const refuse = (kind: 'external' | 'gone'): OpenedFile => ({ kind: 'refused', name, refusal: { kind } })
    if (file.mode === 'tombstone') return refuse('gone')
    if (isExternal(file, await team())) return refuse('external')
    const address = file.url_private_download ?? file.url_private
    if (address === undefined || address === '') return refuse('gone')
    const response = await download(address)
    const type = response?.headers.get('content-type') ?? ''
    // Whoever may not read it is sent to a page to sign in, here or with status 200.
    const isPage = type.startsWith('text/html') && !(file.mimetype ?? '').startsWith('text/html')
    if (response === undefined || isPage || response.status === 401 || response.status === 403) {
      await response?.body?.cancel()
      return { kind: 'refused', name, refusal: { kind: 'right-missing', right: FILES_RIGHT } }
    }
    if (response.ok) return { kind: 'opened', name, alternative: file.alt_txt ?? '', content: bodyOf(response, now) }
    await response.body?.cancel()
    if (response.status === 404 || response.status === 410) return refuse('gone')
    throw new ChatError({ kind: 'unavailable' }, `Slack: a file was answered with ${response.status}`)
  }

  return async function openFile(workspace: string, id: string): Promise<OpenedFile> {
    const refuse = (kind: 'external' | 'gone'): OpenedFile => ({ kind: 'refused', name: '', refusal: { kind } })
    try {
      if (workspace !== (await team())) return refuse('gone')
      const { file } = await client.files.info({ file: id })
      return file === undefined ? refuse('gone') : await open(file)
    } catch (fault) {
      const error = slackErrorName(fault) ?? ''
      if (error === 'missing_scope') {
        return { kind: 'refused', name: '', refusal: { kind: 'right-missing', right: FILES_RIGHT } }
      }
      if (GONE.has(error)) return refuse('gone')
      if (EXTERNAL.has(error)) return refuse('external')
      throw chatErrorOf(fault, 'repeatable', now())
    }
  }
}
