import { dashboard, datasourceVariable, type Link, type Step, stat, table, timeseries, variable } from './grafana.ts'
import {
  alarm,
  byReplica,
  dashboardLink,
  firing,
  installation,
  installationColumns,
  instanceVariable,
  jobVariable,
  scraped,
  upWords
} from './shared.ts'

const metric = 'edge_exporter_source_up'
const source = `${scraped},provider=~"$provider"`

/** Replicas agree on what a provider says, so the best of them counts. */
const bySource = (name: string) => `max ${byReplica} (${name}{${source}})`
const byProvider = bySource

const age = `time() - ${bySource('edge_exporter_source_last_success_timestamp_seconds')}`
const ageInIntervals = `(${age}) / ${bySource('edge_exporter_source_refresh_interval_seconds')}`
const stale: readonly Step[] = [{ color: 'green' }, { from: 2, color: 'yellow' }, { from: 3, color: 'red' }]
const spent: readonly Step[] = [{ color: 'green' }, { from: 0.75, color: 'yellow' }, { from: 0.8, color: 'red' }]
const links = (uid: string, title: string): readonly Link[] => [{ title, url: dashboardLink(uid) }]

export const overview = dashboard({
  uid: 'edge-exporter-overview',
  title: 'Edge exporter / Overview',
  description: 'Every provider at a glance: is its data fresh, how does it look, how long does the quota last.',
  variables: [
    datasourceVariable,
    jobVariable(metric),
    instanceVariable(metric),
    variable({
      name: 'provider',
      label: 'Provider',
      query: `label_values(${metric}{${scraped}}, provider)`,
      all: '.+'
    })
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat(
          'Sources down',
          'Sources whose last refresh failed, on every replica.',
          [{ expr: `sum(1 - ${bySource(metric)})` }],
          { steps: alarm(1), links: links('edge-exporter-internals', 'Exporter internals') }
        ),
        stat(
          'Oldest data',
          'The age of the oldest data, in refresh intervals. One is normal; at three an alert fires.',
          [{ expr: `max(${ageInIntervals})` }],
          { decimals: 1, steps: stale }
        ),
        stat(
          'Quota used today',
          'The largest share of a daily quota that is used. The exporter stops at 80 %; the count starts anew at midnight in the zone of the account.',
          [
            {
              expr: `max(${byProvider('edge_exporter_upstream_calls_today')} / ${byProvider('edge_exporter_upstream_calls_per_day_limit')})`
            }
          ],
          { unit: 'percentunit', decimals: 1, steps: spent }
        ),
        stat(
          'Monitors not up',
          'Monitors of Site24x7 that are down, critical or in trouble.',
          [{ expr: `sum(max ${byReplica} (site24x7_monitors{${scraped},status=~"down|critical|trouble"}))` }],
          { steps: alarm(1), links: links('edge-exporter-site24x7', 'Site24x7') }
        ),
        stat(
          'Cache hit ratio',
          'Hits among the requests of all ChinaCache channels, in the last window that ChinaCache has counted.',
          [
            {
              expr: `sum(max by (channel) (chinacache_cache_hits{${scraped}})) / sum(max by (channel) (chinacache_cache_hits{${scraped}} + chinacache_cache_misses{${scraped}}))`
            }
          ],
          { unit: 'percentunit', decimals: 1, links: links('edge-exporter-chinacache', 'ChinaCache') }
        ),
        stat(
          'Alerts firing',
          'Firing alerts of the rules that come with the exporter; 0 as well where the rules are not loaded.',
          [{ expr: `count(${firing}) or 0 * sum(${bySource(metric)})` }],
          { steps: alarm(1) }
        )
      ]
    },
    {
      title: 'Freshness',
      panels: [
        table(
          'Sources',
          'Every source: is it up, how old is its data, how much is it, what failed in the last hour. Data older than the maximum age is withdrawn.',
          [
            { expr: bySource(metric) },
            { expr: age },
            { expr: bySource('edge_exporter_source_refresh_interval_seconds') },
            { expr: bySource('edge_exporter_source_max_age_seconds') },
            { expr: bySource('edge_exporter_source_refresh_duration_seconds') },
            { expr: bySource('edge_exporter_source_series') },
            {
              expr: `sum without (instance, pod, container, endpoint, node, reason) (increase(edge_exporter_source_failures_total{${source}}[1h]))`
            }
          ],
          [
            ...installationColumns,
            { field: 'provider', title: 'Provider' },
            { field: 'source', title: 'Source' },
            { field: 'A', title: 'State', words: upWords },
            { field: 'B', title: 'Age', unit: 's', decimals: 0 },
            { field: 'C', title: 'Interval', unit: 's', decimals: 0 },
            { field: 'D', title: 'Maximum age', unit: 's', decimals: 0 },
            { field: 'E', title: 'Took', unit: 's', decimals: 2 },
            { field: 'F', title: 'Series', unit: 'short' },
            { field: 'G', title: 'Failures in 1 h', decimals: 0, steps: alarm(0.5) }
          ],
          { width: 24, height: 7, sortBy: 'Provider' }
        ),
        timeseries(
          'Age of the data',
          'In refresh intervals, because sources have different ones. It grows to one and falls back with each refresh.',
          [{ expr: ageInIntervals, legend: '{{namespace}} {{job}} {{provider}}/{{source}}' }],
          { min: 0, decimals: 1, steps: stale }
        ),
        timeseries(
          'Failed refreshes',
          'Refreshes, or parts of them, that failed in five minutes, by class.',
          [
            {
              expr: `sum by (${installation}, provider, reason) (increase(edge_exporter_source_failures_total{${source}}[5m]))`,
              legend: '{{namespace}} {{job}} {{provider}} {{reason}}'
            }
          ],
          { min: 0, isStacked: true }
        )
      ]
    },
    {
      title: 'Quota',
      panels: [
        timeseries(
          'Calls today',
          'Calls that count against the quota since midnight in the zone of the account, what is allowed, and the 80 % that the exporter uses at most.',
          [
            {
              expr: byProvider('edge_exporter_upstream_calls_today'),
              legend: '{{namespace}} {{job}} {{provider}} made'
            },
            {
              expr: byProvider('edge_exporter_upstream_calls_per_day_limit'),
              legend: '{{namespace}} {{job}} {{provider}} allowed'
            },
            {
              expr: `0.8 * ${byProvider('edge_exporter_upstream_calls_per_day_limit')}`,
              legend: '{{namespace}} {{job}} {{provider}} used at most'
            }
          ],
          { unit: 'short', min: 0, width: 8 }
        ),
        timeseries(
          'Pace',
          'The share of a daily quota that a whole day at the pace of the last hour would take. All processes of the job add up.',
          [
            {
              expr: `sum ${byReplica} (rate(edge_exporter_upstream_calls_total{${source}}[1h])) * 86400 / ${byProvider('edge_exporter_upstream_calls_per_day_limit')}`,
              legend: '{{namespace}} {{job}} {{provider}}'
            }
          ],
          { unit: 'percentunit', min: 0, width: 8, steps: [{ color: 'green' }, { from: 1, color: 'red' }] }
        ),
        timeseries(
          'Refresh interval in force',
          'The TTL, stretched where the quota asks for it.',
          [
            {
              expr: bySource('edge_exporter_source_refresh_interval_seconds'),
              legend: '{{namespace}} {{job}} {{provider}}/{{source}}'
            }
          ],
          { unit: 's', min: 0, width: 8 }
        )
      ]
    },
    {
      title: 'Providers',
      panels: [
        timeseries(
          'Site24x7: monitors that are not up',
          'How many monitors have each status but up.',
          [
            {
              expr: `sum by (status) (max ${byReplica} (site24x7_monitors{${scraped},status!="up"}))`,
              legend: '{{status}}'
            }
          ],
          { min: 0, decimals: 0, isStacked: true, width: 8 }
        ),
        timeseries(
          'ChinaCache: traffic',
          'Bits per second by channel, over the window that ChinaCache was asked about.',
          [
            {
              expr: `8 * max by (channel) (chinacache_traffic_bytes{${scraped}}) / scalar(max(chinacache_window_end_timestamp_seconds{${scraped},source="traffic"} - chinacache_window_start_timestamp_seconds{${scraped},source="traffic"}))`,
              legend: '{{channel}}'
            }
          ],
          { unit: 'bps', min: 0, isStacked: true, width: 8 }
        ),
        timeseries(
          'ChinaCache: hit ratio',
          'Hits among the requests, by channel.',
          [{ expr: `max by (channel) (chinacache_cache_hit_ratio{${scraped}})`, legend: '{{channel}}' }],
          { unit: 'percentunit', max: 1, width: 8 }
        ),
        table(
          'Firing alerts',
          'Alerts of the rules that come with the exporter. Empty where none fires, or where the rules are not loaded.',
          [
            {
              expr: `max by (alertname, severity, ${installation}, provider, source, monitor_name, channel) (${firing})`
            }
          ],
          [
            { field: 'alertname', title: 'Alert' },
            { field: 'severity', title: 'Severity' },
            ...installationColumns,
            { field: 'provider', title: 'Provider' },
            { field: 'source', title: 'Source' },
            { field: 'monitor_name', title: 'Monitor' },
            { field: 'channel', title: 'Channel' }
          ],
          { width: 24, sortBy: 'Severity' }
        )
      ]
    }
  ]
})
