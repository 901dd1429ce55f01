/** The simulated account as `GET /api/current_status` shows it: a pure function of seed, size and time. */
import { randomOf } from '../../../src/simulation/pseudo-random.ts'
import { durationText, type ShownMonitor, stamper } from './wire-form.ts'
import { makeRoster, type RosterGroup, type RosterMonitor, type RosterOptions } from './world-roster.ts'
import { type Condition, conditionOf, exists, lastPoll, readingOf, status, statusAt } from './world-state.ts'

export interface StatusQuery {
  /** Sort monitors into their groups; otherwise one flat list. */
  readonly groups: boolean
  readonly locations: boolean
  readonly suspended: boolean
  /** Applications of APM, too. */
  readonly apm?: boolean
  /** Only monitors with one of these status codes. */
  readonly statuses?: ReadonlySet<number> | undefined
}

export interface WorldOptions extends RosterOptions {
  /** Minutes east of UTC of the account's time zone. */
  readonly zone: number
}

export interface World {
  /** The JSON text of `data` at `time`, Unix milliseconds. */
  dataAt(time: number, query: StatusQuery): string
  /** All monitors, without locations, as the reports know them. */
  monitorsAt(time: number): readonly ShownMonitor[]
}

/** The worst first. */
const severity: readonly number[] = [
  status.down,
  status.critical,
  status.trouble,
  status.misconfigured,
  status.maintenance,
  status.discovery,
  status.up,
  status.suspended
]

export function createWorld(options: WorldOptions): World {
  const roster = makeRoster(options)
  let shown: { time: number; monitors: readonly ShownMonitor[] } = { time: Number.NaN, monitors: [] }

  return {
    dataAt(time, query) {
      if (options.size === 0) return '{}'
      const write = monitorWriter(time, options.zone, query.locations)
      const conditions = new Map<RosterMonitor, Condition>()
      for (const monitor of roster.monitors) {
        if (!exists(monitor, time)) continue
        const condition = conditionOf(monitor, time)
        if (condition.status !== status.suspended || query.suspended) conditions.set(monitor, condition)
      }

      /** Each monitor is turned to text by itself: a big account would not fit into memory twice. */
      const list = (monitors: readonly RosterMonitor[]) => {
        const texts: string[] = []
        for (const monitor of monitors) {
          const condition = conditions.get(monitor)
          if (condition === undefined || query.statuses?.has(condition.status) === false) continue
          texts.push(JSON.stringify(write(monitor, condition)))
        }
        return `[${texts.join(',')}]`
      }

      if (query.groups) {
        const groups = roster.groups.map((group) => {
          const head = JSON.stringify(groupHead(group, conditions))
          return group.members.length === 0 ? head : `${head.slice(0, -1)},"monitors":${list(group.members)}}`
        })
        return `{"monitor_groups":[${groups.join(',')}],"monitors":${withApm(list(roster.loners), query)}}`
      }
      const count = query.locations ? '' : `,"monitors_count":${JSON.stringify(countByStatus(conditions))}`
      return `{"monitors":${withApm(list(roster.monitors), query)}${count}}`
    },

    monitorsAt(time) {
      if (time !== shown.time) {
        const data: { readonly monitors?: readonly ShownMonitor[] } = JSON.parse(
          this.dataAt(time, { groups: false, locations: false, suspended: true })
        )
        shown = { time, monitors: data.monitors ?? [] }
      }
      return shown.monitors
    }
  }
}

const application = {
  monitor_id: '300000000080001',
  name: 'checkout service',
  monitor_type: 'APMINSIGHT',
  status: status.up,
  attribute_key: 'response_time',
  attribute_value: 120,
  unit: 'ms'
}

/** Applications come only where they are asked for. */
function withApm(list: string, { apm = false }: StatusQuery): string {
  if (!apm) return list
  return `${list.slice(0, -1)}${list === '[]' ? '' : ','}${JSON.stringify(application)}]`
}

