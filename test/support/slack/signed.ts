import { createHmac } from 'node:crypto'
import type { Delivery } from './socket-mode.ts'

/** A payload as Slack sends it over HTTP: docs.slack.dev/authentication/verifying-requests-from-slack. */
function signed(payload: object, secret: string, now: number): Request {
  const isCommand = 'command' in payload && !('type' in payload)
  const isEvent = 'type' in payload && (payload.type === 'event_callback' || payload.type === 'url_verification')
  const body = isEvent
    ? JSON.stringify(payload)
    : new URLSearchParams(
        isCommand ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) },
      ).toString()
  const stamp = String(Math.floor(now / 1_000))
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
  return new Request('http://vigie.example/slack/events', {
    method: 'POST',
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': signature,
    },
    body,
  })
}

/** Hands it over; an event that is refused comes up to three times again: docs.slack.dev/apis/events-api, "Retries". */
export async function deliverSigned(
  handle: (request: Request) => Promise<Response>,
  payload: object,
  secret: string,
  now: () => number,
): Promise<Delivery & { status: number }> {
  const isEvent = 'type' in payload && payload.type === 'event_callback'
  for (let attempts = 1; ; attempts++) {
    const response = await handle(signed(payload, secret, now()))
    const text = await response.text()
    const body: unknown = text.startsWith('{') ? JSON.parse(text) : text
    if (response.ok || !isEvent || attempts === 4) {
      return { isAcknowledged: response.ok, status: response.status, body, attempts }
    }
  }
}
