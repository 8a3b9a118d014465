import type { ServerResponse } from 'node:http'
import { snowflake, type Thing } from './state.ts'

/** A file that somebody hands in, and how its address answers. */
export interface FakeAttachment {
  readonly name: string
  readonly content: Buffer
  readonly description?: string
  /** In place of the file. */
  readonly status?: number
  readonly location?: string
  /** It breaks off after so many bytes. */
  readonly breaksAfter?: number
}

export interface Attachments {
  /** Hands a file in; answers with its id. */
  add(file: FakeAttachment): string
  /** As Discord describes it to a bot: discord.com/developers/docs/resources/message#attachment-object. */
  describe(id: string): Thing
  describeAll(ids: readonly string[]): Record<string, Thing>
  /** True if the path is that of one, which is answered then. */
  serve(path: string, response: ServerResponse): boolean
}

/** What people hand in, at signed addresses as on Discord's own servers for files. */
export function createAttachments(origin: () => string): Attachments {
  const files = new Map<string, FakeAttachment>()
  const describe = (id: string): Thing => {
    const file = files.get(id)
    if (file === undefined) throw new Error(`no such file: ${id}`)
    const { name, content, description } = file
    const url = `${origin()}/attachments/${id}/${encodeURIComponent(name)}?ex=1&is=2&hm=3`
    return { id, filename: name, size: content.length, url, proxy_url: url, ...(description ? { description } : {}) }
  }
  return {
    add(file) {
      const id = snowflake()
      files.set(id, file)
      return id
    },
    describe,
    describeAll: ids => Object.fromEntries(ids.map(id => [id, describe(id)])),
    serve(path, response) {
      const [, id = ''] = /^\/attachments\/(\d+)\//.exec(path) ?? []
      const file = files.get(id)
      if (file === undefined) return false
      const { content, status = 200, location, breaksAfter } = file
      response.writeHead(status, {
        'content-length': status === 200 ? content.length : 0,
        ...(location === undefined ? {} : { location }),
      })
      if (status !== 200) response.end()
      else if (breaksAfter === undefined) response.end(content)
      else response.write(content.subarray(0, breaksAfter), () => response.destroy())
      return true
    },
  }
}