function groupHead(group: RosterGroup, conditions: ReadonlyMap<RosterMonitor, Condition>) {
  const found = group.members.flatMap((monitor) => conditions.get(monitor)?.status ?? [])
  const head = {
    group_id: group.id,
    group_name: group.name,
    status: severity.find((code) => found.includes(code)) ?? status.up
  }
  if (found.length === 0) return head
  const count = (code: number) => found.filter((each) => each === code).length
  return {
    ...head,
    downMonitorsCount: count(status.down),
    troubleMonitorsCount: count(status.trouble),
    criticalMonitorsCount: count(status.critical),
    threshold_count: 1
  }
}

function countByStatus(conditions: ReadonlyMap<RosterMonitor, Condition>) {
  const found = [...conditions.values()]
  const count = (code: number) => found.filter((each) => each.status === code).length
  return {
    total: found.length,
    up: count(status.up),
    down: count(status.down),
    trouble: count(status.trouble),
    critical: count(status.critical),
    maintenance: count(status.maintenance),
    suspended: count(status.suspended),
    discovery: count(status.discovery),
    configuration_error: count(status.misconfigured),
    hidden_alarms: 0
  }
}

type Wire = Record<string, unknown>

/** Makes the API's objects of one moment. */
function monitorWriter(time: number, zone: number, withLocations: boolean) {
  const stamp = stamper(zone)

  return (monitor: RosterMonitor, condition: Condition): Wire => {
    const { index, key, type } = monitor
    const wire: Wire = {
      monitor_id: monitor.id,
      name: monitor.name,
      monitor_type: type.type,
      status: condition.status
    }
    const locations = locationsOf(monitor, condition)
    if (type.attribute !== undefined) {
      const { name, key: attributeKey, label, unit, measure } = type.attribute
      if (name !== undefined) wire.attributeName = name
      wire.attribute_key = attributeKey
      wire.attribute_label = label
      const own = type.located
        ? locations.find(({ attribute_value: value }) => value !== undefined && value !== '-')?.attribute_value
        : measured(condition.status) && wireValue(readingOf(measure, key, 0, time), index)
      const value = own === undefined || own === false ? missing(condition.status, key) : own
      if (value !== undefined) wire.attribute_value = value
      if (unit !== undefined) wire.unit = unit
    }
    if (measured(condition.status) || condition.status === status.down) {
      wire.last_polled_time = stamp(lastPoll(key, 0, time))
    }
    if (condition.outage !== undefined) {
      const { since, reason } = condition.outage
      const length = time - since
      wire.down_reason = reason
      wire.downtime_millis = String(length)
      wire.duration = durationText(length)
      wire.outage_id = String(since)
    }
    if (monitor.tags !== undefined) wire.tags = monitor.tags
    if (type.located && withLocations) wire.locations = locations
    return type.extra === undefined ? wire : { ...wire, ...type.extra }
  }

  function locationsOf({ index, key, type, locations }: RosterMonitor, condition: Condition): Wire[] {
    return locations.map((name, place) => {
      // A location that has not polled a new monitor yet has nothing but its name.
      if (condition.status === status.discovery && place > 0) return { location_name: name }
      const here = statusAt(condition, key, place, locations.length)
      const wire: Wire = { location_name: name, status: here }
      const polled = lastPoll(key, place, time)
      if (type.attribute !== undefined) {
        // Half an hour without a poll happens to locations that are up, too.
        const isSilent = place > 0 && randomOf(key, place, polled) < 0.02
        const value = measured(here)
          ? isSilent
            ? undefined
            : wireValue(readingOf(type.attribute.measure, key, place, polled), index)
          : missing(here, key)
        if (value !== undefined) wire.attribute_value = value
      }
      if (measured(here) || here === status.down) wire.last_polled_time = stamp(polled)
      if (place === 0 && randomOf(key, 50) < 0.9) wire.primary_location = true
      return wire
    })
  }
}

/** Whether a check in this status gives a value. */
function measured(code: number): boolean {
  return code === status.up || code === status.trouble || code === status.critical
}

/** What stands in for a value that could not be measured. */
function missing(code: number, key: number): '-' | undefined {
  return code === status.down && randomOf(key, 51) < 0.6 ? '-' : undefined
}

/** Some monitors send their numbers as texts. */
function wireValue(value: number, index: number): number | string {
  return index % 17 === 5 ? String(value) : value
}
