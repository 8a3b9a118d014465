import type { ServerResponse } from 'node:http'
import type { FakeSlack } from './fake-slack.ts'

/** What `files.info` answers: docs.slack.dev/reference/methods/files.info. */
export function fileInfo(fake: FakeSlack, id: string): Record<string, unknown> {
  const file = fake.files.get(id)
  if (file === undefined) return { ok: false, error: 'file_not_found' }
  const origin = new URL(fake.apiUrl).origin
  const address = `${origin}/files-pri/${fake.team}-${id}/${encodeURIComponent(file.name)}`
  const mimetype = `image/${file.name.split('.').at(-1)}`
  const common = { id, name: file.name, title: file.name, mimetype, size: file.content.length, mode: 'hosted' }
  return {
    ok: true,
    file: { ...common, is_external: false, user_team: fake.team, url_private: address, ...file.about },
  }
}

/** The bytes of a file, for whoever may read it. */
export function download(
  fake: FakeSlack,
  path: string,
  authorization: string | undefined,
  response: ServerResponse,
): void {
  const file = fake.files.get(/^\/files-pri\/[^/]*-(\w+)\//.exec(path)?.[1] ?? '')
  const mayRead = authorization === `Bearer ${fake.botToken}` && fake.scopes.includes('files:read')
  if (file?.answer !== undefined) {
    return void response.writeHead(file.answer.status, file.answer.headers).end(file.answer.body)
  }
  // Slack sends whoever may not read it to a page to sign in.
  if (!mayRead) return void response.writeHead(302, { location: 'https://emulate.slack.com/?redir=x' }).end()
  if (file === undefined) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.content)
}
