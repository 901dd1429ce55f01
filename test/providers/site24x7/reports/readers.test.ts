/** Each report with the oddities of its answers. */
import t from 'tap'
import { collected, linesOf, now } from './reading.ts'

t.test('availability: a float, a text and a placeholder in one column', async (t) => {
  const details = [
    {
      monitor_id: '12',
      name: 'a',
      availability_percentage: 99.92,
      down_count: 2,
      mttr: '17 Mins 30 Secs',
      mtbf: '14 days 23 Hrs 40 Mins ',
      tags: ['env:prod']
    },
    {
      monitor_id: '13',
      name: 'b',
      availability_percentage: '100.0',
      down_count: '0',
      mttr: '0 Mins 0 Secs',
      mtbf: '-'
    },
    { monitor_id: '14', name: 'c', availability_percentage: '-', mttr: '', mtbf: null },
    { monitor_id: '15', name: 'd', availability_percentage: 'n/a', down_count: -1, mttr: '5', mtbf: 'one day' },
    { name: 'no id' },
    'no row',
    { monitor_id: '12', name: 'a', availability_percentage: 1 }
  ]
  const data = { summary_details: { availability_percentage: 99.9, alarm_count: 3 }, availability_details: details }
  const collection = collected('availability', { '30d': data, '24h': { availability_details: [] } })
  t.strictSame(linesOf(collection), [
    'availability_ratio{window="30d"} 0.999',
    'monitor_availability_ratio{monitor_id="12",window="30d"} 0.9992',
    'monitor_availability_ratio{monitor_id="13",window="30d"} 1',
    'monitor_outages{monitor_id="12",window="30d"} 2',
    'monitor_outages{monitor_id="13",window="30d"} 0',
    'monitor_mttr_seconds{monitor_id="12",window="30d"} 1050',
    'monitor_mttr_seconds{monitor_id="13",window="30d"} 0',
    'monitor_mtbf_seconds{monitor_id="12",window="30d"} 1294800'
  ])
  t.strictSame(collection.drift, { unreadable_value: 2, unreadable_duration: 2, skipped_item: 2 })
  t.equal(collection.mergedSeries, 1)
})

t.test('availability: monitors that the account does not want', async (t) => {
  const data = {
    availability_details: [
      { monitor_id: '1', name: 'shop', availability_percentage: 99, tags: ['env:prod'] },
      { monitor_id: '2', name: 'blog', availability_percentage: 98, tags: ['env:test'] },
      { monitor_id: '3', name: 'shop 2', availability_percentage: 97 }
    ]
  }
  const kept = (include: Record<string, string[]>[], exclude: Record<string, string[]>[] = []) =>
    linesOf(collected('availability', { '30d': data }, { include, exclude })).map((line) => /"(\d)"/.exec(line)?.[1])
  t.strictSame(kept([{ name: ['shop.*'] }]), ['1', '3'])
  t.strictSame(kept([{ tag: ['env:prod'] }]), ['1'])
  t.strictSame(kept([], [{ id: ['2'] }]), ['1', '3'])
  t.strictSame(
    kept([{ group: ['web'] }]),
    ['1', '2', '3'],
    'a report does not tell the group, so nothing is left out by it'
  )
  t.strictSame(kept([], [{ group: ['web'] }]), ['1', '2', '3'])
})

t.test('certificates: whole days from the day of the report, and placeholders', async (t) => {
  const data = {
    fqdn_details: [
      { name: 'shop.example', monitor_type: 'SSL_CERT', ssl_expiry_days: 41, domain_expiry_days: '-' },
      { name: 'old.example', monitor_type: 'URL', ssl_expiry_days: -2, domain_expiry_days: '300' },
      { name: 'shop.example', monitor_type: 'SSL_CERT', ssl_expiry_days: 40 },
      { name: 'odd.example', monitor_type: 'URL', ssl_expiry_days: 'soon', domain_expiry_days: null },
      { name: '', ssl_expiry_days: 3 }
    ],
    info: { generated_time: '2026-06-22T03:21:00-0700' }
  }
  const midnight = Date.UTC(2026, 5, 22, 7) / 1000
  const collection = collected('certificates', { '': data })
  t.strictSame(linesOf(collection), [
    `ssl_certificate_expiry_timestamp_seconds{name="shop.example",monitor_type="SSL_CERT"} ${midnight + 40 * 86_400}`,
    `ssl_certificate_expiry_timestamp_seconds{name="old.example",monitor_type="URL"} ${midnight - 2 * 86_400}`,
    `domain_expiry_timestamp_seconds{name="old.example",monitor_type="URL"} ${midnight + 300 * 86_400}`
  ])
  t.strictSame(collection.drift, { unreadable_value: 1, skipped_item: 1 })
  t.match(collection.overview?.notices, [
    { name: 'old.example', severity: 'critical', text: 'the certificate ended 2 days ago' }
  ])
  t.equal(collection.overview?.notices?.length, 1, 'what has more than a month left is no news')
})

