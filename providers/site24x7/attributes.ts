/** What the one attribute of a monitor measures, and in which unit it is exported. */
import type { Monitor } from './inventory.ts'

/** The types whose attribute the replaced exporter has always taken for a latency, named or not. */
const latencyTypes = new Set(['URL', 'HOMEPAGE', 'REALBROWSER', 'RESTAPI'])

const latencyAttributes = new Set(['response_time', 'transaction_time', 'page_load_time', 'latency'])

interface Unit {
  /** Suffix of the metric name; empty where there is no base unit. */
  readonly base: '' | 'seconds' | 'bytes' | 'ratio'
  readonly toBase: (value: number) => number
}

const times = (base: Unit['base'], factor: number): Unit => ({ base, toBase: (value) => value * factor })
// A division keeps short decimals short: 7 / 1000 is 0.007, 7 * 0.001 may not be.
const divided = (base: Unit['base'], divisor: number): Unit => ({ base, toBase: (value) => value / divisor })

const kibi = 1024

/** Units as the API writes them, in lower case. */
const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries({
    '%': divided('ratio', 100),
    percent: divided('ratio', 100),
    ms: divided('seconds', 1000),
    s: times('seconds', 1),
    sec: times('seconds', 1),
    secs: times('seconds', 1),
    seconds: times('seconds', 1),
    min: times('seconds', 60),
    mins: times('seconds', 60),
    minutes: times('seconds', 60),
    hours: times('seconds', 3600),
    day: times('seconds', 86_400),
    days: times('seconds', 86_400),
    bytes: times('bytes', 1),
    kb: times('bytes', kibi),
    mb: times('bytes', kibi ** 2),
    gb: times('bytes', kibi ** 3),
    tb: times('bytes', kibi ** 4)
  })
)

const milliseconds = divided('seconds', 1000)
const noUnit = times('', 1)

function unitOf({ unit }: Monitor): Unit {
  return units.get(unit?.trim().toLowerCase() ?? '') ?? noUnit
}

/** A value in the monitor's unit to seconds. */
export type Latency = (value: number) => number

/**
 * How the monitor's value becomes a latency, or undefined when it is none. A latency without a unit is in
 * milliseconds, the only unit the API has been seen to use for one.
 */
export function latencyOf(monitor: Monitor): Latency | undefined {
  const isNamed = monitor.attribute !== undefined && latencyAttributes.has(monitor.attribute)
  const isAssumed = monitor.attribute === undefined && latencyTypes.has(monitor.type)
  if (!isNamed && !isAssumed) return undefined
  const unit = monitor.unit === undefined ? milliseconds : unitOf(monitor)
  return unit.base === 'seconds' ? unit.toBase : undefined
}

export interface AttributeMetric {
  readonly name: string
  readonly unit: string
  readonly toBase: (value: number) => number
}

/** Names that families of other facts have: an attribute of that name must not fall among them. */
const reserved = new Set([
  'up',
  'latency_seconds',
  'info',
  'status',
  'last_polled_timestamp_seconds',
  'downtime_seconds',
  'tag_info'
])

/** The family of an attribute that is not a latency, or undefined when the API names no attribute. */
export function attributeMetric(monitor: Monitor): AttributeMetric | undefined {
  const word = monitor.attribute?.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')
  if (word === undefined || word === '') return undefined
  const { base, toBase } = unitOf(monitor)
  const full = base === '' || word.endsWith(`_${base}`) ? word : `${word}_${base}`
  const isTaken = reserved.has(full) || /_(total|count|sum|bucket|info|created)$/.test(full)
  return { name: `site24x7_monitor_${isTaken ? `${full}_value` : full}`, unit: isTaken ? '' : base, toBase }
}
