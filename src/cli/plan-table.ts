/** A plan as tables for people. */
import { counted, length, number } from '../../plugins/status-page/words.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { textTable } from './output/text-table.ts'
import type { Plan } from './planning.ts'

export function printPlans(plans: readonly Plan[], bytes: number, memory: number, terminal: CommandTerminal): void {
  for (const each of plans) {
    const { title, count, noun, sources, wanted_calls_per_day: wanted, exceeds_quota: exceeds } = each
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
    const { daily_call_limit: limit, usable_calls_per_day: usable } = each
    if (limit === undefined || usable === undefined) terminal.print('No quota is known.\n')
    else {
      const verdict = exceeds
        ? terminal.paint(
            'red',
            `The settings want ${number(wanted)} calls a day, which is more: the refresh interval is made longer.`
          )
        : terminal.paint('green', `The settings want ${number(wanted)} calls a day.`)
      terminal.print(`Quota: ${number(limit)} calls a day; the exporter uses at most ${number(usable)}. ${verdict}\n`)
    }
  }
  terminal.print(
    `A scrape has about ${number(Math.round(bytes / 1024))} KiB before compression. Reserve ${memory / 2 ** 20} MiB of memory.`
  )
}
