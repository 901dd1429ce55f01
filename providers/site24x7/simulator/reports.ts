/**
 * The reports and lists of the simulated account, with the oddities of the real ones: lengths of time as English text,
 * floats and texts in one column, empty texts for fields that are not used, and private data that no exporter may keep.
 */
import { hashText, randomOf } from '../../../src/simulation/pseudo-random.ts'
import {
  alertLogs,
  clientData,
  customerList,
  licenseUsage,
  locationTemplate,
  maintenanceList,
  monitorConfigurations,
  slaReport
} from './account-lists.ts'
import { durationText, privateData, type ReportInput, type ShownMonitor } from './wire-form.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const keyOf = ({ monitor_id: id }: ShownMonitor) => hashText(id)

function info({ time, stamp }: ReportInput, name: string) {
  return { report_name: name, generated_time: stamp(time), formatted_generated_time: 'today', limit: '100' }
}

/** Each monitor had some outages in the window, of some length each. */
function availabilityOf(monitor: ShownMonitor, window: number) {
  const key = keyOf(monitor)
  const count = monitor.status === 1 ? Math.floor(randomOf(key, 60) ** 3 * 8) : 1 + Math.floor(randomOf(key, 60) * 8)
  const length = count * Math.floor((2 + 80 * randomOf(key, 61)) * minute)
  const percentage = Math.round(10_000 * (1 - length / window)) / 100
  const repair = count === 0 ? 0 : length / count
  const between = (window - length) / (count + 1)
  return { count, length, percentage, repair, between }
}

const windowOf: Readonly<Record<string, number>> = { 1: day, 2: 7 * day, 3: day, 4: day, 5: 30 * day, 7: 30 * day }

function availabilitySummary(input: ReportInput) {
  const { monitors, query, time, stamp } = input
  const window = windowOf[String(query.period)] ?? 30 * day
  const all = monitors.map((monitor) => ({ monitor, facts: availabilityOf(monitor, window) }))
  const mean = all.reduce((sum, { facts }) => sum + facts.percentage, 0) / Math.max(1, all.length)
  const broken = all.filter(({ facts }) => facts.count > 0).slice(0, 20)
  return {
    summary_details: {
      availability_percentage: Math.round(100 * mean) / 100,
      alarm_count: broken.length,
      mttr: '17 Mins 30 Secs',
      mtbf: '14 days 23 Hrs 40 Mins '
    },
    availability_details: all.map(({ monitor, facts: { count, percentage, repair, between } }, i) => ({
      monitor_id: monitor.monitor_id,
      name: monitor.name,
      // The column has numbers, texts, and nothing for what was never up.
      availability_percentage: monitor.status === 5 ? '-' : i % 11 === 3 ? String(percentage) : percentage,
      down_count: count,
      mttr: durationText(repair),
      mtbf: durationText(between),
      last_down: count === 0 ? '' : stamp(time - hour),
      down_details: [],
      ...(monitor.tags === undefined ? {} : { tags: monitor.tags })
    })),
    outage_details: broken.map(({ monitor, facts: { length } }) => {
      const outage = {
        outage_id: String(time - length),
        type: 0,
        start_time: stamp(time - length),
        end_time: stamp(time),
        duration: durationText(length),
        reason: `Mail to ${privateData.email} has failed`,
        latest_comment: privateData.billing,
        acknowledgements: [{ zuid: privateData.person }]
      }
      const head = { monitor_id: monitor.monitor_id, display_name: monitor.name }
      // An item may be the outage itself.
      return keyOf(monitor) % 4 === 0 ? { ...head, ...outage } : { ...head, outages: [outage] }
    }),
    charts: [{ key: 'percentage_chart', name: 'Availability', data: [[stamp(time - day), 98, 2, 0]] }],
    info: { ...info(input, 'Availability Summary Report'), period: Number(query.period) }
  }
}

