import { cpus, totalmem } from 'node:os'

/** What was asked for: of the value, unless it is of its ratio to the floor. */
export type Goal =
  | { readonly atMost: number; readonly of?: 'ratio' }
  | { readonly atLeast: number; readonly of?: 'ratio' }

export interface Figure {
  /** Stays the same from run to run and version to version. */
  readonly id: string
  readonly name: string
  /** Empty for a mere count. */
  readonly unit: 'ms' | '/s' | 'MB' | 's' | ''
  readonly value: number
  /** The same, measured in the same run with the least that does the job. */
  readonly floor?: number
  readonly goal?: Goal
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  /** GiB. */
  readonly memory: number
  readonly node: string
  /** Day of the run, UTC. */
  readonly date: string
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  }
}

function ratioOf({ value, floor }: Figure): number | undefined {
  return floor === undefined ? undefined : value / floor
}

/** Undefined where nothing was asked for. */
function isReached(figure: Figure): boolean | undefined {
  const { goal } = figure
  const measured = goal?.of === 'ratio' ? ratioOf(figure) : figure.value
  if (goal === undefined || measured === undefined) return undefined
  return 'atMost' in goal ? measured <= goal.atMost : measured >= goal.atLeast
}

/** Three digits that mean something. */
function round(value: number): number {
  return Number(value >= 100 ? value.toFixed(0) : value.toPrecision(3))
}

function write(value: number | undefined, unit: string): string {
  if (value === undefined) return ''
  const number = round(value).toLocaleString('en-GB', { maximumFractionDigits: 3 })
  return unit === '' || unit === '/s' ? `${number}${unit}` : `${number} ${unit}`
}

function writeGoal({ goal, unit }: Figure): string {
  if (goal === undefined) return ''
  const [words, limit] = 'atMost' in goal ? ['at most', goal.atMost] : ['at least', goal.atLeast]
  return goal.of === 'ratio' ? `${words} ${limit} × floor` : `${words} ${write(limit, unit)}`
}

/** A Markdown table, aligned for a terminal as well. */
function toTable(figures: readonly Figure[]): string {
  const head = ['figure', 'Vigie', 'floor', 'ratio', 'goal', 'reached']
  const rows = figures.map(figure => [
    figure.name,
    write(figure.value, figure.unit),
    write(figure.floor, figure.unit),
    write(ratioOf(figure), ''),
    writeGoal(figure),
    { true: 'yes', false: 'no', undefined: '' }[String(isReached(figure))] ?? '',
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function toText(machine: Machine, figures: readonly Figure[]): string {
  const { cpu, cores, memory, node, date } = machine
  return `${cpu}, ${cores} cores, ${memory} GiB, Node ${node}, ${date}\n\n${toTable(figures)}\n`
}

export function toJson(machine: Machine, figures: readonly Figure[]): string {
  const all = figures.map(figure => ({ ...figure, ratio: ratioOf(figure), reached: isReached(figure) }))
  return `${JSON.stringify({ machine, figures: all }, null, 2)}\n`
}
