import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Observer } from '../pipeline/observer.ts'

export interface Metrics {
  readonly observer: Observer
  /** Prometheus text format. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>
}

export interface Gauges {
  /** Cards that wait for delivery. */
  pendingCards(): Promise<number>
  /** Jobs ready to run, by name. */
  backlog(): Promise<Readonly<Record<string, number>>>
  /** For each network, looks that are due, and for how many seconds the one that is due longest. */
  looks(): Promise<readonly { readonly network: string; readonly due: number; readonly late: number }[]>
}

/** One registry per app: nothing is shared between two in the same process. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers })
  }
  const posts = counter('vigie_posts_read_total', 'Posts read from networks', ['network'])
  const cuts = counter('vigie_reads_cut_total', 'Reads that left what is older unread, because there was too much', [
    'network',
  ])
  const dropped = counter('vigie_posts_dropped_total', 'Items of networks that could not be understood', ['network'])
  const mentions = counter('vigie_mentions_total', 'Mentions saved', ['network', 'sentiment', 'alert'])
  const failedReads = counter('vigie_source_failures_total', 'Failed attempts to read a source', ['network', 'kind'])
  const cards = counter('vigie_cards_delivered_total', 'Cards shown or edited', ['platform', 'how'])
  const failedCards = counter('vigie_card_failures_total', 'Failed attempts to show a card', ['platform', 'kind'])
  const looks = counter('vigie_looks_total', 'Looks at posts and accounts that are known', ['network', 'outcome'])
  const actions = counter('vigie_network_actions_total', 'Attempts of network actions', ['network', 'outcome'])
  new Gauge({
    name: 'vigie_cards_pending',
    help: 'Cards that wait for delivery',
    registers,
    async collect() {
      this.set(await gauges.pendingCards())
    },
  })
  new Gauge({
    name: 'vigie_jobs_ready',
    help: 'Jobs ready to run',
    labelNames: ['job'],
    registers,
    async collect() {
      for (const [job, count] of Object.entries(await gauges.backlog())) this.set({ job }, count)
    },
  })
  const lateLooks = new Gauge({
    name: 'vigie_looks_late_seconds',
    help: 'Seconds for which the look that is due longest has been due',
    labelNames: ['network'],
    registers,
  })
  new Gauge({
    name: 'vigie_looks_due',
    help: 'Looks that are due',
    labelNames: ['network'],
    registers,
    async collect() {
      for (const { network, due, late } of await gauges.looks()) {
        this.set({ network }, due)
        lateLooks.set({ network }, late)
      }
    },
  })
  return {
    observer: {
      postsRead(network, read, lost) {
        posts.inc({ network }, read)
        dropped.inc({ network }, lost)
      },
      readCut: network => cuts.inc({ network }),
      mentionSaved: (network, sentiment, isAlert) => mentions.inc({ network, sentiment, alert: String(isAlert) }),
      sourceFailed: (network, kind) => failedReads.inc({ network, kind }),
      cardDelivered: (platform, how) => cards.inc({ platform, how }),
      cardFailed: (platform, kind) => failedCards.inc({ platform, kind }),
      looked: (network, outcome, count) => looks.inc({ network, outcome }, count),
      actionFinished: (network, outcome) => actions.inc({ network, outcome }),
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
