import { findTriedConnection } from '../db/queries/connections.ts'
import type { BrandCommand } from './command.ts'
import { askAbout, chooseNetwork, networkNamed, offerPage, unreachableText } from './connecting.ts'
import { suggest } from './grammar.ts'
import { ephemeral } from './services.ts'
import { suggestNetworks } from './suggestions.ts'

/** The way to a page on which an account is connected; or, where one was tried there, the question whether it is the one. */
export const connect: BrandCommand = {
  name: 'connect',
  aliases: ['connecter'],
  usage: 'usage.connect',
  summary: 'command.connect.summary',
  detail: 'command.connect.detail',
  permission: 'administer',
  options: [
    {
      name: 'network',
      title: 'option.network',
      about: 'option.network.about',
      field: { kind: 'text', suggest: suggestNetworks },
    },
  ],
  async run(invocation, rest) {
    const { services, brand, member, t } = invocation
    const { connection } = services.database
    const tried = await findTriedConnection(connection, { brandId: brand.id, memberId: member.id }, services.now())
    if (tried !== undefined) return { kind: 'modal', modal: askAbout(invocation, tried) }
    const [name = '', ...more] = rest.split(/\s+/)
    const network = networkNamed(services, name)
    const example = [...services.networks.keys()].find(one => one !== 'local') ?? 'bluesky'
    if (!services.connect.isReachable()) return ephemeral(unreachableText(invocation, network?.name ?? example))
    if (name === '') return { kind: 'modal', modal: chooseNetwork(invocation) }
    // A password does not belong here, and whoever has typed one has to know.
    if (more.length > 0) return ephemeral(t('command.connect.more', { network: network?.name ?? example }))
    if (network !== undefined) return offerPage(invocation, { network: network.name, accountId: null })
    const titles = [...services.networks.values()].map(({ title }) => title)
    const suggestion = suggest(name.toLowerCase(), [...services.networks.keys()]) ?? 'none'
    return ephemeral(t('command.connect.unknown', { name, suggestion, networks: t.list(titles) }))
  },
}
