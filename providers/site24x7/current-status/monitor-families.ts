/** The families of what the API says of each monitor, beside those of the replaced exporter. */
import type { Family, Labels } from '../../../src/contract/provider.ts'
import type { SampleColumns } from '../../../src/contract/sample-columns.ts'
import { gauge } from '../fields/gauge.ts'
import { attributeMetric } from './attributes.ts'
import type { MonitorLocation } from './monitor-locations.ts'
import { outageStatuses, statusWords } from './status.ts'
import type { TrackedMonitor } from './tracked-monitor.ts'

export function createMonitorFamilies(columnOf: (name: string) => SampleColumns) {
  const infos = columnOf('monitor_info')
  const statuses = columnOf('monitor_status')
  const polls = columnOf('monitor_last_polled_timestamp_seconds')
  const downtimes = columnOf('monitor_downtime_seconds')
  const starts = columnOf('monitor_outage_start_timestamp_seconds')
  const reasons = columnOf('monitor_down_info')
  const tags = columnOf('monitor_tag_info')
  const attributes = new Map<string, SampleColumns>()
  const counts = new Map<string, number>([...statusWords.values()].map((word) => [word, 0]))

  function addState(watched: TrackedMonitor): void {
    const { monitor, series } = watched
    statuses.add(series.id, monitor.status)
    const word = statusWords.get(monitor.status) ?? 'unknown'
    counts.set(word, (counts.get(word) ?? 0) + 1)
    if (outageStatuses.has(monitor.status) && monitor.downtimeSeconds !== undefined) {
      downtimes.add(series.id, monitor.downtimeSeconds)
    }
    if (outageStatuses.has(monitor.status) && monitor.outageStart !== undefined) {
      starts.add(series.id, monitor.outageStart)
    }
    if (outageStatuses.has(monitor.status) && monitor.downReason !== undefined) {
      reasons.add({ monitor_id: monitor.id, reason: monitor.downReason }, 1)
    }
    for (const labels of series.tagInfo) tags.add(labels, 1)
    addPolls(watched)
  }

  function addPolls({ sights, series: { identified } }: TrackedMonitor): void {
    for (let i = 0; i < sights.length; i++) {
      const { lastPolled } = sights[i] as MonitorLocation
      if (lastPolled !== undefined) polls.add(identified[i] as Labels, lastPolled)
    }
  }

  function addAttribute({ monitor, sights, series, isLatency }: TrackedMonitor): void {
    const metric = isLatency ? undefined : attributeMetric(monitor)
    if (metric === undefined) return
    const samples = columnOf(metric.name)
    attributes.set(metric.name, samples)
    const before = samples.length
    for (let i = 0; i < sights.length; i++) {
      const { value } = sights[i] as MonitorLocation
      if (value !== undefined) samples.add(series.identified[i] as Labels, metric.toBase(value))
    }
    // The monitor's own value where none of its locations has one.
    if (samples.length === before && monitor.value !== undefined) {
      samples.add(series.nowhere, metric.toBase(monitor.value))
    }
  }

  return {
    /** A monitor as a member of a group or of none. */
    addMember({ series }: TrackedMonitor): void {
      infos.add(series.info, 1)
    },

    /** Each monitor once. */
    addMonitor(watched: TrackedMonitor): void {
      addState(watched)
      addAttribute(watched)
    },

    end(): Family[] {
      return [
        gauge(
          'monitor_info',
          'Names of a monitor, from monitors[] and monitor_groups[], one series for each group it is in; the value is always 1.',
          infos
        ),
        gauge('monitor_status', 'Status code of the monitor as a whole, from monitors[].status.', statuses),
        gauge(
          'monitor_last_polled_timestamp_seconds',
          "Unix time of the provider's own last check, from locations[].last_polled_time.",
          polls
        ),
        gauge(
          'monitor_downtime_seconds',
          'Length of the running outage, from monitors[].downtime_millis; present only while there is one.',
          downtimes
        ),
        gauge(
          'monitor_outage_start_timestamp_seconds',
          'Unix time at which the running outage began, from monitors[].outage_id; present only while there is one.',
          starts
        ),
        gauge(
          'monitor_down_info',
          'Why the running outage began, from monitors[].down_reason, cut to 120 characters; the value is always 1.',
          reasons
        ),
        gauge('monitor_tag_info', 'Tags of a monitor, from monitors[].tags; the value is always 1.', tags),
        gauge(
          'monitors',
          'How many monitors have the status, from monitors[].status.',
          [...counts].filter(isKnown).map(([status, value]) => ({ labels: { status }, value }))
        ),
        ...[...attributes].map(([name, samples]) =>
          gauge(
            name,
            'The attribute of the monitor that this name tells, from attribute_key and attribute_value.',
            samples
          )
        )
      ]
    }
  }
}

/** Suspended monitors are not asked for, so that none is seen says nothing of how many there are. */
function isKnown([status, count]: readonly [string, number]): boolean {
  return status !== 'suspended' || count > 0
}
