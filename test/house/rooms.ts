/** A part of the house: some files below src, and whom they may know. */
export interface Room {
  readonly name: string
  /** Its files, by path below src; a file belongs to the first room that fits. A group tells siblings apart. */
  readonly files: RegExp
  /** Rooms that it may import besides its own; '*' is all of them. */
  readonly knows: readonly string[]
  /** Rooms of which it may import types, but nothing that runs. */
  readonly knowsTypesOf?: readonly string[]
  /** Packages that it may import; `node:*` is any of Node's own, `node:crypto createHash` one export of one alone. */
  readonly packages: readonly string[]
}

/** What adapters implement. */
const PORTS = ['chat/card', 'chat/commands', 'chat/platform', 'networks/network']
/** What adapters need, implemented by the database. */
const STORES = ['chat/event-inbox', 'chat/keeper', 'chat/*/store', 'networks/*/store']
/** What every stage and every command may work with. */
const INSIDE = [
  ...PORTS,
  'domain',
  'insight',
  'cards',
  'locales',
  'db',
  'jobs',
  'media',
  'links',
  'pipeline',
  'pipeline/observer',
]

/**
 * The house. A new network or chat platform is a new folder, and needs no new line here, except for a package of its own.
 * Where a rule is in the way, the thing is probably in the wrong room; if it is not, change the rule, and say why.
 */
