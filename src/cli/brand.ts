import { type Command, InvalidArgumentError, Option } from 'commander'
import { record } from '../db/queries/audit.ts'
import { insertBrand, listBrands } from '../db/queries/brands.ts'
import { type Brand, POST_POLICY, REPLY_POLICY, slugOf } from '../domain/brand.ts'
import type { ReviewPolicy } from '../domain/draft.ts'
import { isLanguage, LANGUAGES } from '../domain/language.ts'
import { isTimeZone } from '../domain/time.ts'
import { bindLocalChannels } from '../local-workspace.ts'
import { CommandError, EXIT, type Program } from './program.ts'
import { withStorage } from './storage.ts'

interface AddOptions {
  readonly slug?: string
  readonly language: string
  readonly timeZone: string
  readonly phrase: readonly string[]
  readonly exclude: readonly string[]
  readonly handle: readonly string[]
  readonly approvals: number
  readonly authorMayApprove: boolean
  readonly replyApprovals: number
  readonly replyAuthorMustNotApprove: boolean
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}

function readApprovals(value: string): number {
  if (!/^[1-9]$/.test(value)) throw new InvalidArgumentError('Give a number from 1 to 9.')
  return Number(value)
}

function readTimeZone(value: string): string {
  if (!isTimeZone(value)) throw new InvalidArgumentError('Give an IANA time zone, for example Europe/Paris.')
  return value
}

function rulesOf(kind: string, { approvals, authorMayApprove }: ReviewPolicy): string {
  const own = authorMayApprove ? 'the author’s own counts' : 'not the author’s own'
  return `${kind}: ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}, ${own}`
}

function lineOf(brand: Brand): string {
  const { phrases, handles, exclusions } = brand.keywords
  const words = [...phrases, ...handles.map(handle => `@${handle.replace(/^@/, '')}`)]
  const without = exclusions.length === 0 ? '' : `, not ${exclusions.join(', ')}`
  const listens = `listens for ${words.join(', ')}${without}`
  const rules = `${rulesOf('posts', brand.policy)}; ${rulesOf('replies', brand.replyPolicy)}`
  return [brand.slug, brand.name, brand.language, brand.timeZone, listens, rules].join('\t')
}

async function add(program: Program, name: string, options: AddOptions): Promise<void> {
  const slug = options.slug ?? slugOf(name)
  if (slug === '' || slug !== slugOf(slug)) {
    throw new CommandError(
      'Give the brand a short name of lower-case letters, digits and hyphens, for example --slug acme.',
    )
  }
  if (!isLanguage(options.language)) throw new CommandError(`--language is one of ${LANGUAGES.join(', ')}.`)
  const { language } = options
  await withStorage(program, async ({ database }) => {
    await database.transact(async ({ tx }) => {
      const brand = await insertBrand(tx, {
        slug,
        name,
        timeZone: options.timeZone,
        language,
        keywords: {
          phrases: options.phrase.length === 0 ? [name] : options.phrase,
          exclusions: options.exclude,
          handles: options.handle,
        },
        policy: { approvals: options.approvals, authorMayApprove: options.authorMayApprove },
        replyPolicy: { approvals: options.replyApprovals, authorMayApprove: !options.replyAuthorMustNotApprove },
      })
      if (brand === undefined) {
        throw new CommandError(`There is a brand “${slug}” already: give this one another --slug.`, EXIT.badData)
      }
      await bindLocalChannels(tx, brand)
      await record(tx, { actorId: null, act: 'brand.added', subjectKind: 'brand', subjectId: brand.id })
    })
    program.print(`Added ${slug}. Next: account add <network> --brand ${slug} --handle <handle>`)
  })
}

export function addBrand(parent: Command, program: Program): void {
  const brand = parent.command('brand').description('brands that are watched over')
  brand
    .command('add')
    .description('add a brand')
    .argument('<name>', 'its name as people write it')
    .option('--slug <slug>', 'how commands name it; made from the name if left out')
    .addOption(new Option('--language <language>', 'language of its cards').choices(LANGUAGES).default('en'))
    .option('--time-zone <zone>', 'IANA time zone of its calendar and digest', readTimeZone, 'UTC')
    .option('--phrase <words>', 'words to listen for, again for more; the name if left out', collect, [])
    .option('--exclude <words>', 'words that make a post one about something else, again for more', collect, [])
    .option('--handle <handle>', 'its name on networks, again for more', collect, [])
    .option(
      '--approvals <number>',
      'people who must approve before a post goes out',
      readApprovals,
      POST_POLICY.approvals,
    )
    .option('--author-may-approve', 'let authors approve the posts they wrote, for a team of one', false)
    .option(
      '--reply-approvals <number>',
      'people who must approve before a reply goes out',
      readApprovals,
      REPLY_POLICY.approvals,
    )
    .option('--reply-author-must-not-approve', 'let nobody approve a reply they wrote, as with posts', false)
    .action((name: string, options: AddOptions) => add(program, name, options))
  brand
    .command('list')
    .description('list brands: slug, name, language, time zone, what they listen for, what a post and a reply need')
    .action(() =>
      withStorage(program, async ({ database }) => {
        for (const one of await listBrands(database.connection)) program.print(lineOf(one))
      }),
    )
}
