/** Use of CPU, memory and disk of all servers with an agent, from `reports/performance/type/SERVER`. */
import { reportsRead } from '../endpoint.ts'
import { type Answer, minute, type ReadContext, type Reading, type Report } from './report.ts'
import { createSeries, ratioOf, rowOf, textOf, textsOf } from './rows.ts'

export const servers: Report = {
  name: 'servers',
  title: 'CPU, memory and disk of servers',
  scope: reportsRead,
  ttl: 15 * minute,
  usual: 'off',
  calls: () => [{ key: '', name: 'servers', path: 'reports/performance/type/SERVER?period=0', scope: reportsRead }],
  read
}

/** The answer has parallel arrays without ids, so of servers of one name the busier one is kept. */
function read(answers: readonly Answer[], { report, isWanted }: ReadContext): Reading {
  const cpu = createSeries(report, Math.max)
  const memory = createSeries(report, Math.max)
  const disk = createSeries(report, Math.max)
  for (const { data } of answers) {
    const { name: names, attribute_data: values, tags } = rowOf(rowOf(rowOf(data)?.group_data)?.SERVER) ?? {}
    if (!Array.isArray(names) || !Array.isArray(values)) continue
    // Where one of the arrays is shorter, nobody knows whose value is missing.
    if (names.length !== values.length) {
      report.count('skipped_item')
      continue
    }
    for (const [i, name] of names.entries()) {
      const row = rowOf(rowOf(values[i])?.['0'])
      if (textOf(name) === '' || row === undefined) {
        report.count('skipped_item')
        continue
      }
      if (!isWanted({ name, type: 'SERVER', tag: textsOf(Array.isArray(tags) ? tags[i] : undefined) })) continue
      const labels = { server: textOf(name) }
      cpu.add(labels, ratioOf(row.CPUUSEDPERCENT, report))
      memory.add(labels, ratioOf(row.MEMUSEDPERCENT, report))
      disk.add(labels, ratioOf(row.DISKUSEDPERCENT, report))
    }
  }
  const from = (field: string) => `from attribute_data[].${field} of the performance report; of namesakes the highest.`
  return {
    families: [
      cpu.family('server_cpu_usage_ratio', `Use of the CPU of the server, ${from('CPUUSEDPERCENT')}`),
      memory.family('server_memory_usage_ratio', `Use of the memory of the server, ${from('MEMUSEDPERCENT')}`),
      disk.family('server_disk_usage_ratio', `Use of the disks of the server, ${from('DISKUSEDPERCENT')}`)
    ]
  }
}
