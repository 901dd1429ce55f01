/**
 * What customers cost: the memory of the built program with 200 customers of 50 monitors each, and with one account of as many
 * monitors. Build before, then `node bench/filtered/customers.ts`.
 */
import { settingsFor, startSimulator } from '../servers.ts'
import { scrape } from '../serving.ts'
import { accountFile, startWithFile } from './account-file.ts'

const megabyte = 2 ** 20
const [customers, size] = [200, 50]
/** Milliseconds: some refreshes of all. */
const watched = 150_000

async function measure(count: number): Promise<{ most: number; series: number }> {
  const simulator = await startSimulator(count === 0 ? customers * size : size, 'steady', count)
  const file = accountFile(await settingsFor(simulator), { ttl: '30s', ...(count === 0 ? {} : { customers: {} }) })
  const exporter = await startWithFile(file.path)
  try {
    const end = performance.now() + watched
    while (performance.now() < end) {
      await scrape(exporter)
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    const text = await (await fetch(`${exporter.origin}/metrics`)).text()
    const series = text.split('\n').filter((line) => line.startsWith('site24x7_')).length
    return { most: (exporter.mostMemory() ?? 0) / megabyte, series }
  } finally {
    await exporter.stop()
    await simulator.stop()
    file.remove()
  }
}

const one = await measure(0)
const many = await measure(customers)
process.stdout.write(`one account of ${customers * size} monitors: ${Math.round(one.most)} MB, ${one.series} series\n`)
process.stdout.write(`${customers} customers of ${size}: ${Math.round(many.most)} MB, ${many.series} series\n`)
process.stdout.write(`${(many.most / one.most).toFixed(2)} of the one\n`)
