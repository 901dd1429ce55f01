import { dashboard, datasourceVariable, type Step, stat, table, timeseries, variable } from './grafana.ts'
import { alarm, byReplica, installation, instanceVariable, jobVariable, scraped, upWords } from './shared.ts'

const metric = 'edge_exporter_source_up'
const upstream = `${scraped},provider=~"$provider"`
const source = '{{namespace}} {{job}} {{provider}}/{{source}}'
const errors: readonly Step[] = [{ color: 'green' }, { from: 0.2, color: 'red' }]

const attempts = `sum by (${installation}, provider) (rate(edge_exporter_upstream_requests_total{${upstream}}[$__rate_interval]))`
const successes = `sum by (${installation}, provider) (rate(edge_exporter_upstream_requests_total{${upstream},code=~"2.."}[$__rate_interval]))`

/** The operator's own label of this name puts ours aside, unless its honorLabels is set. */
const withEndpoint = (expr: string) => `label_replace(${expr}, "endpoint", "$1", "exported_endpoint", "(.+)")`

/** Of the requests in the whole chosen time, because there are few of them. */
const quantile = (q: number) =>
  `histogram_quantile(${q}, sum by (le, provider, endpoint) (${withEndpoint(`increase(edge_exporter_upstream_request_duration_seconds_bucket{${upstream}}[$__range])`)}))`

/** Groups of the Pushgateway that carry facts of our sources, whatever their job is called. */
const ours = (fact: string) => `(${fact} and ignoring (provider, source) edge_exporter_source_up)`

