import { expect } from 'vitest'
import type { Deed } from '../../../src/networks/network.ts'
import { connect, patience } from '../contract.ts'
import type { BlueskyWorld } from './world.ts'

/** An account that does things and looks at posts, as every one of Bluesky's can. */
export async function connectFully(world: BlueskyWorld) {
  const found = await connect(world)
  const act = (deed: Deed) => found.client.act?.(deed, patience()) ?? expect.fail('an account that does nothing')
  const look = async (...references: Parameters<NonNullable<typeof found.client.look>>[0]) =>
    (await found.client.look?.(references, patience())) ?? expect.fail('an account that cannot look')
  return { ...found, act, look }
}
