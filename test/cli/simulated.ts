import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import type { Simulator } from '../../src/contract/provider.ts'
import type { Faults } from '../../src/simulation/faults.ts'

/** Every simulator can be made to fail, though the contract does not ask for it. */
type SwitchableSimulator = Simulator & { readonly faults: Faults }

export interface Simulated {
  /** What turns every provider on. */
  readonly settings: Record<string, string>
  /** By the provider's name. */
  readonly simulators: Record<string, SwitchableSimulator>
}

/** Small simulators of all providers, listening until the test ends. */
export async function simulate(t: Pick<Test, 'teardown'>, { size = 5 } = {}): Promise<Simulated> {
  const settings: Record<string, string> = {}
  const simulators: Record<string, SwitchableSimulator> = {}
  for (const provider of providers) {
    const simulator = (await provider.simulator({ size })) as SwitchableSimulator
    Object.assign(settings, simulator.settings(await simulator.app.listen({ host: '127.0.0.1', port: 0 })))
    t.teardown(() => simulator.app.close())
    simulators[provider.name] = simulator
  }
  return { settings, simulators }
}

/** The messages of a log of JSON lines. */
export function messagesIn(log: string): string[] {
  const lines = log.split('\n').filter((line) => line.startsWith('{'))
  return lines.map((line) => (JSON.parse(line) as { msg: string }).msg)
}