t.test('certificates: without the time of the report, the day of now in UTC', async (t) => {
  const of = (info: unknown) =>
    collected('certificates', { '': { fqdn_details: [{ name: 'a', ssl_expiry_days: 1 }], info } })
  const tomorrow = Date.UTC(2026, 5, 23) / 1000
  t.match(linesOf(of(undefined)), [new RegExp(` ${tomorrow}$`)])
  t.strictSame(of(undefined).drift, {})
  t.match(linesOf(of({ generated_time: 'yesterday' })), [new RegExp(` ${tomorrow}$`)])
  t.strictSame(of({ generated_time: 'yesterday' }).drift, { unreadable_time: 1 })
})

const window = { maintenance_id: '31', display_name: 'db', maintenance_status: 'R', duration: 60, monitors: ['1', '2'] }
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString().replace('.000Z', '+0000')

t.test('maintenance: running, to come, over', async (t) => {
  const collection = collected('maintenance', {
    '': [
      { ...window, maintenance_start_time: at(-10) },
      {
        ...window,
        maintenance_id: '32',
        maintenance_start_time: at(10),
        duration: '90',
        monitors: '',
        monitor_groups: ['7']
      },
      { ...window, maintenance_id: '33', maintenance_start_time: at(-100) },
      { ...window, maintenance_id: '34', maintenance_start_time: at(-10), maintenance_status: 'C' },
      {
        ...window,
        maintenance_id: '35',
        maintenance_start_time: at(-5),
        duration: '1 Hrs 0 Mins ',
        monitors: '',
        tags: ['9']
      }
    ]
  })
  const start = now / 1000
  t.strictSame(linesOf(collection), [
    'maintenance_active{maintenance_id="31",maintenance_name="db",monitor_id="1"} 1',
    'maintenance_active{maintenance_id="31",maintenance_name="db",monitor_id="2"} 1',
    'maintenance_active{maintenance_id="32",maintenance_name="db",monitor_id=""} 0',
    'maintenance_active{maintenance_id="35",maintenance_name="db",monitor_id=""} 1',
    'maintenance_group_active{maintenance_id="32",maintenance_name="db",group_id="7"} 0',
    `maintenance_start_timestamp_seconds{maintenance_id="31",maintenance_name="db"} ${start - 600}`,
    `maintenance_start_timestamp_seconds{maintenance_id="32",maintenance_name="db"} ${start + 600}`,
    `maintenance_start_timestamp_seconds{maintenance_id="35",maintenance_name="db"} ${start - 300}`,
    `maintenance_end_timestamp_seconds{maintenance_id="31",maintenance_name="db"} ${start + 3000}`,
    `maintenance_end_timestamp_seconds{maintenance_id="32",maintenance_name="db"} ${start + 6000}`,
    `maintenance_end_timestamp_seconds{maintenance_id="35",maintenance_name="db"} ${start + 3300}`
  ])
  t.strictSame(collection.drift, {})
  t.match(collection.overview?.notices, [
    { name: 'db', state: 'running', text: 'until 2026-06-22 11:11 UTC, 2 monitors' },
    { state: 'running', text: 'until 2026-06-22 11:16 UTC' },
    { state: 'planned', text: 'from 2026-06-22 10:31 UTC to 2026-06-22 12:01 UTC, 1 group' }
  ])
})

t.test('maintenance: a plan in a zone that nobody knows has no start, and is not taken for running', async (t) => {
  const collection = collected('maintenance', {
    '': [{ ...window, start_date: '2026-06-22', start_time: '10:00', timezone: 'BST' }, { maintenance_id: '' }]
  })
  t.strictSame(linesOf(collection), [
    'maintenance_active{maintenance_id="31",maintenance_name="db",monitor_id="1"} 0',
    'maintenance_active{maintenance_id="31",maintenance_name="db",monitor_id="2"} 0'
  ])
  t.strictSame(collection.drift, { unreadable_time: 1, skipped_item: 1 })
})

t.test('configuration: texts are minutes, and what is below zero are seconds', async (t) => {
  const collection = collected('configuration', {
    '': [
      { monitor_id: '1', check_frequency: '1440', timeout: 30, auth_pass: 'p' },
      { monitor_id: '2', check_frequency: 5, timeout: '10' },
      { monitor_id: '3', check_frequency: '-30' },
      { monitor_id: '4', check_frequency: 'often', timeout: 'long' },
      { monitor_id: 2 ** 60, check_frequency: '1' }
    ]
  })
  t.strictSame(linesOf(collection), [
    'monitor_check_interval_seconds{monitor_id="1"} 86400',
    'monitor_check_interval_seconds{monitor_id="2"} 300',
    'monitor_check_interval_seconds{monitor_id="3"} 30',
    'monitor_timeout_seconds{monitor_id="1"} 30',
    'monitor_timeout_seconds{monitor_id="2"} 10'
  ])
  t.strictSame(collection.drift, { unreadable_value: 2, skipped_item: 1 }, 'an id that has lost digits is none')
})