export const HOUSE: readonly Room[] = [
  // Pure: no input, no output, no clock, no randomness.
  { name: 'domain', files: /^domain\//, knows: [], packages: ['zod', 'temporal-polyfill', 'node:crypto createHash'] },
  {
    name: 'insight/training',
    files: /^insight\/training\//,
    knows: ['insight', 'domain'],
    packages: ['zod', 'node:*'],
  },
  { name: 'insight', files: /^insight\//, knows: ['domain'], packages: ['zod', 'eld', 'node:zlib'] },
  { name: 'locales', files: /^locales\//, knows: ['domain'], packages: ['intl-messageformat'] },
  { name: 'cards', files: /^cards\//, knows: ['domain', 'chat/card', 'locales'], packages: [] },

  // Ports.
  { name: 'chat/card', files: /^chat\/card\.ts$/, knows: ['domain'], packages: [] },
  { name: 'chat/commands', files: /^chat\/commands\.ts$/, knows: ['domain'], packages: [] },
  {
    name: 'chat/platform',
    files: /^chat\/platform\.ts$/,
    knows: ['domain', 'chat/card', 'chat/commands'],
    packages: [],
  },
  // What platforms share: text fit to be shown, and no idea of any of them.
  { name: 'chat/text', files: /^chat\/(?:text|never-sent)\.ts$/, knows: [], packages: [] },
  {
    name: 'chat/element-words',
    files: /^chat\/element-words\.ts$/,
    knows: ['chat/card', 'chat/text'],
    knowsTypesOf: ['locales'],
    packages: [],
  },
  { name: 'chat/event-inbox', files: /^chat\/event-inbox\.ts$/, knows: [], packages: [] },
  { name: 'chat/keeper', files: /^chat\/keeper\.ts$/, knows: ['domain'], packages: [] },
  { name: 'chat/*/store', files: /^chat\/([^/]+)\/store\.ts$/, knows: ['domain', 'chat/card'], packages: [] },
  { name: 'networks/network', files: /^networks\/(?:network|publication)\.ts$/, knows: ['domain'], packages: [] },
  { name: 'networks/*/store', files: /^networks\/([^/]+)\/store\.ts$/, knows: ['domain'], packages: [] },
  {
    name: 'pipeline/observer',
    files: /^pipeline\/observer\.ts$/,
    knows: ['chat/platform', 'networks/network'],
    packages: [],
  },

  // Adapters. They know their port and their own folder; never each other, the database or the pipeline.
  {
    name: 'chat/*',
    files: /^chat\/([^/]+)\//,
    knows: [
      'domain',
      'chat/card',
      'chat/commands',
      'chat/platform',
      'chat/text',
      'chat/element-words',
      'chat/event-inbox',
      'chat/keeper',
      'chat/*/store',
    ],
    // A renderer is handed the translator, for what it has to say around a card.
    knowsTypesOf: ['locales'],
    packages: ['zod', 'hono', 'pino', '@slack/*', 'discord.js', '@discordjs/ws', 'node:crypto', 'node:timers'],
  },
  {
    name: 'networks/*',
    files: /^networks\/([^/]+)\//,
    knows: ['domain', 'networks/network', 'networks', 'networks/*/store'],
    // What strangers wrote is read in a process of its own.
    packages: ['zod', 'tlds', 'feedsmith', 'node:crypto', 'node:child_process', 'node:events', 'node:path'],
  },
  {
    name: 'networks/registry',
    files: /^networks\/registry\.ts$/,
    knows: ['networks/network', 'networks', 'networks/*', 'networks/*/store'],
    packages: [],
  },
  // What networks share: how to send a request, to whom, and how to tell what became of it.
  {
    name: 'networks',
    files: /^networks\//,
    knows: ['domain', 'networks/network'],
    packages: ['ipaddr.js', 'zod', 'node:*'],
  },

  // The database and its queue. The embedded server starts PostgreSQL and speaks no SQL.
  { name: 'db/make-directory', files: /^db\/make-directory\.ts$/, knows: [], packages: ['node:*'] },
  { name: 'db/embedded', files: /^db\/embedded\//, knows: ['db/make-directory'], packages: ['node:*'] },
  {
    name: 'db',
    files: /^db\//,
    knows: ['domain', 'db/make-directory', ...PORTS, ...STORES],
    packages: ['drizzle-orm', 'pg', 'postgres', 'uuid', 'zod', 'node:*'],
  },
  { name: 'jobs', files: /^jobs\//, knows: ['db'], packages: ['pg-boss', 'node-cron', 'drizzle-orm', 'uuid', 'zod'] },

  // The files that drafts are made of.
  { name: 'media', files: /^media\//, knows: ['domain'], packages: ['file-type', 'image-size', 'node:*'] },

  // Pages behind the links of drafts.
  { name: 'links', files: /^links\//, knows: ['domain'], packages: ['htmlparser2'] },

  // What Vigie does. No stage knows another: they meet through the database and jobs.
  {
    name: 'stage',
    files: /^pipeline\/(intake|notify|review|remind|publish|digest|measure)\.ts$/,
    knows: INSIDE,
    packages: ['pino', 'node:timers'],
  },
  {
    name: 'pipeline/sweep',
    files: /^pipeline\/(?:sweep|watch)\.ts$/,
    knows: INSIDE,
    knowsTypesOf: ['stage'],
    packages: [],
  },
  {
    name: 'pipeline',
    files: /^pipeline\//,
    knows: INSIDE,
    packages: ['pino', 'node:crypto randomBytes', 'node:timers'],
  },
  {
    name: 'commands',
    files: /^commands\//,
    knows: INSIDE,
    knowsTypesOf: ['stage'],
    packages: ['fastest-levenshtein', 'uuid', 'node:crypto randomBytes'],
  },
  {
    name: 'http/local',
    files: /^http\/local\//,
    // Cards are rendered by its platform; what they say of a file, the page says of one that is handed in.
    knows: ['domain', 'locales', 'cards', 'chat/card', 'chat/platform', 'chat/*', 'http', ...STORES],
    packages: ['hono', 'zod', 'pino', 'node:*'],
  },
  {
    name: 'http/connect',
    files: /^http\/connect\//,
    knows: ['domain', 'locales', 'cards', 'http'],
    // It is handed what the pipeline does for it.
    knowsTypesOf: ['pipeline'],
    packages: ['hono', '@hono/node-server', 'pino', 'node:crypto'],
  },
  {
    name: 'http',
    files: /^http\//,
    // Pages say things.
    knows: ['domain', 'pipeline/observer'],
    packages: ['hono', '@hono/node-server', 'prom-client', 'node:*'],
  },

  // What puts it together.
  { name: 'config', files: /^(?:config|variables)\.ts$/, knows: [], packages: ['zod'] },
  { name: 'root', files: /^root\.ts$/, knows: [], packages: ['zod', 'node:*'] },
  { name: 'build', files: /^(?:build\.ts|bundle\.js|launch\.js)$/, knows: [], packages: ['esbuild', 'node:*'] },
  {
    name: 'keys',
    files: /^keys\.ts$/,
    knows: ['config', 'db', 'db/make-directory'],
    packages: ['node:*'],
  },
  {
    name: 'storage',
    files: /^storage\.ts$/,
    knows: ['config', 'db', 'db/embedded', 'db/make-directory', 'jobs', 'keys'],
    packages: ['pino', 'node:*'],
  },
  {
    name: 'local-workspace',
    files: /^local-workspace\.ts$/,
    knows: ['domain', 'db', 'networks/network', ...STORES],
    packages: ['drizzle-orm'],
  },
  {
    name: 'claims',
    files: /^claims\.ts$/,
    knows: ['domain', 'db', 'chat/platform'],
    packages: ['pino', 'node:crypto'],
  },
  {
    name: 'chat-watch',
    files: /^chat-watch\.ts$/,
    knows: ['db', 'chat/platform'],
    packages: ['pino'],
  },
  {
    name: 'chat-platforms',
    files: /^chat-platforms\.ts$/,
    knows: ['config', 'db', 'chat/commands', 'chat/platform', 'chat/*'],
    knowsTypesOf: ['locales', 'pipeline', 'domain'],
    packages: ['pino'],
  },
  {
    name: 'doctor',
    files: /^doctor\//,
    // Who is on this machine, it asks of the page that lets in nobody else.
    knows: ['config', 'domain', 'db', 'db/embedded', 'http', 'http/local', 'chat-platforms', 'keys'],
    packages: ['pino', 'node:*'],
  },
  { name: 'app', files: /^app(?:-jobs|-web)?\.ts$/, knows: ['*'], packages: ['hono', 'pino', 'node:path'] },
  { name: 'main', files: /^main\.ts$/, knows: ['app', 'config'], packages: ['pino'] },
  {
    name: 'cli',
    files: /^cli\//,
    knows: [
      ...['main', 'app', 'config', 'root', 'storage', 'local-workspace'],
      ...['domain', 'insight', 'db', 'db/embedded', 'http', 'doctor'],
      ...['networks', 'networks/network', 'networks/registry'],
    ],
    packages: ['commander', 'pino', 'node:*'],
  },
]
