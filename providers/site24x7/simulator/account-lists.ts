/** The lists of the simulated account: maintenance, configuration, locations, service levels, alerts, the licence. */
import { hashText } from '../../../src/simulation/pseudo-random.ts'
import { privateData, type ReportInput } from './wire-form.ts'
import { locationNames } from './world-catalog.ts'

const minute = 60_000
const day = 24 * 60 * minute

const unused = {
  start_day: '',
  end_day: '',
  start_week: '',
  monthly_start_date: '',
  description: '',
  pre_action_id: ''
}

/** Every window that there ever was: many that are over, some that run, one to come, and some for groups and tags. */
export function maintenanceList({ monitors, time, stamp }: ReportInput) {
  const [first, second, third] = monitors.map(({ monitor_id: id }) => id)
  const start = Math.floor(time / day) * day
  const window = (id: number, name: string, status: string, begin: number, minutes: number, rest: object) => ({
    maintenance_id: `30000000003${String(id).padStart(4, '0')}`,
    display_name: name,
    maintenance_status: status,
    maintenance_type: 3,
    start_date: stamp(begin).slice(0, 10),
    start_time: stamp(begin).slice(11, 16),
    end_time: stamp(begin + minutes * minute).slice(11, 16),
    // No name of a zone that a library knows.
    timezone: 'BST',
    duration: minutes,
    maintenance_start_time: stamp(begin - 1000),
    perform_monitoring: true,
    system_generated: false,
    zuid: privateData.person,
    ...unused,
    ...rest
  })
  const past = Array.from({ length: 12 }, (_, i) =>
    window(i, `release ${i}`, 'C', start - (i + 1) * 3 * day, 5, { selection_type: 2, monitors: [first] })
  )
  const listed = (ids: readonly (string | undefined)[]) => ids.filter((id) => id !== undefined)
  return [
    ...past,
    window(100, 'db upgrade', 'R', start, 24 * 60, { selection_type: 2, monitors: listed([first, second]) }),
    window(101, 'network change', 'S', start + 2 * day, 90, { selection_type: 2, monitors: listed([third]) }),
    window(102, 'office closed', 'R', start, 24 * 60, {
      maintenance_type: 2,
      selection_type: 1,
      monitors: '',
      monitor_groups: ['300000000040001'],
      start_date: '',
      duration: '1440'
    }),
    window(103, 'by tag', 'S', start + day, 60, { selection_type: 3, monitors: '', tags: ['300000000050001'] })
  ]
}

export function monitorConfigurations({ monitors, time, stamp }: ReportInput) {
  return monitors.map((monitor, i) => ({
    monitor_id: monitor.monitor_id,
    display_name: monitor.name,
    type: monitor.monitor_type,
    state: monitor.status === 5 ? 5 : 0,
    // Below zero are seconds.
    check_frequency: i % 7 === 2 ? '-30' : String([1, 5, 10, 1440][hashText(monitor.monitor_id) % 4]),
    timeout: 10 + (hashText(monitor.monitor_id) % 3) * 10,
    created_time: stamp(time - 100 * day),
    auth_user: privateData.email,
    auth_pass: privateData.password,
    custom_headers: [{ name: 'x-api-key', value: privateData.apiKey }],
    website: `https://user:${privateData.password}@shop.example/`
  }))
}

export function locationTemplate() {
  return {
    locations: locationNames.slice(0, 20).map((name, i) => {
      const [city = '', country = ''] = name.split(' - ')
      return {
        location_id: String(i + 1),
        display_name: name,
        city_name: city,
        city_short: city.slice(0, 3).toUpperCase(),
        country_name: country,
        continent: '',
        use_ipv6: i % 2 === 0,
        is_mobile_rbm_location: false
      }
    }),
    onpremise_pollers: [
      { location_id: '300000000060001', display_name: 'cellar', probe_info: 'Linux 6.1, 4 cores, apikey of the cellar' }
    ],
    mobile_pollers: [],
    onpremise_poller_groups: []
  }
}

export function slaReport({ monitors, query }: ReportInput, kind: string) {
  const [first, second] = monitors
  if (first === undefined || second === undefined) return { sla_details: [], status: 'success', period: query.period }
  const agreed = { sla_id: '300000000070001', sla_name: 'gold', sla_targetname: 'met' }
  if (kind === 'composite') {
    return {
      compositeslareport: [
        {
          monitor_id: first.monitor_id,
          monitor_name: first.name,
          sla_id: '300000000070002',
          sla_name: 'whole shop',
          expected: '99.5',
          achieved: 99.93,
          totaldowntime: 1200,
          TotalDownTime: '20 Mins 0 Secs',
          operatorKey: '>='
        }
      ]
    }
  }
  return {
    summary: { sla_availability_percentage: 99.9 },
    sla_details: [first, second].map(({ monitor_id: id, name }) => ({
      id,
      name,
      [kind === 'response' ? 'response_time' : 'availability']: {
        ...agreed,
        sla_expected: 99.9,
        sla_achieved: id === first.monitor_id ? '99.72' : 99.97,
        overalltargets: [{ name: 'met', target: '99.9', operatorkey: '>=' }]
      }
    }))
  }
}

/** Some alerts of each day; more as it gets later. */
export function alertLogs({ monitors, time, stamp, query }: ReportInput) {
  const midnight = stamp(time).slice(0, 10)
  if (query.date !== midnight) return []
  const minutes = Number(stamp(time).slice(11, 13)) * 60 + Number(stamp(time).slice(14, 16))
  return Array.from({ length: Math.floor(minutes / 30) + 1 }, (_, i) => ({
    sent_time: stamp(time - i * 30 * minute),
    alert_type: [1, 1, 2, 7, 9, '12'][i % 6],
    msg: `Down alert to ${privateData.email}`,
    display_name: monitors[i % Math.max(1, monitors.length)]?.name ?? ''
  }))
}

/** Customers of an MSP account, or business units. */
export function customerList({ seed, customers }: ReportInput, kind: 'customer' | 'unit') {
  return customers.map((number) => ({
    name: `${kind} ${number}`,
    zaaid: zaaidOf(seed, number),
    user_id: privateData.person,
    ...(kind === 'customer' ? { encodedZaaid: `e${zaaidOf(seed, number)}` } : {})
  }))
}

/** What the cookie of a customer's calls has. */
export function zaaidOf(seed: number, number: number): string {
  return String(600_000_000 + 1000 * (seed % 1000) + number)
}

export function licenseUsage({ monitors }: ReportInput) {
  return {
    plan: 'Enterprise Plan',
    sms_remaining: 4200,
    billing_contact: privateData.billing,
    usage_details: {
      basic: { total: 13_950, used: monitors.length + 0.0 },
      advanced: { total: '500', used: '31.0' },
      host_monitors: { total: 40, used: 0 }
    }
  }
}

export function clientData({ monitors }: ReportInput) {
  return {
    account: {
      active_products: ['S247'],
      contact: privateData.email,
      api_calls: { allowed: 200 * monitors.length, used: 8846 }
    }
  }
}
