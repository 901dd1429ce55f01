/** Whom the faults are tried on: each provider, and each server of a provider that has several. */
import { chinacache } from '../../providers/chinacache/index.ts'
import { site24x7 } from '../../providers/site24x7/index.ts'
import { createSimulator, type Site24x7Simulator } from '../../providers/site24x7/simulator/index.ts'
import type { Clock } from '../../src/contract/clock.ts'
import type { Simulator } from '../../src/contract/provider.ts'
import type { Faults } from '../../src/simulation/faults.ts'
import { onlyMonitors } from '../support/only-monitors.ts'

/** Every simulator can be made to fail, though the contract does not ask for it. */
export type SwitchableSimulator = Simulator & { readonly faults: Faults }

export type SubjectName = 'site24x7' | 'site24x7 token' | 'chinacache'

export interface Subject {
  readonly name: SubjectName
  /** As the README calls it. */
  readonly title: string
  readonly provider: string
  /** The endpoint of the simulator that fails; `*`: all of them. */
  readonly endpoint: string
  /** Lines of its families in an answer. */
  readonly families: RegExp
  /** Calls of one refresh, by source. */
  readonly calls: Readonly<Record<string, number>>
  /** False for calls that are never tried again within a refresh. */
  readonly isRetried: boolean
  /** Calls to other endpoints that the outage costs besides, in all. */
  readonly moreCalls: number
  simulator(clock: Clock): Promise<SwitchableSimulator>
  /** `faulty` is the address of what fails, `direct` that of all else. */
  settings(simulator: SwitchableSimulator, faulty: string, direct: string): Record<string, string>
  /** Makes the next refresh ask the endpoint where it would not. */
  provoke(simulator: SwitchableSimulator): void
}

// Without a quota, so that the interval is the TTL, and with an age limit that is soon reached.
const site24x7Settings = {
  ...onlyMonitors,
  SITE24X7_TTL: '60s',
  SITE24X7_MAX_AGE: '150s',
  SITE24X7_DAILY_CALL_LIMIT: 'off'
}

const status: Subject = {
  name: 'site24x7',
  title: 'Site24x7',
  provider: site24x7.name,
  endpoint: 'current_status',
  families: /^(# \w+ )?site24x7_/,
  calls: { current_status: 1 },
  isRetried: true,
  moreCalls: 0,
  simulator: (clock) => createSimulator({ clock, size: 5 }),
  settings: (simulator, faulty, direct) => ({
    ...simulator.settings(faulty),
    ZOHO_ACCOUNTS_URL: direct,
    ...site24x7Settings
  }),
  provoke() {}
}

const token: Subject = {
  ...status,
  name: 'site24x7 token',
  title: 'Zoho accounts',
  endpoint: 'token',
  isRetried: false,
  // The one that finds out that the token has ended.
  moreCalls: 1,
  settings: (simulator, faulty, direct) => ({
    ...simulator.settings(direct),
    ZOHO_ACCOUNTS_URL: faulty,
    ...site24x7Settings
  }),
  provoke: (simulator) => (simulator as Site24x7Simulator).expireTokens()
}

const portal: Subject = {
  name: 'chinacache',
  title: 'ChinaCache',
  provider: chinacache.name,
  endpoint: '*',
  families: /^(# \w+ )?chinacache_/i,
  calls: { traffic: 3, isp: 1, region: 1, status_codes: 1 },
  isRetried: true,
  moreCalls: 0,
  simulator: (clock) => chinacache.simulator({ clock, size: 1 }) as Promise<SwitchableSimulator>,
  settings: (simulator, faulty) => ({
    ...simulator.settings(faulty),
    CHINACACHE_TTL: '60s',
    CHINACACHE_MAX_AGE: '150s',
    CHINACACHE_BREAKDOWN_TTL: '60s'
  }),
  provoke() {}
}

export const subjects: readonly Subject[] = [status, token, portal]

export function subjectNamed(name: SubjectName): Subject {
  return subjects.find((subject) => subject.name === name) as Subject
}
