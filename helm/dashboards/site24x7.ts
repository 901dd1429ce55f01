import {
  bars,
  dashboard,
  datasourceVariable,
  geomap,
  type Step,
  stat,
  states,
  table,
  timeseries,
  variable
} from './grafana.ts'
import {
  byReplica,
  dashboardLink,
  installation,
  instanceVariable,
  jobVariable,
  scraped,
  statusWords
} from './shared.ts'

const metric = 'site24x7_monitors'
const chosen = `${scraped},group_id=~"$group",monitor_type=~"$type"`

/** Each chosen monitor once, however many groups it is in. */
const monitors = `max by (monitor_id, monitor_name, monitor_type) (site24x7_monitor_info{${chosen}})`
/** A fact that is known by the monitor's id, with its names. */
const withNames = (fact: string) => `${monitors} * on (monitor_id) group_left () max by (monitor_id) (${fact})`
const status = withNames(`site24x7_monitor_status{${scraped}}`)

/** Two accounts may use the same names. */
const names = `${installation}, monitor_name, monitor_type, monitor_group`
/** A fact that is known by the monitor's names, for the monitors that `info` chooses. */
const byNames = (fact: string, info: string) =>
  `max by (${names}, location) (${fact}) * on (${names}) group_left () max by (${names}) (site24x7_monitor_info{${info}})`
const located = `${scraped},location=~"$location"`
const up = byNames(`site24x7_monitor_up{${located}}`, chosen)
const latency = byNames(`site24x7_monitor_latency_seconds{${located}} < +Inf`, chosen)

const onMap = `site24x7_location_info{${scraped},geohash!=""}`

const one = `${scraped},monitor_id=~"$monitor"`
const attributes = `__name__=~"site24x7_monitor_.+",__name__!~"site24x7_monitor_(up|latency_seconds|info|status|last_polled_timestamp_seconds|downtime_seconds|tag_info)"`
const expiry = `{${scraped},__name__=~"site24x7_monitor_.*expir.*_seconds"} and on (monitor_id) site24x7_monitor_info{${chosen},monitor_type=~"SSL_CERT|DOMAINEXPIRY"}`

const drillDown = [
  { title: 'Show this monitor', url: dashboardLink('edge-exporter-site24x7', `&var-monitor=\${__data.fields.Id}`) }
]
const monitorColumns = [
  { field: 'monitor_name', title: 'Monitor', links: drillDown },
  { field: 'monitor_type', title: 'Type', width: 140 },
  { field: 'monitor_id', title: 'Id', width: 180 }
]
const statusColors = Object.fromEntries(
  Object.values(statusWords).map(([text, color]) => [text.replaceAll(' ', '_'), color] as const)
)
const slow: readonly Step[] = [{ color: 'green' }, { from: 1, color: 'yellow' }, { from: 3, color: 'red' }]
const soon: readonly Step[] = [{ color: 'red' }, { from: 7, color: 'yellow' }, { from: 21, color: 'green' }]
const down: readonly Step[] = [{ color: 'green' }, { from: 1, color: 'red' }]
const available: readonly Step[] = [{ color: 'red' }, { from: 0.99, color: 'yellow' }, { from: 0.999, color: 'green' }]

