/**
 * What a filter saves: the memory of the built program with an account of which one monitor in a hundred is exported, and
 * with all of it. Build before, then `node bench/filtered/main.ts 100000`.
 */
import { settingsFor, startSimulator } from '../servers.ts'
import { callsOf, scrape } from '../serving.ts'
import { accountFile, startWithFile } from './account-file.ts'

const megabyte = 2 ** 20
const refreshes = 2
const size = Number(process.argv[2] ?? 100_000)

/** An account of this size has more series than one source may have by default. */
const allSeries = '100000000'

/** Names of the simulated monitors end in their number. */
const everyHundredth = { include: [{ name: '.* (\\d*0)?0' }] }

async function measure(monitors?: object): Promise<{ most: number; last: number }> {
  const simulator = await startSimulator(size)
  const file = accountFile(await settingsFor(simulator), {
    ttl: '60s',
    ...(monitors === undefined ? {} : { monitors })
  })
  const exporter = await startWithFile(file.path, { MAX_SERIES: allSeries })
  try {
    const end = performance.now() + 200_000
    while ((await callsOf(simulator)) < refreshes && performance.now() < end) {
      await scrape(exporter)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    const series = (await (await fetch(`${exporter.origin}/metrics`)).text())
      .split('\n')
      .filter((line) => line.startsWith('site24x7_'))
    process.stdout.write(`${series.length} series\n`)
    return { most: (exporter.mostMemory() ?? 0) / megabyte, last: (exporter.memory() ?? 0) / megabyte }
  } finally {
    await exporter.stop()
    await simulator.stop()
    file.remove()
  }
}

const whole = await measure()
const filtered = await measure(everyHundredth)
const row = (name: string, { most, last }: { most: number; last: number }) =>
  `${name}: at most ${Math.round(most)} MB, ${Math.round(last)} MB after ${refreshes} refreshes\n`
process.stdout.write(row(`${size} monitors`, whole))
process.stdout.write(row('one in a hundred of them', filtered))
process.stdout.write(`${(filtered.most / whole.most).toFixed(2)} of the whole\n`)
