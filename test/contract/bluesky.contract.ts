import { describe, test } from 'vitest'
import { describeBluesky } from '../networks/bluesky/behaviour.ts'
import { describeCircumstances } from '../networks/bluesky/circumstances.ts'
import { describeFollowers } from '../networks/bluesky/followers.ts'
import { describeImages } from '../networks/bluesky/images.ts'
import { describeReadSide } from '../networks/bluesky/read-side.ts'
import { createBlueskyWorld } from '../networks/bluesky/world.ts'
import { describeNetwork } from '../networks/contract.ts'
import { describeAbilities } from '../networks/contract-abilities.ts'
import { describeFaults } from '../networks/contract-faults.ts'
import { isRealBlueskyInstalled, startRealBluesky } from '../support/bluesky/real.ts'
import { createTestAddress } from '../support/database.ts'

const createWorld = () => createBlueskyWorld(async () => startRealBluesky(await createTestAddress()))

if (isRealBlueskyInstalled()) {
  describeNetwork('The real Bluesky', createWorld)
  describeAbilities('The real Bluesky', createWorld)
  describeFaults('The real Bluesky', createWorld)
  describeBluesky('The real Bluesky', createWorld)
  describeCircumstances('The real Bluesky', createWorld)
  describeReadSide('The real Bluesky', createWorld)
  describeImages('The real Bluesky', createWorld)
  describeFollowers('The real Bluesky', createWorld)
} else {
  describe.skip('The real Bluesky', () => {
    test('is not installed: run `npm ci` in test/contract/bluesky', () => {})
  })
}
