/** What people see of a source, on the status page and on maps. Nothing here is needed for metrics. */

/** A dot on a map: `key` is the label value that dashboards join on. Degrees, WGS 84. */
export interface Place {
  readonly key: string
  readonly name: string
  readonly latitude: number
  readonly longitude: number
}

/** How bad something is, for colours and order. `idle` is what rests on purpose: suspended, in maintenance. */
export type Severity = 'ok' | 'idle' | 'warning' | 'critical'

/** What a person sees first: for the status page, `/api/status` and the commands. Everything in it is optional. */
export interface Overview {
  /** What the provider watches, in the plural: `monitors`. */
  readonly noun?: string
  /** How many of them are in which state, the provider's word for it being the name. */
  readonly states?: readonly State[]
  /** What is seen from which place. */
  readonly sights?: readonly Sight[]
  /** What is not as it should be: the worst first, then the newest, and no more than `mostTroubles`. */
  readonly troubles?: readonly Trouble[]
  /** Which part of the traffic goes where. */
  readonly regions?: readonly Region[]
  /** What is good to know although nothing may be wrong: what ends soon, what is planned. No more than `mostTroubles`. */
  readonly notices?: readonly Notice[]
  /** Names of places that have no position, so that somebody can tell where they are. */
  readonly unplaced?: readonly string[]
}

/** As many as people search in; `states` has the whole number. */
export const mostTroubles = 5000

export interface Notice {
  /** The heading under which it is listed: `Maintenance`. */
  readonly topic: string
  readonly name: string
  readonly severity: Severity
  /** A word: `running`. */
  readonly state: string
  /** The rest of the sentence: `the certificate ends in 3 days`. */
  readonly text: string
}

export interface State {
  readonly name: string
  readonly severity: Severity
  readonly count: number
}

export interface Sight {
  /** The `key` of a place. */
  readonly place: string
  /** How many are watched from there. */
  readonly count: number
  /** How many of them are not as they should be; one where `severity` says so and this is left out. */
  readonly notUp?: number
  /** The worst that is seen from there. */
  readonly severity: Severity
}

export interface Trouble {
  readonly name: string
  /** The provider's word: `down`. */
  readonly state: string
  readonly severity: Severity
  /** Milliseconds for which it had lasted when it was collected, where the provider tells. */
  readonly lasting?: number | undefined
  /** Places, or whatever tells where. */
  readonly where?: readonly string[]
  /** Why, in the provider's words. */
  readonly reason?: string | undefined
  /** `https` URL of its page at the provider. */
  readonly link?: string | undefined
}

export interface Region {
  /** ISO 3166-1 alpha-2 (`JP`) or ISO 3166-2 (`CN-GD`). */
  readonly code: string
  readonly name: string
  /** 0 to 1, of all traffic of the provider. */
  readonly share: number
}
