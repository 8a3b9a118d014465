import { startFakeMastodon } from '../../support/mastodon/fake.ts'
import { describeNetwork } from '../contract.ts'
import { describeAbilities } from '../contract-abilities.ts'
import { describeFaults } from '../contract-faults.ts'
import { createMastodonWorld } from './world.ts'

// The same on real servers is test/contract/mastodon.contract.ts.
describeNetwork('Mastodon', () => createMastodonWorld(startFakeMastodon))
describeFaults('Mastodon', () => createMastodonWorld(startFakeMastodon))
describeAbilities('Mastodon', () => createMastodonWorld(startFakeMastodon))
