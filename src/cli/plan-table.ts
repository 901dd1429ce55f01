/** A plan as tables for people. */
import { counted, length, number } from '../../plugins/status-page/words.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { textTable } from './output/text-table.ts'
import type { Plan } from './planning.ts'

export function printPlans(plans: readonly Plan[], bytes: number, memory: number, terminal: CommandTerminal): void {
  for (const each of plans) {
    const { title, count, noun, sources, wanted_calls_per_day: wanted } = each
    terminal.print(terminal.paint('bold', `${title}, ${counted(count, noun)}`))
    const columns = ['source', 'calls a refresh', 'every', 'calls an hour', 'calls a day', 'series', 'bytes a scrape']
    const rows = sources.map((source) => [
      source.source,
      number(source.calls_per_refresh),
      source.interval > source.ttl
        ? `${length(source.interval)} (set: ${length(source.ttl)})`
        : length(source.interval),
      number(source.calls_per_hour),
      number(source.calls_per_day),
      number(source.series),
      number(source.bytes)
    ])
    terminal.print(
      textTable(
        columns.map((name, i) => ({ title: name, align: i === 0 ? 'left' : 'right' })),
        rows
      )
    )
    const { daily_call_limit: limit, usable_calls_per_day: usable, limits = [] } = each
    const ofDay = limit === undefined || usable === undefined ? [] : [{ per: 'day', limit, usable, wanted }]
    const shorter = limits.map(({ per, calls, usable_calls: usable, wanted_calls: wanted }) => {
      return { per, limit: calls, usable, wanted }
    })
    const known = [...ofDay, ...shorter]
    terminal.print(
      `${known.length === 0 ? 'No quota is known.' : known.map((each) => verdictOn(each, terminal)).join('\n')}\n`
    )
  }
  terminal.print(
    `A scrape has about ${number(Math.round(bytes / 1024))} KiB before compression. Reserve ${memory / 2 ** 20} MiB of memory.`
  )
}

interface Quota {
  readonly per: string
  readonly limit: number
  readonly usable: number
  readonly wanted: number
}

function verdictOn({ per, limit, usable, wanted }: Quota, terminal: CommandTerminal): string {
  const wish = `The settings want ${number(wanted)} calls ${per === 'hour' ? 'an' : 'a'} ${per}`
  const verdict =
    wanted > usable
      ? terminal.paint('red', `${wish}, which is more: the refresh interval is made longer.`)
      : terminal.paint('green', `${wish}.`)
  return `Quota: ${number(limit)} calls ${per === 'hour' ? 'an' : 'a'} ${per}; the exporter uses at most ${number(usable)}. ${verdict}`
}