t.test('locations: public ones have places, pollers the id of their monitor', async (t) => {
  const collection = collected('locations', {
    '': {
      locations: [
        { location_id: '1', display_name: 'London - UK', city_name: 'London', country_name: 'United Kingdom' },
        { location_id: '2', display_name: 'Atlantis - XX', country_name: '' },
        { location_id: '3' }
      ],
      onpremise_pollers: [{ location_id: '77', display_name: 'cellar', probe_info: 'secret' }],
      mobile_pollers: []
    }
  })
  t.strictSame(linesOf(collection), [
    'available_location_info{location_id="1",location="London - UK",country="United Kingdom",city="London"} 1',
    'available_location_info{location_id="2",location="Atlantis - XX",country="",city=""} 1',
    'poller_info{monitor_id="77",poller="cellar",kind="on_premise"} 1'
  ])
  t.match(collection.places, [{ key: 'London - UK' }])
  t.strictSame(collection.drift, { skipped_item: 1, unknown_location: 1 })
})

t.test('service levels: of each kind, and in each of their forms', async (t) => {
  const collection = collected('sla', {
    availability: {
      sla_details: [
        { id: '1', availability: { sla_id: '7', sla_name: 'gold', sla_expected: 99.9, sla_achieved: '99.72' } }
      ]
    },
    response: {
      sla_details: [
        { id: '1', response_time: { sla_id: '8', sla_name: 'fast', sla_expected: '95', sla_achieved: 97 } },
        { id: '2' }
      ]
    },
    composite: { SLAReport: [{ sla_id: '9', sla_name: 'shop', expected: 99, achieved: '-' }, {}] }
  })
  t.strictSame(linesOf(collection), [
    'sla_achieved_ratio{sla_id="7",sla_name="gold",kind="availability",resource_id="1"} 0.9972',
    'sla_achieved_ratio{sla_id="8",sla_name="fast",kind="response",resource_id="1"} 0.97',
    'sla_target_ratio{sla_id="7",sla_name="gold",kind="availability",resource_id="1"} 0.999',
    'sla_target_ratio{sla_id="8",sla_name="fast",kind="response",resource_id="1"} 0.95',
    'sla_target_ratio{sla_id="9",sla_name="shop",kind="composite",resource_id=""} 0.99'
  ])
  t.strictSame(collection.drift, { skipped_item: 1 })
})

t.test('alerts: every channel has a number, an empty day too', async (t) => {
  const counts = (data: unknown) => linesOf(collected('alerts', { '': data })).filter((line) => !line.endsWith(' 0'))
  t.strictSame(counts([{ alert_type: 1 }, { alert_type: '1' }, { alert_type: 11 }, { alert_type: 99 }, {}]), [
    'alerts_today{channel="email"} 2',
    'alerts_today{channel="webhook"} 1',
    'alerts_today{channel="other"} 2'
  ])
  t.strictSame(counts([]), [])
  t.equal(linesOf(collected('alerts', { '': [] })).length, 21)
})

t.test('servers: parallel arrays, of namesakes the busier one', async (t) => {
  const server = (values: object) => ({ 0: values })
  const of = (group: object) => collected('servers', { '': { group_data: { SERVER: group } } })
  const collection = of({
    name: ['db', 'web', 'db', ''],
    attribute_data: [
      server({ CPUUSEDPERCENT: 12.5, MEMUSEDPERCENT: '40', DISKUSEDPERCENT: '-' }),
      server({ CPUUSEDPERCENT: 101 }),
      server({ CPUUSEDPERCENT: 90, DISKUSEDPERCENT: 7 }),
      server({})
    ]
  })
  t.strictSame(linesOf(collection), [
    'server_cpu_usage_ratio{server="db"} 0.9',
    'server_memory_usage_ratio{server="db"} 0.4',
    'server_disk_usage_ratio{server="db"} 0.07'
  ])
  t.equal(collection.mergedSeries, 1)
  t.strictSame(collection.drift, { unreadable_value: 1, skipped_item: 1 })
  t.strictSame(of({ name: ['a', 'b'], attribute_data: [server({ CPUUSEDPERCENT: 1 })] }).drift, { skipped_item: 1 })
  t.strictSame(linesOf(collected('servers', { '': { info: {} } })), [], 'an account without servers')
})

t.test('usage: floats as texts, and one of two answers', async (t) => {
  const licence = {
    sms_remaining: 4200,
    usage_details: { basic: { total: 13_950, used: '31.0' }, x: 1, 'a b': { used: 1 } }
  }
  const collection = collected('usage', {
    licence,
    api: { account: { api_calls: { allowed: 4_999_600, used: 8846 } } }
  })
  t.strictSame(linesOf(collection), [
    'license_monitors_used{class="basic"} 31',
    'license_monitors_limit{class="basic"} 13950',
    'alert_credits_remaining{} 4200',
    'api_calls_used{} 8846',
    'api_calls_limit{} 4999600'
  ])
  t.strictSame(collection.drift, { skipped_item: 2 })
  t.strictSame(linesOf(collected('usage', { licence: {} })), [])
})
