/** What the simulated account is made of: monitor types with what they measure, locations, groups, names. */

/** How a value behaves over time; see `world-state.ts`. */
export type Measure = 'latency' | 'transaction' | 'percent' | 'days' | 'amount'

export interface MonitorType {
  readonly type: string
  /** Polled from monitoring locations; agents, cloud resources and jobs are not. */
  readonly located: boolean
  /** Missing for a type whose attribute nobody has seen. */
  readonly attribute?: {
    readonly measure: Measure
    readonly key: string
    readonly label: string
    /** The camel-case field `attributeName`, which some types lack. */
    readonly name?: string
    /** Missing for plain counts. */
    readonly unit?: string
  }
  /** Fields that only this type has. */
  readonly extra?: Readonly<Record<string, unknown>>
}

function latency(type: string, label = 'Response Time'): MonitorType {
  const attribute = { measure: 'latency', key: 'response_time', label, name: 'RESPONSETIME', unit: 'ms' } as const
  return { type, located: true, attribute }
}

function transaction(type: string): MonitorType {
  const attribute = {
    measure: 'transaction',
    key: 'transaction_time',
    label: 'Transaction Time',
    name: 'TRANSACTIONTIME',
    unit: 'ms'
  } as const
  return { type, located: true, attribute }
}

function expiry(type: string): MonitorType {
  const attribute = { measure: 'days', key: 'days_to_expiry', label: 'Days to Expiry', unit: 'days' } as const
  return { type, located: type === 'SSL_CERT', attribute }
}

function percent(type: string, key: string, label: string, located = false): MonitorType {
  return { type, located, attribute: { measure: 'percent', key, label, unit: '%' } }
}

function amount(type: string, key: string, label: string, unit?: string): MonitorType {
  const attribute = { measure: 'amount', key, label } as const
  return { type, located: false, attribute: unit === undefined ? attribute : { ...attribute, unit } }
}

function bare(type: string, located = false): MonitorType {
  return { type, located }
}

const cpu = (type: string, located = false) => percent(type, 'cpu_used', 'CPU', located)

export const website = latency('URL')

/** One of each of the types that are not cloud resources. */
export const commonTypes: readonly MonitorType[] = [
  website,
  latency('HOMEPAGE', 'Page Load Time'),
  transaction('REALBROWSER'),
  transaction('URL-SEQ'),
  latency('RESTAPI'),
  latency('RESTAPISEQ'),
  latency('SOAP'),
  expiry('SSL_CERT'),
  expiry('DOMAINEXPIRY'),
  latency('DNS'),
  latency('PING'),
  latency('PORT'),
  latency('PORT-POP'),
  latency('PORT-SMTP'),
  latency('PORT_FTP'),
  latency('SMTP'),
  latency('FTP'),
  bare('UDP', true),
  bare('RBL', true),
  latency('ISP'),
  bare('CRON'),
  bare('HEARTBEAT'),
  { ...cpu('SERVER'), extra: { server_type: 'WINDOWS', is_upgrade_available: false } },
  bare('MSEXCHANGE'),
  bare('BIZTALKSERVER'),
  bare('OFFICE365'),
  percent('NETWORKDEVICE', 'packet_loss', 'Packet Loss', true),
  cpu('VCENTER', true),
  cpu('VMWAREESX', true),
  cpu('VMWAREVM', true),
  { ...bare('AMAZON'), extra: { locations: [] } },
  { ...bare('AZURE'), extra: { locations: [] } },
  { ...bare('GCP'), extra: { locations: [] } }
]

