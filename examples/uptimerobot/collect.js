/** Monitors in, families out. Pure. */
import { ratioDays } from './api.js'
import { isOpen } from './maintenance.js'

/** @type {Record<number, { name: string, severity: import('edge-exporter').Severity }>} */
const states = {
  0: { name: 'paused', severity: 'idle' },
  1: { name: 'not checked yet', severity: 'idle' },
  2: { name: 'up', severity: 'ok' },
  8: { name: 'seems down', severity: 'warning' },
  9: { name: 'down', severity: 'critical' }
}

/** @type {Record<number, string>} */
const types = { 1: 'http', 2: 'keyword', 3: 'ping', 4: 'port', 5: 'heartbeat' }

/** What `status` says of a monitor that is looked after: seeming down is not up. Else nobody knows. */
/** @type {Record<number, number>} */
const up = { 2: 1, 8: 0, 9: 0 }

/** @param {string} timeZone of the account */
export function createCollect(timeZone) {
  /**
   * @param {import('./api.js').Monitors} payload
   * @param {{ now: number }} context
   * @returns {import('edge-exporter').Collection}
   */
  return ({ monitors, total, repeated }, { now }) => {
    const seen = monitors.map((monitor) => {
      const inMaintenance = (monitor.mwindows ?? []).some((window) => isOpen(window, now, timeZone))
      return { monitor, inMaintenance, labels: { monitor_id: String(monitor.id) } }
    })

    /**
     * @param {string} name
     * @param {string} help
     * @param {(each: typeof seen[number]) => import('edge-exporter').Sample[]} samplesOf
     * @param {string} [unit]
     * @returns {import('edge-exporter').Family}
     */
    const gauge = (name, help, samplesOf, unit) => ({
      name: `uptimerobot_${name}`,
      help,
      type: 'gauge',
      ...(unit === undefined ? {} : { unit }),
      samples: seen.flatMap(samplesOf)
    })

    /** @param {typeof seen[number]} each */
    const stateOf = ({ monitor, inMaintenance }) =>
      inMaintenance
        ? { name: 'maintenance', severity: /** @type {const} */ ('idle') }
        : (states[monitor.status] ?? { name: 'unknown', severity: /** @type {const} */ ('warning') })
    const groups = Map.groupBy(seen, (each) => stateOf(each).name)

    return {
      families: [
        gauge(
          'monitor_info',
          'Always 1; names of a monitor, from friendly_name, url and type.',
          ({ monitor, labels }) => [
            {
              labels: {
                ...labels,
                monitor_name: String(monitor.friendly_name ?? ''),
                url: String(monitor.url ?? ''),
                type: types[monitor.type] ?? 'unknown'
              },
              value: 1
            }
          ]
        ),
        gauge(
          'monitor_up',
          'From status: 1 up, 0 down or seems down; absent while it is paused or was never checked.',
          ({ monitor, labels }) => {
            const value = up[monitor.status]
            return value === undefined ? [] : [{ labels, value }]
          }
        ),
        gauge('monitor_paused', 'From status: 1 paused, else 0.', ({ monitor, labels }) => [
          { labels, value: monitor.status === 0 ? 1 : 0 }
        ]),
        gauge('monitor_in_maintenance', 'From mwindows: 1 while a maintenance window is open, else 0.', (each) => [
          { labels: each.labels, value: each.inMaintenance ? 1 : 0 }
        ]),
        gauge(
          'monitor_response_time_seconds',
          'Response time of the last check, from response_times.',
          ({ monitor, labels }) => {
            const ms = monitor.response_times?.[0]?.value
            return typeof ms === 'number' && ms >= 0 ? [{ labels, value: ms / 1000 }] : []
          },
          'seconds'
        ),
        gauge(
          'monitor_check_interval_seconds',
          'Time from one check to the next, from interval.',
          ({ monitor, labels }) => (monitor.interval > 0 ? [{ labels, value: monitor.interval }] : []),
          'seconds'
        ),
        gauge(
          'monitor_uptime_ratio',
          'Share of the last days for which it was up, from custom_uptime_ratio.',
          ({ monitor, labels }) =>
            ratiosOf(monitor.custom_uptime_ratio).map(({ days, ratio }) => ({
              labels: { ...labels, window: `${days}d` },
              value: ratio
            })),
          'ratio'
        ),
        {
          name: 'uptimerobot_monitors',
          help: 'Monitors of the account, from pagination.total.',
          type: 'gauge',
          samples: [{ labels: {}, value: total }]
        }
      ],
      drift: {
        unknown_status: seen.filter(({ monitor }) => states[monitor.status] === undefined).length,
        repeated_monitor: repeated,
        missing_monitor: Math.max(0, total - monitors.length)
      },
      overview: {
        noun: 'monitors',
        states: [...groups].map(([name, all]) => ({
          name,
          severity: all[0] === undefined ? 'ok' : stateOf(all[0]).severity,
          count: all.length
        })),
        troubles: seen
          .map((each) => ({ name: String(each.monitor.friendly_name ?? each.monitor.id), ...wordsOf(stateOf(each)) }))
          .filter(({ severity }) => severity === 'critical' || severity === 'warning')
          .toSorted((a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical'))
      }
    }
  }
}

/** @param {{ name: string, severity: import('edge-exporter').Severity }} state */
const wordsOf = ({ name, severity }) => ({ state: name, severity })

/**
 * @param {string | undefined} text
 * @returns {{ days: number, ratio: number }[]}
 */
function ratiosOf(text) {
  const percents = (text ?? '').split('-')
  return ratioDays.flatMap((days, i) => {
    const percent = Number(percents[i] || Number.NaN)
    return percent >= 0 && percent <= 100 ? [{ days, ratio: percent / 100 }] : []
  })
}
