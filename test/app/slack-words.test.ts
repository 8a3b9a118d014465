import { expect, test, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { wordsOf } from '../support/slack/person.ts'
import { startSlackTeam } from '../support/slack/team.ts'

vi.setConfig({ testTimeout: 120_000 })

test.each(['socket', 'http'] as const)(
  'commands and direct messages understand the same words, over %s',
  async mode => {
    await using team = await startSlackTeam(mode)
    const { fake } = team
    const ada = await team.somebody('U0ADA', 'Ada', ['admin'])
    const command = async (text: string) => (await ada.command(text)).words ?? ''
    let count = 0
    /** What the bot answers to a direct message. */
    async function write(text: string): Promise<string> {
      const before = fake.directMessages.length
      const event = { type: 'message', channel_type: 'im', channel: 'D0ADA', user: 'U0ADA', text, ts: `${++count}.1` }
      const body = { type: 'event_callback', team_id: fake.team, event_id: `Ev${count}`, event }
      expect((await team.deliver('events_api', body)).isAcknowledged).toBe(true)
      await eventually(() => fake.directMessages.length).toBe(before + 1)
      return wordsOf(fake.directMessages.at(-1)?.blocks)
    }

    const help = await command('help')
    expect(help.split('\n').length).toBeLessThan(25)
    expect(await write('help')).toBe(help)
    // A command typed as people type it elsewhere.
    expect(await write('/vigie help draft')).toBe(await command('help draft'))
    expect(await command('help draft')).toContain('draft')
    for (const answer of [await command('statsu'), await write('vigie statsu')]) {
      expect(answer).toContain('There is no command “statsu”')
      expect(answer).toContain('Did you mean “/vigie status”?')
    }
    expect(await write('xyzzy')).not.toContain('Did you mean')

    expect(await write('lang fr')).toContain('français')
    const aide = await command('aide')
    expect(await write('aide')).toBe(aide)
    expect(aide).not.toBe(help)
    for (const answer of [await command('brouilon'), await write('brouilon')]) {
      expect(answer).toContain('«\u00a0brouilon\u00a0»')
      expect(answer).toContain('/vigie brouillon')
    }
  },
)
