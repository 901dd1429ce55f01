/** The settings of the core, and the schema of all settings there are. */
import { type TObject, type TSchema, Type } from 'typebox'
import type { AnyProvider, Flag } from '../contract/provider.ts'
import { limitSettings } from './limits.ts'
import { pushSecrets, pushSettings } from './push-settings.ts'
import { shardSettings } from './shard.ts'
import { upstreamSettings } from './upstream-settings.ts'
import { webSecrets, webSettings } from './web-settings.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** What a path may hold by RFC 3986, but for `*`, which routes have another use for. */
const pathCharacter = "[\\w.~!$&'()+,;=:@-]|%[0-9a-fA-F]{2}"

const path = (description: string, value: string) =>
  Type.String({ description, default: value, pattern: `^(/|(/(${pathCharacter})+)+/?)$`, examples: [value] })

const listenAddress = '(\\[[0-9a-fA-F:.]+\\]|[^\\s:/,]*):\\d{1,5}'

export const coreSchema = Type.Object({
  LISTEN_ADDRESS: Type.String({
    description:
      'Addresses to listen on, separated by commas; an IPv6 address is written in brackets, an empty host means all of both families',
    default: ':9803',
    pattern: `^ *${listenAddress} *(, *${listenAddress} *)*$`,
    examples: [':9803', '127.0.0.1:9803', '[::1]:9803']
  }),
  SYSTEMD_SOCKET: Type.Enum(['false', 'true'], {
    description: 'Whether to listen on the sockets that systemd hands over, in place of LISTEN_ADDRESS',
    default: 'false'
  }),
  TELEMETRY_PATH: path('Path of the metrics', '/metrics'),
  GEOLOCATION_PATH: path('Path of the geolocation list', '/geolocation'),
  METRICS_CREATED: Type.Enum(['false', 'true'], {
    description:
      "Whether OpenMetrics 1.0 has a _created series for each counter and histogram of the exporter's own; turn it on where Prometheus runs with --enable-feature=created-timestamp-zero-ingestion or st-storage, which read them: without, it stores them",
    default: 'false'
  }),
  CONFIG_FILE: Type.Optional(
    Type.String({
      description:
        'Configuration file in YAML with the accounts of all providers, in place of the variables of providers: see docs/configuration.md'
    })
  ),
  ...shardSettings,
  ENABLE_LIFECYCLE: Type.Enum(['false', 'true'], {
    description:
      'Whether POST /-/reload reads the configuration file again; it is behind the same authentication as all else',
    default: 'false'
  }),
  ALIGN_REFRESHES: Type.Enum(['true', 'false'], {
    description:
      'Whether a refresh that is due waits for the next scrape and ends shortly before it, so that Prometheus reads new data for the same calls',
    default: 'true'
  }),
  LOG_LEVEL: Type.Enum([...logLevels], { description: 'Least severity that is logged', default: 'info' }),
  LOG_FORMAT: Type.Enum(['auto', 'json', 'logfmt'], {
    description: 'Format of the log; auto: JSON, or coloured text on a terminal',
    default: 'auto'
  }),
  CACHE_URL: Type.Optional(
    Type.String({
      description:
        'What keeps snapshots, tokens and spent calls over restarts: file:///folder, or redis://host:6379/0, which replicas share (also redis+sentinel:// and redis+cluster://, and rediss for TLS), or kubernetes: for replicas in a cluster, which share Leases; memory: if not set'
    })
  ),
  POD_IP: Type.Optional(
    Type.String({
      description:
        'Address of the pod, at which other replicas fetch its snapshots; CACHE_URL=kubernetes: needs it, from status.podIP of the downward API'
    })
  ),
  PEER_PORT: Type.String({
    description: 'Port at which other replicas fetch snapshots; only with CACHE_URL=kubernetes:',
    default: '9804',
    pattern: '^\\d{1,5}$'
  }),
  REDIS_CERT_FILE: Type.Optional(
    Type.String({
      description: 'PEM file of the certificate that is shown to a Redis of rediss://; read with each connection'
    })
  ),
  REDIS_KEY_FILE: Type.Optional(Type.String({ description: 'PEM file of the key of that certificate' })),
  ...webSettings,
  ...limitSettings,
  ...upstreamSettings,
  ...pushSettings
})

/** Settings of the core that are secret: each may also be given as `<NAME>_FILE`. */
export const coreSecrets: readonly string[] = ['CACHE_URL', ...webSecrets, ...pushSecrets]

export const coreFlags: readonly Flag[] = [
  { flags: '--config.file <file>', setting: 'CONFIG_FILE' },
  { flags: '--shard <index/count>', setting: 'SHARD' },
  { flags: '--web.listen-address <address>', setting: 'LISTEN_ADDRESS', isList: true },
  { flags: '--web.systemd-socket', setting: 'SYSTEMD_SOCKET' },
  { flags: '--web.enable-lifecycle', setting: 'ENABLE_LIFECYCLE' },
  { flags: '--web.telemetry-path <path>', setting: 'TELEMETRY_PATH' },
  { flags: '--web.geolocation-path <path>', setting: 'GEOLOCATION_PATH' },
  { flags: '--web.config.file <file>', setting: 'WEB_CONFIG_FILE' },
  { flags: '--log.level <level>', setting: 'LOG_LEVEL' },
  { flags: '--log.format <format>', setting: 'LOG_FORMAT' }
]

const schemas = new WeakMap<readonly AnyProvider[], TObject>()

/** The schema of all settings, secrets included, of the core and of `providers`. Made once, as each command asks. */
export function settingsSchema(providers: readonly AnyProvider[]): TObject {
  const known = schemas.get(providers)
  if (known !== undefined) return known
  const schema = Type.Object({
    ...coreSchema.properties,
    ...Object.assign({}, ...providers.map(providerProperties))
  })
  schemas.set(providers, schema)
  return schema
}

function providerProperties(provider: AnyProvider): Record<string, TSchema> {
  const optional = Object.entries(provider.settings.properties).map(([name, schema]) => [name, Type.Optional(schema)])
  return {
    [enabledSetting(provider)]: Type.Enum(['auto', 'true', 'false'], {
      description: `Enables ${provider.title}; auto: when its credentials are set`,
      default: 'auto'
    }),
    ...Object.fromEntries(optional)
  }
}

/** The setting that switches a provider on and off. */
export function enabledSetting({ name }: AnyProvider): string {
  return `${name.toUpperCase()}_ENABLED`
}