export const cloudTypes: readonly MonitorType[] = [
  cpu('EC2INSTANCE'),
  amount('RDSINSTANCE', 'free_storage_space', 'Free Storage Space', 'GB'),
  {
    type: 'LOADBALANCER',
    located: false,
    attribute: { measure: 'latency', key: 'latency', label: 'Latency', unit: 'ms' }
  },
  amount('APPLN-LOADBALANCER', 'request_count', 'Request Count'),
  amount('SNSTOPIC', 'messages_published', 'Messages Published'),
  amount('DYNAMODBTABLE', 'consumed_read_capacity', 'Consumed Read Capacity'),
  amount('LAMBDAFUNCTION', 'duration', 'Duration', 'ms'),
  percent('CLOUDFRONT', 'total_error_rate', 'Total Error Rate'),
  amount('SQS', 'messages_visible', 'Messages Visible', 'messages'),
  bare('EBSENVIRONMENT'),
  amount('DIRECTCONNECT', 'connection_bps_egress', 'Connection Egress', 'bps'),
  cpu('ECSCLUSTER'),
  cpu('ECSCLUSTERSERVICE'),
  amount('EFS', 'metered_size', 'Metered Size', 'MB'),
  percent('SES', 'bounce_rate', 'Bounce Rate'),
  amount('STEPFUNCTION', 'executions_failed', 'Executions Failed'),
  amount('WAF', 'blocked_requests', 'Blocked Requests'),
  amount('CLOUDSEARCH', 'searchable_documents', 'Searchable Documents'),
  bare('KMS'),
  percent('APPSTREAM', 'capacity_utilization', 'Capacity Utilization'),
  bare('SSM'),
  bare('AWSHEALTH'),
  latency('APPSYNC'),
  amount('EBSVOLUME_AVAIL', 'volume_size', 'Volume Size', 'GB'),
  amount('EBS_SNAPSHOT', 'snapshot_size', 'Snapshot Size', 'GB'),
  amount('AWSBATCH', 'jobs_running', 'Jobs Running'),
  amount('PROCSTAT', 'memory_rss', 'Resident Memory', 'KB'),
  bare('VPC_META'),
  bare('VPC_REGIONAL'),
  amount('AZURE-REDIS', 'used_memory', 'Used Memory', 'MB'),
  bare('TELEPATHY-RELAY')
]

/** Real names with the provider's own country codes; the last two are on no list. */
export const locationNames: readonly string[] = [
  'Amsterdam - NL',
  'London - UK',
  'Fremont-CA - US',
  'Singapore - SG',
  'Sydney - AUS',
  'Tokyo - JP',
  'Seoul - SK',
  'Dubai - UAE',
  'Frankfurt - DE',
  'New Jersey - US',
  'Sao Paulo - BR',
  'Stockholm - SWE',
  'Copenhagen - DA',
  'Queretaro - MEX',
  'Buenos Aires - ARG',
  'Kuala Lumpur - MYS',
  'Shanghai - CHN',
  'Hangzhou City - CHN',
  'Hong Kong - HK',
  'Mumbai - IN',
  'Johannesburg - ZA',
  'Zurich - CH',
  'Tel Aviv - IL',
  'Toronto - CA',
  'Paris - FR',
  'Ireland - IE',
  'Texas - US',
  'Taipei - TW',
  'Auckland - NZ',
  'Madrid - ES',
  'Atlantis - XX'
]

/** The first group is the one without monitors. */
export const groupNames: readonly string[] = [
  'retired',
  'shop',
  'Corporate "site"',
  '内部システム 🏭',
  'APIs \\ gateways',
  'mail & DNS'
]

/** Names that break careless code, by the number of the monitor. */
export const nastyNames: ReadonlyMap<number, string> = new Map([
  [3, 'checkout "express" flow'],
  [7, 'C:\\inetpub\\wwwroot'],
  [10, 'two\nlines\r\nand a\ttab'],
  [13, 'Café ☕ münchen 🏴‍☠️'],
  [16, '官方网站 首页'],
  [19, `long ${'x'.repeat(289)} tail.`],
  [22, 'trailing spaces   '],
  [25, '{le="+Inf",quantile="0.99"} 1 # not a sample'],
  [28, '<script>alert("name")</script>'],
  [31, 'עברית and العربية']
])

export const plainNames: readonly string[] = [
  'landing page',
  'shop front',
  'checkout flow',
  'product search',
  'customer login',
  'payment gateway',
  'order API',
  'image CDN',
  'newsletter',
  'status page',
  'partner portal',
  'help centre'
]

export const tagSets: readonly (readonly string[])[] = [
  ['team', 'env:prod', 'env:eu:blue:2'],
  ['env:prod'],
  ['env:staging', 'owner:web "platform"'],
  ['critical']
]

export const downReasons: readonly string[] = [
  'Connection timed out.',
  'HTTP/1.1 503 Service Unavailable',
  'The host name could not be resolved.',
  'The answer did not contain "Add to cart".',
  'SSL handshake failed: certificate has expired'
]
