import type { Card } from '../chat/card.ts'
import type { ConnectionState } from '../domain/connection.ts'
import type { Translator } from '../locales/translator.ts'
import { button, buttons, context, fields, nameIn, oneLine, said } from './elements.ts'

/** What the card of an account that was opened on Vigie's page is made of. */
export interface ConnectionCardInput {
  readonly id: string
  readonly state: ConnectionState
  readonly networkTitle: string
  readonly brandName: string
  readonly name: string
  readonly handle: string
  /** Base address of its server; '' where there is only one. */
  readonly service: string
}

/** The server's name as people know it. */
export function serverName(service: string): string {
  return URL.parse(service)?.host ?? service
}

/** Asks whoever opened an account whether it is the one they meant; a line once they have said so, or it is too late. */
export function connectionCard(input: ConnectionCardInput, t: Translator): Card {
  const { id, state, networkTitle: network, service } = input
  const values = { network, handle: nameIn(input.handle), brand: nameIn(input.brandName) }
  if (state !== 'tried') {
    const how = state === 'confirmed' || state === 'declined' ? state : 'expired'
    return {
      header: t(`connection.header.${how}`, values),
      tone: 'quiet',
      elements: [context(t(`connection.${how}`, values))],
    }
  }
  const server = oneLine(serverName(service), 100)
  return {
    header: t('connection.header', values),
    tone: 'waiting',
    elements: [
      said(t('connection.text', values)),
      ...fields(
        { label: t('connection.name'), value: nameIn(input.name, input.handle) },
        { label: t('connection.handle'), value: `@${nameIn(input.handle)}` },
        { label: t('connection.network'), value: network },
        server === '' ? undefined : { label: t('connection.server'), value: server },
      ),
      ...buttons(
        button({ id, version: 0 }, 'connection.confirm', t('connection.button.confirm'), { style: 'primary' }),
        button({ id, version: 0 }, 'connection.decline', t('connection.button.decline')),
      ),
      context(t('connection.until')),
    ],
  }
}
