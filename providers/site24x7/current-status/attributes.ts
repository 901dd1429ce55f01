/** What the one attribute of a monitor measures, and in which unit it is exported. */
import { scaleDecimal } from '../../../src/parsing/decimal.ts'
import type { Monitor } from './monitor.ts'

/** The types whose attribute the replaced exporter has always taken for a latency, whatever its name. */
const latencyTypes = new Set(['URL', 'HOMEPAGE', 'REALBROWSER', 'RESTAPI'])

const latencyAttributes = new Set(['response_time', 'transaction_time', 'page_load_time', 'latency'])

interface Unit {
  /** Suffix of the metric name; empty where there is no base unit. */
  readonly base: '' | 'seconds' | 'bytes' | 'ratio'
  readonly toBase: (value: number) => number
}

const times = (base: Unit['base'], factor: number): Unit => ({ base, toBase: (value) => scaleDecimal(value, factor) })
const shifted = (base: Unit['base'], places: number): Unit => ({
  base,
  toBase: (value) => scaleDecimal(value, 1, places)
})

const kibi = 1024

/** Units as the API writes them, in lower case. */
const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries({
    '%': shifted('ratio', 2),
    percent: shifted('ratio', 2),
    percentage: shifted('ratio', 2),
    ...Object.fromEntries(
      ['ms', 'msec', 'msecs', 'millis', 'millisec', 'millisecs', 'millisecond', 'milliseconds', 'milli seconds'].map(
        (unit) => [unit, shifted('seconds', 3)]
      )
    ),
    s: times('seconds', 1),
    sec: times('seconds', 1),
    second: times('seconds', 1),
    secs: times('seconds', 1),
    seconds: times('seconds', 1),
    min: times('seconds', 60),
    mins: times('seconds', 60),
    minutes: times('seconds', 60),
    minute: times('seconds', 60),
    hour: times('seconds', 3600),
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

const milliseconds = shifted('seconds', 3)
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
  if (!latencyTypes.has(monitor.type) && !latencyAttributes.has(monitor.attribute ?? '')) return undefined
  const unit = monitor.unit === undefined ? milliseconds : unitOf(monitor)
  return unit.base === 'seconds' ? unit.toBase : undefined
}

export interface AttributeMetric {
  /** Without the provider's prefix. */
  readonly name: string
  readonly toBase: (value: number) => number
}

/** Names that families of other facts have: an attribute of that name must not fall among them. */
const reserved = new Set([
  'up',
  'latency_seconds',
  'status',
  'last_polled_timestamp_seconds',
  'downtime_seconds',
  'outage_start_timestamp_seconds',
  'availability_ratio',
  'outages',
  'mttr_seconds',
  'mtbf_seconds',
  'check_interval_seconds',
  'timeout_seconds'
])

/** Suffixes that mean something else than a gauge. */
const reservedSuffix = /(^|_)(total|count|sum|bucket|info|created)$/

/** Words that tell the type of a metric, which has no place in its name. */
const typeWords = new Set(['gauge', 'counter', 'histogram', 'summary'])

/** Abbreviations of units have no place there either. */
const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ns: 'nanosecond',
    us: 'microsecond',
    ms: 'millisecond',
    s: 'second',
    sec: 'second',
    m: 'minute',
    h: 'hour',
    d: 'day',
    b: 'byte',
    kb: 'kilobyte',
    mb: 'megabyte',
    gb: 'gigabyte',
    tb: 'terabyte',
    pb: 'petabyte'
  })
)

/** Units that are not base units; in the singular they are plain words. */
const derivedUnit =
  /^((nano|micro|milli)seconds|minutes|hours|days|weeks|(kilo|mega|giga|tera|peta)?bits|[kmgtp][a-z]+bytes)$/

function spelledOut(word: string): string {
  return abbreviations.get(word) ?? (derivedUnit.test(word) ? word.slice(0, -1) : word)
}

/** The family of an attribute that is not a latency, or undefined when the API names no attribute. */
export function attributeMetric(monitor: Monitor): AttributeMetric | undefined {
  const { attribute, unit } = monitor
  if (attribute === undefined) return undefined
  const key = `${attribute.length} ${attribute}${unit ?? ''}`
  const known = knownMetrics.get(key)
  if (known !== undefined) return known
  const made = makeMetric(attribute, unitOf(monitor))
  if (made !== undefined && knownMetrics.size < mostMetrics) knownMetrics.set(key, made)
  return made
}

/** Thousands of monitors have one of some dozens of attributes. */
const knownMetrics = new Map<string, AttributeMetric>()
const mostMetrics = 1000

function makeMetric(attribute: string, unit: Unit): AttributeMetric | undefined {
  const words = attribute.split(/[^a-z0-9]+/).filter((word) => word !== '' && !typeWords.has(word))
  if (words.length === 0) return undefined
  if (unit.base !== '') {
    if (isNameOf(unit, words.at(-1) ?? '')) words.pop()
    words.push(unit.base)
  }
  const name = words.map(spelledOut).join('_')
  const isTaken = reserved.has(name) || reservedSuffix.test(name)
  return { name: `monitor_${isTaken ? `${name}_value` : name}`, toBase: unit.toBase }
}

/** Whether the word says what the unit's suffix will say: `kb` where the unit is KB. */
function isNameOf(unit: Unit, word: string): boolean {
  const named = units.get(word)
  return word === unit.base || (named?.base === unit.base && named.toBase(1) === unit.toBase(1))
}
