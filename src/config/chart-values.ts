/** The values of the Helm chart that do what an old deployment did. Pure, and without any secret. */
import type { AnyProvider, Migration, OldDeployment } from '../contract/provider.ts'

/** Where the chart has the settings of the core that a replaced exporter can have had. */
const ofCore: Readonly<Record<string, string>> = {
  TELEMETRY_PATH: 'config.metricsPath',
  GEOLOCATION_PATH: 'config.geolocationPath',
  LOG_LEVEL: 'config.logLevel',
  HTTPS_PROXY: 'proxy.httpsProxy',
  https_proxy: 'proxy.httpsProxy',
  HTTP_PROXY: 'proxy.httpProxy',
  http_proxy: 'proxy.httpProxy',
  NO_PROXY: 'proxy.noProxy',
  no_proxy: 'proxy.noProxy'
}

export interface ChartValues {
  readonly values: object
  /** Secrets that have to be made first: name -> variables. */
  readonly secrets: Readonly<Record<string, readonly string[]>>
}

export function chartValues(provider: AnyProvider, migration: Migration, deployment: OldDeployment): ChartValues {
  const { env, flags, references } = deployment
  const read = provider.replaces?.variables ?? []
  const fromEnv = Object.entries(env).filter(([name]) => read.includes(name) || /_proxy$/i.test(name))
  const given = { ...Object.fromEntries(fromEnv), ...definedOf(flags) }
  const { chart } = migration
  const values: Record<string, unknown> = {}
  const secrets: Record<string, readonly string[]> = {}
  const own = (key: string) => `providers.${provider.name}.${key}`

  put(values, own('enabled'), true)
  const { name, keys, isThere } = secretOf(provider, deployment)
  put(values, own('existingSecret'), name)
  for (const [variable, key] of Object.entries(chart.secrets)) {
    const inSecret = keys[variable]
    if (inSecret !== undefined && inSecret !== variable) put(values, own(`existingSecretKeys.${key}`), inSecret)
  }
  if (!isThere) secrets[name] = Object.keys(chart.secrets)
  for (const [setting, key] of Object.entries(chart.values)) {
    const value = given[setting]
    if (value === undefined) continue
    const list = value.split(',').map((each) => each.trim())
    const isNumber = chart.numbers?.includes(setting)
    put(values, own(key), chart.lists?.includes(setting) ? list : isNumber ? Number(value) : value)
  }

  for (const [setting, path] of Object.entries(ofCore)) {
    const value = given[setting]
    if (value === undefined || (setting !== setting.toUpperCase() && given[setting.toUpperCase()] !== undefined))
      continue
    if (/^proxy\.http/.test(path) && URL.parse(value)?.password) {
      put(values, 'proxy.existingSecret', `${provider.name}-proxy`)
      secrets[`${provider.name}-proxy`] = [...(secrets[`${provider.name}-proxy`] ?? []), setting.toUpperCase()]
    } else put(values, path, setting === 'LOG_LEVEL' ? levelOf(value) : value)
  }
  const port = /:(\d+)(,|$)/.exec(given.LISTEN_ADDRESS ?? '')?.[1]
  if (port !== undefined && port !== '9803') {
    put(values, 'containerPort', Number(port))
    put(values, 'service.port', Number(port))
  }
  if (read.includes('PUSHGATEWAY')) putPush()
  return { values, secrets }

  function putPush(): void {
    put(values, 'push.enabled', true)
    const url = env.PUSHGATEWAY
    const reference = references.PUSHGATEWAY
    if (url !== undefined && !url.includes('@')) put(values, 'push.url', url)
    else {
      const secret = reference?.secret ?? deployment.secrets[0] ?? `${provider.name}-push`
      put(values, 'push.existingSecret', secret)
      if (reference !== undefined && reference.key !== 'PUSHGATEWAY') {
        put(values, 'push.existingSecretKey', reference.key)
      }
      if (reference?.secret === undefined && deployment.secrets.length === 0) secrets[secret] = ['PUSHGATEWAY']
    }
    const interval = env[provider.pushIntervalSetting ?? '']
    if (interval !== undefined && /[1-9]/.test(interval)) put(values, 'push.interval', interval)
    else {
      put(values, 'deployment.enabled', false)
      if (deployment.schedule !== undefined) put(values, 'push.cronJob.schedule', deployment.schedule)
    }
  }
}

/** The one Secret with the credentials, or the name of one to make. */
function secretOf(provider: AnyProvider, { references, secrets }: OldDeployment) {
  const wanted = provider.secrets.map((name) => [name, references[name]] as const)
  const names = new Set(wanted.map(([, reference]) => reference?.secret))
  const [only] = names
  if (names.size === 1 && only !== undefined) {
    return { name: only, keys: Object.fromEntries(wanted.map(([name, found]) => [name, found?.key])), isThere: true }
  }
  const [all] = secrets
  const isThere = all !== undefined && wanted.every(([, reference]) => reference === undefined)
  return { name: isThere ? all : `${provider.name}-credentials`, keys: {}, isThere }
}

function levelOf(level: string): string {
  return level.toLowerCase().replace(/^off$/, 'silent')
}

function put(tree: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() as string
  let node = tree
  for (const key of keys) {
    node[key] ??= {}
    node = node[key] as Record<string, unknown>
  }
  node[last] = value
}

function definedOf(settings: OldDeployment['flags']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined)
  )
}
