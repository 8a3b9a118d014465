import type { Card } from '../chat/card.ts'
import type { OutageEnd } from '../domain/account.ts'
import type { Translator } from '../locales/translator.ts'
import { button, buttons, context, nameIn, said } from './elements.ts'

/** What the card of an account that its network refuses is made of. */
export interface OutageCardInput {
  readonly id: string
  readonly networkTitle: string
  readonly handle: string
  readonly since: Date
  readonly endedAt: Date | null
  readonly ending: OutageEnd | null
  readonly timeZone: string
}

/** Where a network refuses an account: what is the matter, what waits, and the way out; a line once that is over. */
export function outageCard(input: OutageCardInput, t: Translator): Card {
  const { id, networkTitle: network, timeZone, since, endedAt, ending } = input
  const values = { network, handle: nameIn(input.handle) }
  if (endedAt !== null) {
    const moments = { since: t.moment(since, timeZone), until: t.moment(endedAt, timeZone) }
    return {
      header: t(`outage.header.${ending ?? 'connected'}`, values),
      tone: 'quiet',
      elements: [context(t.runs('outage.over', moments))],
    }
  }
  return {
    header: t('outage.header', values),
    tone: 'bad',
    elements: [
      said(t('outage.text', values)),
      said(t('outage.waits', values)),
      ...buttons(button({ id, version: 0 }, 'account.reconnect', t('outage.button'), { style: 'primary' })),
      context(t.runs('outage.since', { since: t.moment(since, timeZone) }), since),
    ],
  }
}