function certificateReport(input: ReportInput) {
  const named = input.monitors.filter(({ monitor_type: type }) => ['SSL_CERT', 'DOMAINEXPIRY', 'URL'].includes(type))
  return {
    fqdn_details: named.slice(0, 200).map((monitor, i) => {
      const key = keyOf(monitor)
      const left = (place: number, life: number) => {
        return Math.floor(life - ((input.time / day + randomOf(key, place) * life) % life)) - (i === 1 ? life : 0)
      }
      return {
        name: monitor.name,
        monitor_type: monitor.monitor_type,
        ssl_expiry_days: monitor.monitor_type === 'DOMAINEXPIRY' ? '-' : left(62, 90),
        domain_expiry_days: monitor.monitor_type === 'SSL_CERT' ? '-' : String(left(63, 365))
      }
    }),
    info: info(input, 'SSL and Domain Expiry Report')
  }
}

function serverPerformance(input: ReportInput) {
  const servers = input.monitors.filter(({ monitor_type: type }) => type === 'SERVER')
  if (servers.length === 0) return { info: info(input, 'Performance Report') }
  const value = (monitor: ShownMonitor, place: number) => Math.round(1000 * randomOf(keyOf(monitor), place)) / 10
  return {
    group_data: {
      SERVER: {
        name: servers.map(({ name }) => name),
        availability: servers.map(() => '100'),
        attribute_data: servers.map((monitor, i) => ({
          0: {
            CPUUSEDPERCENT: i % 2 === 0 ? value(monitor, 70) : String(value(monitor, 70)),
            MEMUSEDPERCENT: value(monitor, 71),
            DISKUSEDPERCENT: monitor.status === 0 ? '-' : value(monitor, 72)
          }
        })),
        tags: servers.map(({ tags = [] }) => tags),
        ip_address: servers.map(() => '192.0.2.7')
      }
    },
    info: info(input, 'Performance Report')
  }
}

export interface SimulatedReport {
  /** Below the root of the API. */
  readonly path: string
  /** The name under which its calls are counted, and under which it can be made to fail. */
  readonly endpoint: string
  /** Without which it answers 1121. */
  readonly scope: string
  readonly data: (input: ReportInput) => unknown
}

const reportsRead = 'Site24x7.Reports.Read'
const operationsRead = 'Site24x7.Operations.Read'
const adminRead = 'Site24x7.Admin.Read'

const sla = (kind: string): SimulatedReport => ({
  path: `reports/sla_reports/${kind}`,
  endpoint: 'sla',
  scope: reportsRead,
  data: (input) => slaReport(input, kind)
})

export const simulatedReports: readonly SimulatedReport[] = [
  { path: 'reports/availability_summary', endpoint: 'availability', scope: reportsRead, data: availabilitySummary },
  { path: 'reports/fqdn/ssl_domain_reports', endpoint: 'certificates', scope: reportsRead, data: certificateReport },
  { path: 'maintenance', endpoint: 'maintenance', scope: operationsRead, data: maintenanceList },
  { path: 'monitors', endpoint: 'configuration', scope: adminRead, data: monitorConfigurations },
  { path: 'location_template', endpoint: 'locations', scope: adminRead, data: locationTemplate },
  sla('availability'),
  sla('response'),
  sla('composite'),
  { path: 'alert_logs', endpoint: 'alerts', scope: operationsRead, data: alertLogs },
  { path: 'reports/performance/type/SERVER', endpoint: 'servers', scope: reportsRead, data: serverPerformance },
  { path: 'license_usage', endpoint: 'license_usage', scope: reportsRead, data: licenseUsage },
  {
    path: 'short/msp/customers',
    endpoint: 'customers',
    scope: 'Site24x7.Msp.Read',
    data: (input) => customerList(input, 'customer')
  },
  {
    path: 'short/bu/business_units',
    endpoint: 'business_units',
    scope: 'Site24x7.Bu.Read',
    data: (input) => customerList(input, 'unit')
  },
  { path: 'client_data/account', endpoint: 'api_usage', scope: reportsRead, data: clientData }
]
