import { startFakeBluesky } from '../../support/bluesky/fake.ts'
import { describeNetwork } from '../contract.ts'
import { describeAbilities } from '../contract-abilities.ts'
import { describeFaults } from '../contract-faults.ts'
import { describeBluesky } from './behaviour.ts'
import { describeCircumstances } from './circumstances.ts'
import { describeFollowers } from './followers.ts'
import { describeImages } from './images.ts'
import { describeReadSide } from './read-side.ts'
import { createBlueskyWorld } from './world.ts'

// The same on the real server is test/contract/bluesky.contract.ts.
describeNetwork('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeAbilities('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeFaults('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeBluesky('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeCircumstances('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeReadSide('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeImages('Bluesky', () => createBlueskyWorld(startFakeBluesky))
describeFollowers('Bluesky', () => createBlueskyWorld(startFakeBluesky))
