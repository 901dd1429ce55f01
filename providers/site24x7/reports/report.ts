/** What a report is: the calls that it takes, and a pure reader of their answers. */
import type { Family, Overview, Place } from '../../../src/contract/provider.ts'
import type { ItemFields } from '../../../src/parsing/item-filter.ts'
import type { Endpoint } from '../endpoint.ts'
import type { ParseReport } from '../fields/parse-report.ts'

/** One of the calls. `key` tells it from the others: a window of time, a kind. */
export interface Call extends Endpoint {
  readonly key: string
}

/** What the calls may depend on. */
export interface CallContext {
  /** Windows of time, as `30d`. */
  readonly windows: readonly string[]
  /** Unix milliseconds. */
  readonly now: number
  /** Milliseconds east of UTC of the account's zone. */
  readonly utcOffset: number
}

/** The `data` of the call of that key. */
export interface Answer {
  readonly key: string
  readonly data: unknown
}

export interface ReadContext {
  /** Unix milliseconds at which the answers came. */
  readonly now: number
  readonly report: ParseReport
  /** Whether the filter of the account lets a monitor through, of which a report knows fewer fields than `current_status`. */
  readonly isWanted: (item: ItemFields) => boolean
}

/** What is made of the answers. */
export interface Reading {
  readonly families: readonly Family[]
  readonly places?: readonly Place[]
  readonly overview?: Overview | undefined
}

/** How a report is asked for, as its setting says. */
export interface ReportPlan {
  readonly report: Report
  /** Milliseconds. */
  readonly ttl: number
  /** Off where the credentials do not allow it, in place of down. */
  readonly isOptional: boolean
}

export interface Report {
  /** Name of the source. Its setting is this in upper case after `SITE24X7_`. */
  readonly name: string
  /** What the settings and messages say of it. */
  readonly title: string
  readonly scope: string
  /** Milliseconds from one refresh to the next where the setting does not say. */
  readonly ttl: number
  /** `auto`: on where the credentials allow it. */
  readonly usual: 'auto' | 'off'
  /** What its scope could show besides, where that is to be known before it is granted. */
  readonly warning?: string
  calls(context: CallContext): readonly Call[]
  read(answers: readonly Answer[], context: ReadContext): Reading
}

export const minute = 60_000
export const hour = 60 * minute
