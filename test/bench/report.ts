import { cpus, totalmem } from 'node:os'

/** Whether a figure may be at most, or must be at least, its goal. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number }

export interface Figure {
  readonly name: string
  readonly unit: 'ms' | '/s' | 'MB' | 's' | 'x' | ''
  readonly value: number
  /** The same, measured in the same run with the least that does the job. */
  readonly floor?: number
  /** Of the value, unless `of` says of the ratio to the floor. */
  readonly goal?: Goal
  readonly goalOf?: 'ratio'
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
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
  }
}

export function ratioOf({ value, floor }: Figure): number | undefined {
  return floor === undefined ? undefined : value / floor
}

/** Undefined where nothing was asked for. */
export function isReached(figure: Figure): boolean | undefined {
  const measured = figure.goalOf === 'ratio' ? ratioOf(figure) : figure.value
  if (figure.goal === undefined || measured === undefined) return undefined
  return 'atMost' in figure.goal ? measured <= figure.goal.atMost : measured >= figure.goal.atLeast
}

function write(value: number | undefined, unit: string): string {
  if (value === undefined) return ''
  const digits = unit === '' || Math.abs(value) >= 100 ? 0 : 2
  return `${value.toFixed(digits)}${unit === '' || unit === 'x' ? unit : ` ${unit}`}`
}

function writeGoal({ goal, goalOf, unit }: Figure): string {
  if (goal === undefined) return ''
  const ofRatio = goalOf === 'ratio'
  const [sign, limit] = 'atMost' in goal ? ['<=', goal.atMost] : ['>=', goal.atLeast]
  return ofRatio ? `${sign} ${limit} x floor` : `${sign} ${limit}${unit === '' ? '' : ` ${unit}`}`
}

/** The figures as a Markdown table, aligned for a terminal as well. */
export function toTable(figures: readonly Figure[]): string {
  const head = ['figure', 'Vigie', 'floor', 'ratio', 'goal', 'reached']
  const rows = figures.map(figure => {
    const reached = isReached(figure)
    return [
      figure.name,
      write(figure.value, figure.unit),
      write(figure.floor, figure.unit),
      write(ratioOf(figure), 'x'),
      writeGoal(figure),
      reached === undefined ? '' : reached ? 'yes' : 'no',
    ]
  })
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export function describe({ cpu, cores, memory, node, date }: Machine): string {
  return `${cores} cores (${cpu}), ${memory} GiB, Node ${node.replace('v', '')}, ${date}`
}