export const internals = dashboard({
  uid: 'edge-exporter-internals',
  title: 'Edge exporter / Internals',
  description: 'How the exporter itself does: requests to the providers, refreshes, scrapes, the process, pushes.',
  variables: [
    datasourceVariable,
    jobVariable(metric),
    instanceVariable(metric),
    variable({ name: 'provider', label: 'Provider', query: `label_values(${metric}{${scraped}}, provider)`, all: '.+' })
  ],
  rows: [
    {
      title: 'Requests to the providers',
      panels: [
        timeseries(
          'Requests',
          'Requests per second by endpoint and HTTP status, retries included; where no answer came, the class of the failure.',
          [
            {
              expr: `sum by (provider, endpoint, code) (${withEndpoint(`rate(edge_exporter_upstream_requests_total{${upstream}}[$__rate_interval])`)})`,
              legend: '{{provider}} {{endpoint}} {{code}}'
            }
          ],
          { unit: 'reqps', min: 0, width: 8 }
        ),
        timeseries(
          'Share of failed requests',
          'Everything but 2xx. A retry may have succeeded.',
          [
            {
              expr: `(${attempts} - (${successes} or 0 * ${attempts})) / (${attempts} > 0)`,
              legend: '{{namespace}} {{job}} {{provider}}'
            }
          ],
          { unit: 'percentunit', min: 0, max: 1, steps: errors, width: 8 }
        ),
        table(
          'How long requests take',
          'In the chosen time, by endpoint.',
          [
            {
              expr: `sum by (provider, endpoint) (${withEndpoint(`increase(edge_exporter_upstream_requests_total{${upstream}}[$__range])`)})`
            },
            { expr: quantile(0.5) },
            { expr: quantile(0.95) }
          ],
          [
            { field: 'provider', title: 'Provider' },
            { field: 'endpoint', title: 'Endpoint' },
            { field: 'A', title: 'Requests', unit: 'short', decimals: 0 },
            { field: 'B', title: 'Median', unit: 's' },
            { field: 'C', title: '95 %', unit: 's' }
          ],
          { width: 8, sortBy: '95 %', isDescending: true }
        )
      ]
    },
    {
      title: 'Refreshes',
      panels: [
        timeseries(
          'Duration',
          'How long the last refresh of each source took, successful or not.',
          [
            {
              expr: `max ${byReplica} (edge_exporter_source_refresh_duration_seconds{${upstream}})`,
              legend: source
            }
          ],
          { unit: 's', min: 0, width: 8 }
        ),
        timeseries(
          'Failures by class',
          'Refreshes, or parts of them, that failed in five minutes.',
          [
            {
              expr: `sum by (${installation}, provider, source, reason) (increase(edge_exporter_source_failures_total{${upstream}}[5m]))`,
              legend: `${source} {{reason}}`
            }
          ],
          { min: 0, isStacked: true, width: 8 }
        ),
        timeseries(
          'Series served',
          'Series of each source in the answer; 0 once old data was withdrawn.',
          [{ expr: `max ${byReplica} (edge_exporter_source_series{${upstream}})`, legend: source }],
          { unit: 'short', min: 0, width: 8 }
        ),
        timeseries(
          'Drift',
          'What the providers sent in the last hour that this version does not know, by kind.',
          [
            {
              expr: `sum by (${installation}, provider, source, kind) (increase(edge_exporter_source_drift_total{${upstream}}[1h]))`,
              legend: `${source} {{kind}}`
            }
          ],
          { unit: 'short', min: 0 }
        ),
        timeseries(
          'Merged series',
          'Series of the last refresh that share all labels with another one.',
          [{ expr: `max ${byReplica} (edge_exporter_source_merged_series{${upstream}})`, legend: source }],
          { unit: 'short', min: 0 }
        )
      ]
    },
    {
      title: 'Scrapes',
      panels: [
        stat(
          'Targets',
          'Whether Prometheus gets an answer, by target.',
          [{ expr: `up{${scraped}}`, legend: '{{instance}}' }],
          { words: upWords, width: 4, height: 8 }
        ),
        timeseries(
          'Duration of a scrape',
          'As Prometheus sees it. Scrapes are served from memory.',
          [{ expr: `scrape_duration_seconds{${scraped}}`, legend: '{{instance}}' }],
          { unit: 's', min: 0, width: 6 }
        ),
        timeseries(
          'Samples of a scrape',
          'As Prometheus counts them.',
          [{ expr: `scrape_samples_scraped{${scraped}}`, legend: '{{instance}}' }],
          { unit: 'short', min: 0, width: 6 }
        ),
        timeseries(
          'Served requests',
          'Requests per second by route and status.',
          [
            {
              expr: `sum by (route, status_code) (rate(http_request_duration_seconds_count{${scraped}}[$__rate_interval]))`,
              legend: '{{route}} {{status_code}}'
            }
          ],
          { unit: 'reqps', min: 0, width: 8 }
        )
      ]
    },
    {
      title: 'Process',
      panels: [
        table(
          'Versions',
          'What runs where, and since when.',
          [
            { expr: `max by (instance, version, node_version) (edge_exporter_build_info{${scraped}})` },
            { expr: `time() - max by (instance) (process_start_time_seconds{${scraped}})` }
          ],
          [
            { field: 'instance', title: 'Instance' },
            { field: 'version', title: 'Version' },
            { field: 'node_version', title: 'Node.js' },
            { field: 'B', title: 'Uptime', unit: 's', decimals: 0 }
          ],
          { width: 8 }
        ),
        timeseries(
          'CPU',
          'Seconds of processor time per second.',
          [{ expr: `rate(process_cpu_seconds_total{${scraped}}[$__rate_interval])`, legend: '{{instance}}' }],
          { unit: 'percentunit', min: 0, width: 8 }
        ),
        timeseries(
          'Memory',
          'What the process holds (resident), and the heap of JavaScript in it.',
          [
            { expr: `process_resident_memory_bytes{${scraped}}`, legend: '{{instance}} resident' },
            { expr: `nodejs_heap_size_used_bytes{${scraped}}`, legend: '{{instance}} heap' }
          ],
          { unit: 'bytes', min: 0, width: 8 }
        ),
        timeseries(
          'Event loop lag',
          'The 99th percentile since the last scrape: how long everything waits for one piece of work.',
          [{ expr: `nodejs_eventloop_lag_p99_seconds{${scraped}}`, legend: '{{instance}}' }],
          { unit: 's', min: 0, width: 8 }
        ),
        timeseries(
          'Garbage collection',
          'Seconds spent per second, by kind.',
          [
            {
              expr: `sum by (instance, kind) (rate(nodejs_gc_duration_seconds_sum{${scraped}}[$__rate_interval]))`,
              legend: '{{instance}} {{kind}}'
            }
          ],
          { unit: 'percentunit', min: 0, width: 8 }
        ),
        timeseries(
          'File descriptors',
          'Open ones, and how many there may be.',
          [
            { expr: `process_open_fds{${scraped}}`, legend: '{{instance}} open' },
            { expr: `process_max_fds{${scraped}}`, legend: '{{instance}} allowed' }
          ],
          { unit: 'short', min: 0, width: 8 }
        )
      ]
    },
    {
      title: 'Pushes',
      panels: [
        table(
          'Groups of the Pushgateway',
          'When each group that the exporter pushes was last renewed or refused, as the Pushgateway tells. Empty without a Pushgateway.',
          [
            { expr: `time() - max ${byReplica} (${ours('push_time_seconds')})` },
            {
              expr: `max ${byReplica} (${ours('push_failure_time_seconds')} > bool ${ours('push_time_seconds')})`
            }
          ],
          [
            { field: 'job', title: 'Job' },
            { field: 'A', title: 'Pushed before', unit: 's', decimals: 0, steps: alarm(900) },
            { field: 'B', title: 'Last push', words: { 0: ['taken', 'green'], 1: ['refused', 'red'] } }
          ]
        ),
        timeseries(
          'Age of the groups',
          'The time since each group was renewed. The Pushgateway serves old numbers for ever.',
          [{ expr: `time() - max ${byReplica} (${ours('push_time_seconds')})`, legend: '{{job}}' }],
          { unit: 's', min: 0 }
        )
      ],
      isCollapsed: true
    }
  ]
})
