/**
 * A process of its own: what a warm refresh costs, from the bytes of an answer to text and gzip ready to send, beside
 * parsing the same bytes, and beside setting and rendering the same series with prom-client. It is CPU time, all
 * threads together, as the clock on the wall tells more of what else the machine does.
 */
import client from 'prom-client'
import { collectWhereItFits, createCollectorThread } from '../plugins/snapshots/collector-thread.ts'
import type { Memory } from '../providers/site24x7/current-status/collector.ts'
import { createCollect } from '../providers/site24x7/current-status/thread-collector.ts'
import type { Family, Source } from '../src/contract/provider.ts'
import { createProviderSegments } from '../src/exposition/provider-segments.ts'
import { answersOf } from './world.ts'

/** Milliseconds of CPU time. */
export interface RefreshCost {
  /** One for each round. */
  readonly costs: readonly { readonly parse: number; readonly refresh: number }[]
  readonly byPromClient: number
}

const size = Number(process.argv[2])
const rounds = 5
/** Repetitions within a round: some seconds of work for each size. */
const times = Math.max(1, Math.min(200, Math.round(30_000 / size)))
/** A service is warm after some minutes; by then V8 has compiled what runs often. */
const warmUp = Math.max(5, Math.min(100, Math.round(100_000 / size)))

const answers = answersOf(size, 4)
const key = 'site24x7 current_status'
const module = new URL('../providers/site24x7/current-status/thread-collector.ts', import.meta.url)
const collect = createCollect()
const source = { collect, offload: { module, options: {} } } as Pick<Source, 'collect' | 'offload'>
const thread = createCollectorThread()
const segments = createProviderSegments()
segments.expect('text')
const rules = { provider: 'site24x7', maxSeries: Number.POSITIVE_INFINITY }
let memory: unknown

const answer = (i: number) => answers[i % answers.length] as Uint8Array<ArrayBuffer>

/** What a source's refresh does between the end of the fetch and the swap. */
async function refresh(payload: Uint8Array<ArrayBuffer>): Promise<void> {
  const context = { now: Date.now(), memory }
  const collected = await collectWhereItFits(thread, key, source, payload, context, rules)
  memory = collected.memory
  await segments.prepare('site24x7', [collected.families])
}

function parse(i: number): unknown {
  return JSON.parse(Buffer.from(answer(i).buffer).toString())
}

/** Milliseconds of CPU time for one call, with what has to be made ready before. */
async function cpu<Input>(
  times: number,
  input: (i: number) => Input,
  work: (input: Input) => unknown
): Promise<number> {
  const inputs = Array.from({ length: times }, (_, i) => input(i))
  const before = process.cpuUsage()
  for (const each of inputs) await work(each)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / times
}

const index = (i: number) => i
/** A refresh moves its bytes away, so each gets some of its own. */
const copy = (i: number) => answer(i).slice()

function promClient(families: readonly Family[]) {
  const registry = new client.Registry()
  const gauges = families.map(({ name, help, samples }) => {
    const [first] = samples
    const labelNames = Object.keys(first?.labels ?? {})
    return new client.Gauge({ name, help, labelNames, registers: [registry] })
  })
  return async () => {
    for (const [i, { samples }] of families.entries()) {
      for (const { labels, value } of samples) gauges[i]?.set({ ...labels }, value)
    }
    return registry.metrics()
  }
}

await cpu(warmUp, index, parse)
await cpu(warmUp, copy, refresh)
const costs: { parse: number; refresh: number }[] = []
for (let round = 0; round < rounds; round++) {
  costs.push({ parse: await cpu(times, index, parse), refresh: await cpu(times, copy, refresh) })
}
await thread.close()

const setAndRender = promClient(collect(answer(0), { now: 0, memory: undefined as Memory | undefined }).families)
await cpu(1, index, setAndRender)
const byPromClient = await cpu(Math.max(1, Math.min(20, Math.round(20_000 / size))), index, setAndRender)

process.stdout.write(JSON.stringify({ costs, byPromClient } satisfies RefreshCost))
