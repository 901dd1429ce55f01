/** The exporter over accounts of several kinds, and the series that everybody has to read from it. */
import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { fakeAccount } from '../app/fake-account.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { nastyAccount } from './nasty-world.ts'

export interface World {
  readonly name: string
  /** `host:port` */
  readonly address: string
  /** An answer in a format, by its media type. */
  text(accept: string): Promise<string>
  /** What providers' families say: they stay the same while a test runs. */
  readonly series: Series
}

/** Values by names and labels, as `keyOf` writes them. */
export type Series = ReadonlyMap<string, number>

/** The same for the same series, whoever tells of it. A label without a value is none. */
export function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  const given = Object.entries(labels).filter(([, value]) => value !== '')
  return JSON.stringify([name, ...given.sort(([a], [b]) => (a < b ? -1 : 1))])
}

export const isOfProviders = (name: string): boolean => /^(site24x7|chinacache|ChinaCache)_/.test(name)

/** The accounts of the simulators, and one whose names are all that JSON can hold. */
export async function startWorlds(t: Test, more: Readonly<Record<string, string>> = {}): Promise<World[]> {
  const nasty = await fakeAccount(t)
  nasty.data = nastyAccount()
  return [
    await startWorld(t, 'simulated', { ...(await simulated(t)), ...more }),
    await startWorld(t, 'nasty', { ...nasty.settings, ...more })
  ]
}

async function simulated(t: Test): Promise<Record<string, string>> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ seed: 7, size: 90 })))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  t.teardown(() => Promise.all(simulators.map((simulator) => simulator.app.close())))
  return Object.assign({}, ...simulators.map((simulator, i) => simulator.settings(origins[i] as string)))
}

async function startWorld(t: Test, name: string, env: Record<string, string>): Promise<World> {
  const app = await buildApp(loadConfig({ providers, env }))
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const text = async (accept: string) => (await fetch(`${origin}/metrics`, { headers: { accept } })).text()
  const { families } = parseExposition(await text('text/plain'), 'text')
  const samples = families.flatMap(({ samples }) => samples).filter((sample) => isOfProviders(sample.name))
  const series = new Map(samples.map((sample) => [keyOf(sample.name, sample.labels), sample.value]))
  if (series.size !== samples.length || series.size < 400) throw new Error(`${name} has ${series.size} series`)
  return { name, address: new URL(origin).host, text, series }
}

/** What differs, in words; nothing where all is the same, but for so large a part of each value. */
export function differencesOf(expected: Series, found: Series, tolerance = 0): string[] {
  const missing = [...expected.keys()].filter((key) => !found.has(key)).map((key) => `missing: ${key}`)
  const others = [...found].flatMap(([key, value]) => {
    const wanted = expected.get(key)
    if (wanted === undefined) return [`not expected: ${key}`]
    const isSame = Object.is(wanted + 0, value + 0) || Math.abs(wanted - value) <= tolerance * Math.abs(wanted)
    return isSame ? [] : [`${key} is ${value}, not ${wanted}`]
  })
  return [...missing, ...others]
}
