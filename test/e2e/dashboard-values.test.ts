/**
 * What panels show where two installations of two accounts are watched by one Prometheus, and one of them is dead: eu has two
 * replicas and is well, us has another job and namespace, cannot be refreshed and has spent nine tenths of its calls.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { stringify } from 'yaml'
import { dashboardFiles } from '../../helm/dashboards/files.ts'
import { type Dashboard, interpolate, panelsOf } from './grafana.ts'
import { skipWithout } from './servers.ts'

const replicas = ['a', 'b'].map(
  (pod) => `job="edge-exporter",namespace="eu",service="e",pod="${pod}",instance="${pod}:9803"`
)
const us = 'job="exporter",namespace="us",service="e",pod="u",instance="u:9803"'
const site24x7 = 'provider="site24x7",source="current_status"'

/** The same on both replicas of eu, and the other on the one of us. */
function both(family: string, labels: string, ofEu: string, ofUs: string) {
  return [...replicas.map((target) => [target, ofEu]), [us, ofUs]].map(([target, values]) => ({
    series: `${family}{${target}${labels === '' ? '' : `,${labels}`}}`,
    values
  }))
}

const info = (id: string, name: string) =>
  `monitor_id="${id}",monitor_name="${name}",monitor_type="URL",monitor_group="web",group_id="${id}"`
const atLondon = 'monitor_type="URL",monitor_name="shop",monitor_group="web",location="London - UK"'
const push = 'job="mine",instance="",site="shop"'

const input = [
  ...both('edge_exporter_source_up', site24x7, '1x120', '0x120'),
  ...both('edge_exporter_source_last_success_timestamp_seconds', site24x7, '0+60x120', '0x120'),
  ...both('edge_exporter_source_refresh_interval_seconds', site24x7, '60x120', '60x120'),
  ...both('edge_exporter_source_refresh_duration_seconds', site24x7, '1x120', '9x120'),
  ...both('edge_exporter_source_series', site24x7, '70x120', '0x120'),
  ...both('edge_exporter_upstream_calls_today', 'provider="site24x7"', '90x120', '900x120'),
  ...both('edge_exporter_upstream_calls_per_day_limit', 'provider="site24x7"', '10000x120', '1000x120'),
  ...both('edge_exporter_upstream_requests_total', 'provider="site24x7",code="200"', '0+1x120', '0x120'),
  ...both('edge_exporter_upstream_requests_total', 'provider="site24x7",code="500"', '0x120', '0+1x120'),
  // The operator gives the replicas of eu an endpoint of its own, and puts ours aside.
  ...replicas.map((target) => ({
    series: `edge_exporter_upstream_requests_total{${target},provider="chinacache",code="200",endpoint="http",exported_endpoint="flux"}`,
    values: '0+1x120'
  })),
  {
    series: `edge_exporter_upstream_requests_total{${us},provider="chinacache",code="200",endpoint="flux"}`,
    values: '0+1x120'
  },
  ...both('edge_exporter_source_failures_total', `${site24x7},reason="server"`, '0x120', '0+1x120'),
  ...both('site24x7_monitors', 'status="up"', '5x120', '3x120'),
  ...both('site24x7_monitors', 'status="down"', '1x120', '2x120'),
  // Both accounts have a monitor called shop, and only that of us is down.
  ...replicas.map((target) => ({ series: `site24x7_monitor_info{${target},${info('1', 'shop')}}`, values: '1x120' })),
  { series: `site24x7_monitor_info{${us},${info('2', 'shop')}}`, values: '1x120' },
  ...replicas.map((target) => ({ series: `site24x7_monitor_status{${target},monitor_id="1"}`, values: '1x120' })),
  { series: `site24x7_monitor_status{${us},monitor_id="2"}`, values: '0x120' },
  ...both('site24x7_monitor_up', atLondon, '1x120', '0x120'),
  ...both('site24x7_monitor_latency_seconds', atLondon, '0.2x120', '0.8x120'),
  ...replicas.map((target) => ({ series: `chinacache_cache_hits{${target},channel="1"}`, values: '90x120' })),
  ...replicas.map((target) => ({ series: `chinacache_cache_misses{${target},channel="1"}`, values: '10x120' })),
  { series: `chinacache_cache_hits{${us},channel="2"}`, values: '0x120' },
  { series: `chinacache_cache_misses{${us},channel="2"}`, values: '100x120' },
  { series: `edge_exporter_source_up{${push},${site24x7}}`, values: '1x120' },
  { series: `push_time_seconds{${push}}`, values: '0x120' },
  { series: 'push_time_seconds{job="NightlyBackupPush",instance=""}', values: '0x120' }
]

const eu = { job: 'edge-exporter', namespace: 'eu', service: 'e' }
const other = { job: 'exporter', namespace: 'us', service: 'e' }
const source = { provider: 'site24x7', source: 'current_status' }
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