export const site24x7 = dashboard({
  uid: 'edge-exporter-site24x7',
  title: 'Edge exporter / Site24x7',
  description:
    'The monitors of a Site24x7 account: the fleet, a map of the locations, the worst ones, and one in detail.',
  variables: [
    datasourceVariable,
    jobVariable(metric),
    instanceVariable(metric),
    variable({
      name: 'group',
      label: 'Group',
      query: `query_result(max by (group_id, group_name) (site24x7_group_status{${scraped}}))`,
      regex: '/\\{group_id="(?<value>[^"]*)",group_name="(?<text>[^]*)"\\} /',
      all: '.*'
    }),
    variable({
      name: 'type',
      label: 'Type',
      query: `label_values(site24x7_monitor_info{${scraped},group_id=~"$group"}, monitor_type)`,
      all: '.+'
    }),
    variable({
      name: 'location',
      label: 'Location',
      query: `label_values(site24x7_location_info{${scraped}}, location)`,
      all: '.*'
    }),
    variable({
      name: 'monitor',
      label: 'Monitor',
      query: `query_result(max by (monitor_id, monitor_name) (site24x7_monitor_info{${chosen}}))`,
      regex: '/\\{monitor_id="(?<value>[^"]*)",monitor_name="(?<text>[^]*)"\\} /'
    })
  ],
  rows: [
    {
      title: 'Fleet',
      panels: [
        stat(
          'Monitors by status',
          'How many monitors of the whole account have each status; the choice of group and type does not matter here.',
          [{ expr: `sum by (status) (max ${byReplica} (site24x7_monitors{${scraped}}))`, legend: '{{status}}' }],
          { width: 24, height: 4, colors: statusColors }
        ),
        geomap(
          'Locations',
          'Where Site24x7 watches from. A red dot sees a chosen monitor down; the size is how many it watches. The place comes as a geohash with the metrics.',
          [
            {
              expr: `sum by (location) (${up} == bool 0) * on (location) group_left (geohash, country) max by (location, geohash, country) (${onMap})`
            },
            { expr: `count by (location) (${up}) and on (location) ${onMap}` },
            { expr: `avg by (location) (${latency}) and on (location) ${onMap}` }
          ],
          [
            { field: 'location', title: 'Location' },
            { field: 'country', title: 'Country' },
            { field: 'geohash', title: 'geohash' },
            { field: 'A', title: 'Monitors down', steps: down },
            { field: 'B', title: 'Monitors' },
            { field: 'C', title: 'Mean latency', unit: 's' }
          ],
          {
            color: 'Monitors down',
            size: 'Monitors',
            view: { id: 'coords', lat: 20, lon: 0, zoom: 1.6 },
            width: 14,
            height: 13
          }
        ),
        table(
          'By location',
          'What each location sees of the chosen monitors.',
          [
            { expr: `sum by (location) (${up} == bool 0)` },
            { expr: `count by (location) (${up})` },
            { expr: `avg by (location) (${latency})` }
          ],
          [
            { field: 'location', title: 'Location' },
            { field: 'A', title: 'Down', steps: down },
            { field: 'B', title: 'Monitors' },
            { field: 'C', title: 'Mean latency', unit: 's', steps: slow }
          ],
          { width: 10, height: 13, sortBy: 'Down', isDescending: true }
        ),
        timeseries(
          'Chosen monitors by status',
          'How many of the chosen monitors have each status.',
          [{ expr: `count_values("status", ${status})`, legend: '{{status}}' }],
          {
            min: 0,
            decimals: 0,
            isStacked: true,
            width: 14,
            series: Object.entries(statusWords).map(([name, [text, color]]) => ({ name, text, color }))
          }
        ),
        table(
          'Groups',
          'The status that Site24x7 gives each group.',
          [{ expr: `max by (group_name, group_id) (site24x7_group_status{${scraped},group_id=~"$group"})` }],
          [
            { field: 'group_name', title: 'Group' },
            { field: 'A', title: 'Status', words: statusWords, width: 160 }
          ],
          { width: 10, sortBy: 'Status' }
        )
      ]
    },
    {
      title: 'Worst monitors',
      panels: [
        table(
          'Not up',
          'Chosen monitors with another status than up, and for how long the outage has run. Click a name for its details.',
          [{ expr: `${status} != 1` }, { expr: withNames(`site24x7_monitor_downtime_seconds{${scraped}}`) }],
          [
            ...monitorColumns,
            { field: 'A', title: 'Status', words: statusWords, width: 160 },
            { field: 'B', title: 'Downtime', unit: 's', decimals: 0 }
          ],
          { width: 14, height: 10, sortBy: 'Status' }
        ),
        bars(
          'Slowest',
          'The mean of all chosen locations; those that are down have none.',
          {
            expr: `topk(10, avg by (${installation}, monitor_name, monitor_type) (${latency}))`,
            legend: '{{monitor_name}} ({{monitor_type}})'
          },
          { unit: 's', steps: slow, width: 10 }
        ),
        table(
          'Least available',
          'The share of the chosen time in which the monitor was not down; suspended and maintained time does not count.',
          [{ expr: `bottomk(20, avg_over_time((((${status}) < 4) != bool 0)[$__range:$__interval]))` }],
          [
            ...monitorColumns,
            { field: 'A', title: 'Available', unit: 'percentunit', decimals: 3, steps: available, width: 140 }
          ],
          { width: 14, height: 10, sortBy: 'Available' }
        ),
        table(
          'Certificates and domains',
          'Days until they expire: whatever monitors of the types SSL_CERT and DOMAINEXPIRY count in time.',
          [
            {
              expr: `min by (monitor_id, monitor_name, monitor_type) (${monitors} * on (monitor_id) group_left () min by (monitor_id) (${expiry})) / 86400`
            }
          ],
          [...monitorColumns, { field: 'A', title: 'Days left', unit: 'none', decimals: 0, steps: soon, width: 110 }],
          { width: 10, height: 10, sortBy: 'Days left' }
        )
      ]
    },
    {
      title: 'Latency',
      panels: [
        timeseries(
          'Mean latency by location',
          'Of the chosen monitors. One location that rises alone is the way to it, all together are the site.',
          [{ expr: `avg by (location) (${latency})`, legend: '{{location}}' }],
          { unit: 's', min: 0 }
        ),
        timeseries(
          'Slowest monitors over time',
          'The ten slowest at each moment, as a mean of the chosen locations.',
          [
            {
              expr: `topk(10, avg by (${installation}, monitor_name, monitor_type) (${latency}))`,
              legend: '{{monitor_name}} ({{monitor_type}})'
            }
          ],
          { unit: 's', min: 0 }
        )
      ]
    },
    {
      title: 'One monitor',
      panels: [
        stat('Status', 'The status of the monitor as a whole.', [{ expr: `max(site24x7_monitor_status{${one}})` }], {
          words: statusWords
        }),
        stat(
          'Downtime',
          'How long the running outage has lasted; 0 without one.',
          [
            {
              expr: `max(site24x7_monitor_downtime_seconds{${one}}) or 0 * max(site24x7_monitor_status{${one}})`
            }
          ],
          { unit: 's', steps: down }
        ),
        stat(
          'Last check',
          "The time since Site24x7's own last check, from any location.",
          [{ expr: `time() - max(site24x7_monitor_last_polled_timestamp_seconds{${one}})` }],
          { unit: 's', decimals: 0 }
        ),
        table(
          'Groups and tags',
          'The groups the monitor is in and its tags.',
          [
            { expr: `max by (monitor_id, monitor_type, monitor_group) (site24x7_monitor_info{${one}})` },
            { expr: `max by (monitor_id, key, value) (site24x7_monitor_tag_info{${one}})` }
          ],
          [
            { field: 'monitor_type', title: 'Type' },
            { field: 'monitor_group', title: 'Group' },
            { field: 'key', title: 'Tag' },
            { field: 'value', title: 'Value' }
          ],
          { width: 12, height: 4 }
        ),
        states(
          'Status by location',
          'What each location saw.',
          { expr: `max by (location) (${byNames(`site24x7_monitor_up{${located}}`, one)})`, legend: '{{location}}' },
          statusWords
        ),
        timeseries(
          'Latency by location',
          'A location that is down without a value has none here. Empty for monitors that measure no time.',
          [
            {
              expr: `max by (location) (${byNames(`site24x7_monitor_latency_seconds{${located}} < +Inf`, one)})`,
              legend: '{{location}}'
            }
          ],
          { unit: 's', min: 0 }
        ),
        timeseries(
          'Last check by location',
          "The time since Site24x7's own last check.",
          [
            {
              expr: `time() - max by (location) (site24x7_monitor_last_polled_timestamp_seconds{${one}})`,
              legend: '{{location}}'
            }
          ],
          { unit: 's', min: 0 }
        ),
        timeseries(
          'Other attributes',
          'What the monitor measures besides latency, in the unit that the name ends in. Empty where that is nothing.',
          [{ expr: `max by (__name__, location) ({${one},${attributes}})`, legend: '{{__name__}} {{location}}' }],
          { unit: 'short' }
        )
      ]
    }
  ]
})
