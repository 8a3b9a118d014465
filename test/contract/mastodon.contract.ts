import { describe, test } from 'vitest'
import { describeNetwork } from '../networks/contract.ts'
import { describeDeeds } from '../networks/contract-deeds.ts'
import { describeLooks } from '../networks/contract-looks.ts'
import { describeWriting } from '../networks/contract-writing.ts'
import { createRealWorld } from '../networks/mastodon/real-world.ts'
import { HOW_TO, isSnac, realMastodon } from '../support/mastodon/real.ts'

const real = realMastodon()

if (real === undefined) {
  describe.skip('A real server of Mastodon’s API', () => {
    test(HOW_TO, () => {})
  })
} else if (await isSnac(real)) {
  describe.skip('A real server of Mastodon’s API', () => {
    test('is snac, which has a suite of its own: snac.contract.ts', () => {})
  })
} else {
  const createWorld = () => createRealWorld(real)
  describeNetwork('A real server of Mastodon’s API', createWorld)
  describeWriting('A real server of Mastodon’s API', createWorld)
  describeDeeds('A real server of Mastodon’s API', createWorld)
  describeLooks('A real server of Mastodon’s API', createWorld)
}
