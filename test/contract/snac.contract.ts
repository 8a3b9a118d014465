import { describe, test } from 'vitest'
import { limited } from '../../src/domain/capabilities.ts'
import { describeNetwork, patience } from '../networks/contract.ts'
import { describeDeeds } from '../networks/contract-deeds.ts'
import { describeFaults } from '../networks/contract-faults.ts'
import { describeLooks } from '../networks/contract-looks.ts'
import { describeWriting } from '../networks/contract-writing.ts'
import { describeSnac } from '../networks/mastodon/snac.ts'
import { createMastodonWorld } from '../networks/mastodon/world.ts'
import { startSnac } from '../support/mastodon/snac.ts'

const program = process.env.SNAC

if (program === undefined || program === '') {
  describe.skip('snac', () => {
    test('is not there: set SNAC to a program that test/contract/snac/build.sh has made', () => {})
  })
} else {
  const createWorld = async () => {
    const world = await createMastodonWorld(() => startSnac(program))
    const { signIn } = await world.account()
    const { limits = null } = await world.network.identify(signIn, patience())
    return { ...world, network: { ...world.network, capabilities: limited(world.network.capabilities, limits) } }
  }
  describeNetwork('snac', createWorld)
  describeFaults('snac', createWorld)
  describeWriting('snac', createWorld)
  describeDeeds('snac', createWorld)
  describeLooks('snac', createWorld)
  describeSnac(() => startSnac(program))
}
