import type { ModalField } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import type { Executor } from '../../db/client.ts'
import { listChannels } from '../../db/queries/people.ts'
import { listFeeds } from '../../db/queries/sources.ts'
import type { Brand } from '../../domain/brand.ts'
import { may } from '../../domain/member.ts'
import type { Purpose } from '../../domain/purpose.ts'
import { formatReference } from '../../domain/reference.ts'
import { bindPlace, boundHere, listGone, lookAt, type Place, refusalOf, warningsAbout } from '../places.ts'
import { type Action, ephemeral, type Invocation, type Values, type Visit } from '../services.ts'
import { createNonce } from './nonce.ts'
import { peopleStep } from './setup-people.ts'
import { setupSummary } from './setup-summary.ts'
import { channelList } from './submitted.ts'

/** What is asked for, whether a brand can do without, and whether it comes where the person is unless somebody says. */
const ASKED = [
  { purpose: 'mentions', required: true, isProposed: true },
  { purpose: 'alerts', required: false, isProposed: true },
  { purpose: 'drafts', required: true, isProposed: true },
  { purpose: 'digest', required: false, isProposed: true },
  // Asked for where a feed brings it.
  { purpose: 'sector', required: false, isProposed: false },
] as const satisfies readonly {
  readonly purpose: Purpose
  readonly required: boolean
  readonly isProposed: boolean
}[]

/** Most brands read no feed of their sector, and one field more is one form more in Discord. */
async function hasSector(executor: Executor, { id }: Brand): Promise<boolean> {
  if ((await listFeeds(executor, id)).some(({ subject }) => subject === 'sector')) return true
  return (await listChannels(executor, id, ['sector'])).length > 0
}

/** The second step. What is not set yet is proposed to go where the person is. */
export async function channelsStep(visit: Visit, brand: Brand, intro: string): Promise<Answer> {
  const { services, origin, t } = visit
  const asked = (await hasSector(services.database.connection, brand)) ? ASKED : ASKED.filter(one => one.isProposed)
  const fields = asked.map(async ({ purpose, required, isProposed }): Promise<ModalField> => {
    const [bound] = await boundHere(services.database.connection, visit, brand, purpose)
    return {
      id: purpose,
      kind: 'channel',
      label: t(`modal.setup.channel.${purpose}`),
      value: bound?.remoteId ?? (isProposed ? origin.channel : ''),
      required,
      ...(required ? {} : { hint: t('modal.setup.channel.hint') }),
    }
  })
  return {
    kind: 'modal',
    modal: {
      id: formatReference({ action: setupChannels.name, id: brand.id, version: 0, nonce: createNonce() }),
      language: t.language,
      title: t('modal.setup.channels'),
      submit: t('modal.setup.next'),
      intro,
      fields: await Promise.all(fields),
    },
  }
}

/** What was chosen, by purpose, with what each channel is; or what is wrong, by field. */
async function readPlaces(invocation: Invocation, values: Values) {
  const { t } = invocation
  const chosen = new Map(ASKED.map(({ purpose }) => [purpose, (values[purpose] ?? '').trim()]))
  const ids = [...new Set(chosen.values())].filter(id => id !== '')
  const places = new Map(await Promise.all(ids.map(async id => [id, await lookAt(invocation, id)] as const)))
  const errors: Record<string, string> = {}
  const usable: { readonly purpose: Purpose; readonly place: Extract<Place, { kind: 'usable' }> }[] = []
  for (const { purpose, required } of ASKED) {
    const place = places.get(chosen.get(purpose) ?? '')
    if (place?.kind === 'usable') usable.push({ purpose, place })
    else if (place !== undefined) errors[purpose] = refusalOf(invocation, place)
    else if (required) errors[purpose] = t('error.required')
  }
  return { errors, usable }
}

/** What gets which cards from now on. A purpose left empty stays as it is. */
export const setupChannels: Action = {
  name: 'setup.channels',
  permission: 'administer',
  subject: 'bindable',
  async submit(invocation, _reference, values) {
    const { services, brand, rights, t } = invocation
    const { errors, usable } = await readPlaces(invocation, values)
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors }
    const gone = await listGone(invocation, brand)
    const replaced = await services.database.transact(async ({ tx }) => {
      const lines: string[] = []
      for (const { purpose, place } of usable) {
        const names = await bindPlace(tx, invocation, brand, purpose, { ...place, gone })
        const said = { names: channelList(t, names), purpose: t(`purpose.${purpose}`) }
        if (names.length > 0) lines.push(t('command.unbind.done', said))
      }
      return lines
    })
    const warnings = warningsAbout(
      invocation,
      usable.map(({ place }) => place),
    )
    const done = [t('setup.channels.kept'), ...replaced, ...warnings].join('\n')
    // People have their roles for every brand of the workspace, and so only whoever administers all of them gives any.
    if (may(rights.as(undefined), 'administer')) return peopleStep(invocation, brand, done)
    return ephemeral(`${done}\n${await setupSummary(invocation, brand)}`)
  },
}
