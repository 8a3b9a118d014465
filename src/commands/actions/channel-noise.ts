import { findChannel } from '../../db/queries/people.ts'
import { noiseText, readNoiseForm, saveNoise } from '../noise-settings.ts'
import { type Action, ephemeral } from '../services.ts'

/** The form about how much comes to a channel, sent off. */
export const channelNoise: Action = {
  name: 'channel.noise',
  permission: 'administer',
  subject: 'channel',
  async submit(invocation, reference, values) {
    const { services, t } = invocation
    const channel = await findChannel(services.database.connection, reference.id)
    if (channel === undefined) return ephemeral(t('refusal.gone'))
    const form = readNoiseForm(t, values)
    if (form.kind === 'errors') return form
    await saveNoise(invocation, channel, form.settings)
    return ephemeral(t('command.noise.now', { name: channel.name, settings: noiseText(t, form.settings) }))
  },
}
