/** Simulators of all providers that fail at random, and whose inventory changes with every answer. */
import type { FastifyInstance } from 'fastify'
import { createSimulator as createChinaCache } from '../../providers/chinacache/simulator.ts'
import { createSimulator as createSite24x7 } from '../../providers/site24x7/simulator/index.ts'
import type { Simulator } from '../../src/contract/provider.ts'
import type { Faults } from '../../src/simulation/faults.ts'
import { randomOf } from '../../src/simulation/pseudo-random.ts'

export interface Chaos {
  /** What turns the providers on. */
  readonly settings: Record<string, string>
  /** Switches one fault on or off. */
  roll(): void
  /** Refuses one call in a way that nobody tries again after for a minute or two. */
  refuse(): void
  /** Ends all faults. */
  calm(): void
  /** How often a fault was switched on. */
  rolled(): number
  /** How many answers had an inventory of their own. */
  inventories(): number
  close(): Promise<void>
}

/** After these nobody asks again for minutes or hours, so they would leave nothing to do if they came often. */
const withPauses = /^(40[13]|429|quota|scope|refused|revoked|invalid-|throttled|expired)/
/** Those of two minutes at most. */
const shortPauses = /^(40[13]$|429$|429-(seconds|date)|scope|refused)/

type Inventory = { data?: { monitors?: { name: string }[] }; isps?: unknown[] }

/** Half of the monitors, and one ISP, have a name that never comes again: what remembers names for ever grows fast. */
function withNewNames(text: string, generation: number): string {
  const answer = JSON.parse(text) as Inventory
  const monitors = answer.data?.monitors
  if (monitors !== undefined) {
    const size = monitors.length - (generation % 20)
    const changed = (name: string, i: number) => (i % 2 === generation % 2 ? `${name} ${generation}` : name)
    const some = monitors.slice(0, size).map((monitor, i) => ({ ...monitor, name: changed(monitor.name, i) }))
    Object.assign(answer.data as object, { monitors: some })
  }
  answer.isps?.push({ isp: `运营商 ${generation}`, fluxRatio: 0.01, hitCount: 1, hitRatio: 0.01 })
  return JSON.stringify(answer)
}

/** Returns how many answers it has changed. */
function changeWithEachAnswer(app: FastifyInstance): () => number {
  let generation = 0
  app.addHook('onSend', async (request, reply, payload) => {
    const { endpoint } = request.routeOptions.config
    const isData = (endpoint === 'current_status' || endpoint === 'isp') && reply.statusCode === 200
    if (!isData || !/^\{"(code|totalFlux)/.test(String(payload))) return payload
    generation += 1
    return withNewNames(String(payload), generation)
  })
  return () => generation
}

/** Listens until it is closed. The same seed rolls the same faults. */
export async function createChaos(seed: number): Promise<Chaos> {
  let throws = 0
  const random = () => randomOf(seed, throws++)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T

  const simulators: (Simulator & { readonly faults: Faults })[] = [
    await createSite24x7({ seed: 1, size: 150, throttle: false }),
    await createChinaCache({ seed: 1, size: 3 })
  ]
  const settings: Record<string, string> = {}
  const changed: (() => number)[] = []
  for (const simulator of simulators) {
    // Before the hook of the faults, which spoils what this one has made.
    changed.push(changeWithEachAnswer(simulator.app))
    Object.assign(settings, simulator.settings(await simulator.app.listen({ host: '127.0.0.1', port: 0 })))
  }
  let rolled = 0

  function setOne(isWanted: (fault: string) => boolean, times: number | undefined): void {
    const { faults } = pick(simulators)
    const [endpoint, known] = pick(Object.entries(faults.known()))
    faults.set(endpoint, pick(known.filter(isWanted)), { times })
    rolled += 1
  }

  return {
    settings,
    roll() {
      if (random() < 0.4) pick(simulators).faults.clear()
      else setOne((fault) => !withPauses.test(fault), random() < 0.5 ? undefined : 1 + Math.floor(random() * 3))
    },
    refuse: () => setOne((fault) => shortPauses.test(fault), 1),
    calm() {
      for (const { faults } of simulators) faults.clear()
    },
    rolled: () => rolled,
    inventories: () => changed.reduce((sum, count) => sum + count(), 0),
    close: async () => void (await Promise.all(simulators.map(({ app }) => app.close())))
  }
}
