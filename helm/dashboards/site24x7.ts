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
  installationColumns,
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
const attributes = `__name__=~"site24x7_monitor_.+",__name__!~"site24x7_monitor_(up|latency_seconds|info|status|last_polled_timestamp_seconds|downtime_seconds|outage_start_timestamp_seconds|down_info|tag_info|availability_ratio|outages|mttr_seconds|mtbf_seconds|check_interval_seconds|timeout_seconds)"`
/** Of certificates and domains: the report has names in place of ids. */
const daysLeft = (family: string) =>
  `(min by (${installation}, name, monitor_type) (${family}{${scraped}}) - time()) / 86400`

/** What the report of a window says of the chosen monitors. */
const inWindow = (family: string) => withNames(`${family}{${scraped},window="$window"}`)
const byGroup = `avg by (${installation}, monitor_group) (max by (${installation}, monitor_id, monitor_group) (site24x7_monitor_info{${chosen}}) * on (monitor_id) group_left () max by (monitor_id) (site24x7_monitor_availability_ratio{${scraped},window="$window"}))`
/** Of the time in which a group may be down: 0.1 %. */
const budget = `1 - (1 - ${byGroup}) / (1 - 0.999)`
const budgetSteps: readonly Step[] = [{ color: 'red' }, { from: 0, color: 'yellow' }, { from: 0.25, color: 'green' }]

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
      name: 'window',
      label: 'Window',
      query: `label_values(site24x7_monitor_availability_ratio{${scraped}}, window)`
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
          'Days until they end, good to a day; below zero they have ended.',
          [
            { expr: daysLeft('site24x7_ssl_certificate_expiry_timestamp_seconds') },
            { expr: daysLeft('site24x7_domain_expiry_timestamp_seconds') }
          ],
          [
            { field: 'name', title: 'Name' },
            { field: 'monitor_type', title: 'Type', width: 140 },
            { field: 'A', title: 'Certificate', unit: 'none', decimals: 0, steps: soon, width: 110 },
            { field: 'B', title: 'Domain', unit: 'none', decimals: 0, steps: soon, width: 110 }
          ],
          { width: 10, height: 10, sortBy: 'Certificate' }
        )
      ]
    },
    {
      title: 'Availability and error budget',
      panels: [
        stat(
          'Availability',
          'Of all monitors of the account together, in each window that is asked for, as Site24x7 reports it.',
          [
            { expr: `max by (${installation}, window) (site24x7_availability_ratio{${scraped}})`, legend: '{{window}}' }
          ],
          { unit: 'percentunit', decimals: 3, steps: available, width: 6, height: 9 }
        ),
        table(
          'Groups by availability',
          'Mean availability of the chosen monitors of each group in the chosen window, and what is left of an error budget of 0.1 %: below zero it is overspent.',
          [{ expr: byGroup }, { expr: budget }],
          [
            ...installationColumns,
            { field: 'monitor_group', title: 'Group' },
            { field: 'A', title: 'Available', unit: 'percentunit', decimals: 3, steps: available, width: 120 },
            { field: 'B', title: 'Budget left', unit: 'percentunit', decimals: 0, steps: budgetSteps, width: 120 }
          ],
          { width: 9, height: 9, sortBy: 'Available' }
        ),
        table(
          'Maintenance',
          'What runs, and what is planned.',
          [
            {
              expr: `max by (${installation}, maintenance_id, maintenance_name) (site24x7_maintenance_start_timestamp_seconds{${scraped}}) * 1000`
            },
            {
              expr: `max by (${installation}, maintenance_id, maintenance_name) (site24x7_maintenance_end_timestamp_seconds{${scraped}}) * 1000`
            },
            {
              expr: `count by (${installation}, maintenance_id, maintenance_name) (max by (${installation}, maintenance_id, maintenance_name, monitor_id) (site24x7_maintenance_active{${scraped},monitor_id!=""}))`
            }
          ],
          [
            { field: 'maintenance_name', title: 'Maintenance' },
            { field: 'A', title: 'From', unit: 'dateTimeAsIso' },
            { field: 'B', title: 'To', unit: 'dateTimeAsIso' },
            { field: 'C', title: 'Monitors', decimals: 0, width: 100 }
          ],
          { width: 9, height: 9, sortBy: 'From' }
        ),
        table(
          'Monitors by availability',
          'As Site24x7 reports the chosen window. From one hour on, lengths are good to a minute.',
          [
            { expr: inWindow('site24x7_monitor_availability_ratio') },
            { expr: inWindow('site24x7_monitor_outages') },
            { expr: inWindow('site24x7_monitor_mttr_seconds') },
            { expr: inWindow('site24x7_monitor_mtbf_seconds') }
          ],
          [
            ...monitorColumns,
            { field: 'A', title: 'Available', unit: 'percentunit', decimals: 3, steps: available, width: 120 },
            { field: 'B', title: 'Outages', decimals: 0, width: 100 },
            { field: 'C', title: 'Mean time to repair', unit: 's', decimals: 0 },
            { field: 'D', title: 'Mean time between failures', unit: 's', decimals: 0 }
          ],
          { width: 24, height: 10, sortBy: 'Available' }
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