/** By file, title and query: what the panel shows after two hours. */
const expected: readonly (readonly [file: string, title: string, refId: string, samples: readonly Sample[]])[] = [
  ['overview.json', 'Sources down', 'A', [[{}, 1]]],
  ['overview.json', 'Oldest data', 'A', [[{}, 120]]],
  ['overview.json', 'Quota used today', 'A', [[{}, 0.9]]],
  ['overview.json', 'Monitors not up', 'A', [[{}, 3]]],
  ['overview.json', 'Cache hit ratio', 'A', [[{}, 0.45]]],
  [
    'overview.json',
    'Sources',
    'A',
    [
      [{ ...eu, ...source }, 1],
      [{ ...other, ...source }, 0]
    ]
  ],
  [
    'overview.json',
    'Sources',
    'B',
    [
      [{ ...eu, ...source }, 0],
      [{ ...other, ...source }, 7200]
    ]
  ],
  [
    'overview.json',
    'Sources',
    'F',
    [
      [{ ...eu, ...source }, 70],
      [{ ...other, ...source }, 0]
    ]
  ],
  [
    'overview.json',
    'Sources',
    'G',
    [
      [{ ...eu, ...source }, 0],
      [{ ...other, ...source }, 60]
    ]
  ],
  [
    'overview.json',
    'Age of the data',
    'A',
    [
      [{ ...eu, ...source }, 0],
      [{ ...other, ...source }, 120]
    ]
  ],
  [
    'overview.json',
    'Calls today',
    'A',
    [
      [{ ...eu, provider: 'site24x7' }, 90],
      [{ ...other, provider: 'site24x7' }, 900]
    ]
  ],
  [
    'overview.json',
    'Refresh interval in force',
    'A',
    [
      [{ ...eu, ...source }, 60],
      [{ ...other, ...source }, 60]
    ]
  ],
  ['overview.json', 'Site24x7: monitors that are not up', 'A', [[{ status: 'down' }, 3]]],
  [
    'internals.json',
    'Share of failed requests',
    'A',
    [
      [{ ...eu, provider: 'chinacache' }, 0],
      [{ ...eu, provider: 'site24x7' }, 0],
      [{ ...other, provider: 'chinacache' }, 0],
      [{ ...other, provider: 'site24x7' }, 1]
    ]
  ],
  [
    'internals.json',
    'Requests',
    'A',
    [
      [{ provider: 'chinacache', endpoint: 'flux', code: '200' }, 0.05],
      [{ provider: 'site24x7', code: '200' }, 2 / 60],
      [{ provider: 'site24x7', code: '500' }, 1 / 60]
    ]
  ],
  [
    'internals.json',
    'Duration',
    'A',
    [
      [{ ...eu, ...source }, 1],
      [{ ...other, ...source }, 9]
    ]
  ],
  [
    'internals.json',
    'Series served',
    'A',
    [
      [{ ...eu, ...source }, 70],
      [{ ...other, ...source }, 0]
    ]
  ],
  ['internals.json', 'Groups of the Pushgateway', 'A', [[{ job: 'mine', site: 'shop' }, 7200]]],
  [
    'site24x7.json',
    'Monitors by status',
    'A',
    [
      [{ status: 'up' }, 8],
      [{ status: 'down' }, 3]
    ]
  ],
  ['site24x7.json', 'By location', 'A', [[{ location: 'London - UK' }, 1]]],
  ['site24x7.json', 'By location', 'B', [[{ location: 'London - UK' }, 2]]],
  ['site24x7.json', 'By location', 'C', [[{ location: 'London - UK' }, 0.5]]],
  ['site24x7.json', 'Not up', 'A', [[{ monitor_id: '2', monitor_name: 'shop', monitor_type: 'URL' }, 0]]],
  ['chinacache.json', 'Hit ratio', 'A', [[{}, 0.45]]]
]

const chosen = {
  job: '(edge-exporter|exporter)',
  instance: '.*',
  provider: '.+',
  channel: '.+',
  group: '.*',
  type: '.+',
  location: '.*',
  monitor: '1',
  __rate_interval: '10m',
  __range: '2h',
  __interval: '1m'
}

function queryOf(file: string, title: string, refId: string): string {
  const dashboard = JSON.parse(dashboardFiles.get(file) as string) as Dashboard
  const target = panelsOf(dashboard)
    .find((panel) => panel.title === title)
    ?.targets?.find((query) => query.refId === refId)
  if (target === undefined) throw new Error(`${file} has no query ${refId} of a panel ${title}`)
  return interpolate(target.expr, chosen)
}

const textOf = (labels: Readonly<Record<string, string>>) =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`

t.test('panels tell two installations apart', { skip: skipWithout('promtool') }, async (t) => {
  const folder = t.testdir({ 'rules.yaml': 'groups: []\n' })
  for (const [file, title, refId, samples] of expected) {
    const tests = [
      {
        interval: '1m',
        input_series: input,
        promql_expr_test: [
          {
            expr: queryOf(file, title, refId),
            eval_time: '2h',
            exp_samples: samples.map(([labels, value]) => ({ labels: textOf(labels), value }))
          }
        ]
      }
    ]
    const path = join(folder, 'test.yaml')
    writeFileSync(path, stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests }))
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', path], { encoding: 'utf8' })
    t.equal(status, 0, `${file}, ${title} ${refId}${status === 0 ? '' : `: ${stdout}${stderr}`}`)
  }
})
