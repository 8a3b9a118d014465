import { describe, expect, it } from 'vitest'
import { createUrgencyReader } from '../../src/insight/urgency.ts'

const readUrgency = createUrgencyReader()

describe('urgency', () => {
  it.each([
    ['safety', 'Your charger caught fire in my kitchen'],
    ['safety', 'La batterie Acme a pris feu cette nuit'],
    ['safety', 'Mon fils a fait une réaction allergique'],
    ['safety', "J'ai trouvé des morceaux de verre dans le yaourt"],
    ['legal', "You'll hear from my lawyer"],
    ['legal', 'Je vais porter plainte'],
    ['legal', 'JE VAIS DÉPOSER PLAINTE'],
    ['legal', 'Voy a demandarles'],
    ['leak', 'Looks like Acme had a data breach, my password is out'],
    ['leak', 'Énorme fuite de données chez Acme'],
    ['press', "Hi, I'm a journalist at the Herald, can I get a comment?"],
    ['press', 'Bonjour, je suis journaliste et je prépare un article sur vous'],
  ])('%s: %s', (urgencyReason, text) => {
    expect(readUrgency(text)).toEqual({ urgency: 'urgent', urgencyReason })
  })

  it.each([
    'This new album is fire',
    'Un avocat bien mûr, merci Acme',
    'My sink is leaking',
    'Fresh off the press: our new catalogue',
    'La presse en parle',
    'Acme is terrible',
    '',
  ])('none: %s', text => {
    expect(readUrgency(text)).toEqual({ urgency: 'none' })
  })

  it('names the gravest of several reasons', () => {
    expect(readUrgency('My lawyer will hear that the heater exploded')).toMatchObject({ urgencyReason: 'safety' })
  })

  it('finds whole words only', () => {
    expect(readUrgency('the onfireplace')).toEqual({ urgency: 'none' })
  })
})
