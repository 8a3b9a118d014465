import { record } from '../db/queries/audit.ts'
import { updateBrand } from '../db/queries/brands.ts'
import { refreshOpenCards } from '../db/queries/cards.ts'
import { setMemberLanguage } from '../db/queries/people.ts'
import { isLanguage, LANGUAGES, type Language } from '../domain/language.ts'
import { may } from '../domain/member.ts'
import { wantDelivery } from '../pipeline/follow-up.ts'
import type { WorkspaceCommand } from './command.ts'
import { refuseWithoutBrand } from './no-brand.ts'
import { ephemeral, type Invocation } from './services.ts'

const usage = 'usage.lang'

/** What says that the brand's cards are meant, in both languages. */
const BRAND_WORDS: readonly string[] = ['brand', 'marque']

async function setBrandLanguage({ services, brand, member, t }: Invocation, language: Language) {
  if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
  const { database, jobs, now } = services
  await database.transact(async unit => {
    await updateBrand(unit.tx, brand.id, { language })
    const details = { language }
    await record(unit.tx, {
      actorId: member.id,
      act: 'brand.language',
      subjectKind: 'brand',
      subjectId: brand.id,
      details,
    })
    await wantDelivery(jobs, unit, await refreshOpenCards(unit, brand.id, now()), now())
  })
  return ephemeral(services.translators[language]('done.brand-language', { brand: brand.name }))
}

export const lang: WorkspaceCommand = {
  name: 'lang',
  aliases: ['langue', 'language'],
  usage,
  summary: 'command.lang.summary',
  detail: 'command.lang.detail',
  permission: 'read',
  options: [
    {
      name: 'language',
      title: 'option.language',
      about: 'option.language.about',
      isRequired: true,
      field: {
        kind: 'choice',
        choices: LANGUAGES.map(language => ({ value: language, label: t => t(`language.${language}`) })),
      },
    },
    {
      name: 'brand',
      title: 'option.brand',
      about: 'option.cards-language.about',
      field: { kind: 'flag', word: 'brand' },
    },
  ],
  async visit(visit, rest) {
    const { services, member, brand, t } = visit
    const [language, target, ...more] = rest.toLowerCase().split(/\s+/)
    if (!isLanguage(language) || more.length > 0 || (target !== undefined && !BRAND_WORDS.includes(target))) {
      return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    }
    if (target !== undefined) {
      return brand === undefined
        ? ephemeral(await refuseWithoutBrand(visit))
        : setBrandLanguage({ ...visit, brand }, language)
    }
    await setMemberLanguage(services.database.connection, member.id, language)
    return ephemeral(services.translators[language]('done.language'))
  },
}
