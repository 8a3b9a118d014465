import type { Modal } from '../chat/card.ts'
import { record } from '../db/queries/audit.ts'
import { changeNoise, listMentionChannels, noiseOf } from '../db/queries/noise.ts'
import type { ChannelRow } from '../db/schema/index.ts'
import {
  BATCH_LIMITS,
  LISTENS,
  type NoiseSettings,
  readBatch,
  readQuietHours,
  writeQuietHours,
} from '../domain/noise.ts'
import { formatReference } from '../domain/reference.ts'
import type { Translator } from '../locales/translator.ts'
import { wantDelivery } from '../pipeline/follow-up.ts'
import { createNonce } from './actions/nonce.ts'
import type { Invocation, Values } from './services.ts'

/** What a channel gets of the mentions, in words. */
export function noiseText(t: Translator, { listens, batchMinutes, quiet }: NoiseSettings): string {
  return t.list([
    t(`noise.listens.${listens}`),
    ...(batchMinutes === null ? [] : [t('noise.batch', { minutes: batchMinutes })]),
    ...(quiet === null ? [] : [t('noise.quiet', { hours: writeQuietHours(quiet) })]),
  ])
}

export function noiseModal(t: Translator, channel: ChannelRow, timeZone: string): Modal {
  const { listens, batchMinutes, quiet } = noiseOf(channel)
  return {
    id: formatReference({ action: 'channel.noise', id: channel.id, version: 0, nonce: createNonce() }),
    title: t('modal.noise.title'),
    submit: t('modal.save'),
    fields: [
      {
        id: 'listens',
        kind: 'select',
        label: t('modal.noise.listens', { name: channel.name }),
        value: listens,
        required: true,
        options: LISTENS.map(value => ({ value, label: t(`modal.noise.listens.${value}`) })),
        hint: t('modal.noise.listens.hint'),
      },
      {
        id: 'batch',
        kind: 'text',
        label: t('modal.noise.batch'),
        value: batchMinutes === null ? '' : String(batchMinutes),
        required: false,
        hint: t('modal.noise.batch.hint'),
      },
      {
        id: 'quiet',
        kind: 'text',
        label: t('modal.noise.quiet'),
        value: quiet === null ? '' : writeQuietHours(quiet),
        required: false,
        hint: t('modal.noise.quiet.hint', { zone: timeZone }),
      },
    ],
  }
}

export function batchError(t: Translator): string {
  return t('error.noise.batch', BATCH_LIMITS)
}

export type NoiseForm =
  | { readonly kind: 'read'; readonly settings: NoiseSettings }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

/** What the form says; empty fields switch off. */
export function readNoiseForm(t: Translator, values: Values): NoiseForm {
  const written = (field: string) => (values[field] ?? '').trim()
  const listens = LISTENS.find(one => one === values.listens)
  const batch = written('batch') === '' ? null : readBatch(written('batch'))
  const quiet = written('quiet') === '' ? null : readQuietHours(written('quiet'))
  const errors = {
    ...(listens === undefined ? { listens: t('error.choice') } : {}),
    ...(batch === undefined ? { batch: batchError(t) } : {}),
    ...(quiet === undefined ? { quiet: t('error.noise.quiet') } : {}),
  }
  if (listens === undefined || batch === undefined || quiet === undefined) return { kind: 'errors', errors }
  return { kind: 'read', settings: { listens, batchMinutes: batch, quiet } }
}

/** Changes them for the place that the channel is, whichever brands' mentions come there. */
export async function saveNoise(
  { services, member, brand }: Invocation,
  { platform, workspace, remoteId }: ChannelRow,
  settings: NoiseSettings,
): Promise<void> {
  const { database, jobs, now } = services
  await database.transact(async unit => {
    const bound = await listMentionChannels(unit.tx, platform, workspace, remoteId)
    const ids = bound.map(channel => channel.id)
    await changeNoise(unit, ids, settings, now())
    await wantDelivery(jobs, unit, ids, now())
    const { listens, batchMinutes, quiet } = settings
    const details = { channel: remoteId, listens, batchMinutes, quiet: quiet === null ? null : writeQuietHours(quiet) }
    await record(unit.tx, {
      actorId: member.id,
      act: 'channel.noise',
      subjectKind: 'brand',
      subjectId: brand.id,
      details,
    })
  })
}
