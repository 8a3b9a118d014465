import { v7 } from 'uuid'
import { ChatError, type ChatFault } from '../../../src/chat/platform.ts'
import type { DiscordWorld } from '../../support/discord/world.ts'
import { cardSaying } from '../contract.ts'

export const reply = `mention.reply:${v7()}:1`
export const card = cardSaying('A card', {
  kind: 'buttons',
  buttons: [{ id: reply, label: 'Reply', style: 'primary' }],
})

export async function faultOf(work: Promise<unknown>): Promise<ChatFault> {
  try {
    await work
  } catch (fault) {
    if (fault instanceof ChatError) return fault.fault
    throw fault
  }
  throw new Error('nothing went wrong')
}

export const addressOf = ({ guild, channel }: DiscordWorld) =>
  ({ workspace: guild.id, channel: channel.id, language: 'en' }) as const

export const postIn = (world: DiscordWorld, key = v7()) => world.platform.post(addressOf(world), key, card)
