/** Settings of the way out: how long a call may take, and whom it trusts. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import type { Settings } from '../contract/provider.ts'
import { durationSetting, type Fault, milliseconds, SettingsError } from '../contract/settings.ts'

/** What big accounts need, and short enough for a second attempt within the usual refresh. */
const defaultTimeout = '25s'

export const upstreamSettings = {
  UPSTREAM_TIMEOUT: durationSetting({
    description:
      'Time that one call to a provider, a proxy or a Pushgateway may take, its answer included; the end of the refresh ends it as well',
    default: defaultTimeout
  }),
  CA_FILE: Type.Optional(
    Type.String({
      description:
        'PEM file of authorities to trust besides those of Node.js, for providers, proxies, Pushgateway and Redis; read again when it changes'
    })
  )
}

export interface UpstreamSettings {
  /** Milliseconds that one call may take. */
  readonly attemptTimeout: number
  /** Path of a PEM file. */
  readonly caFile: string | undefined
}

const shortestTimeout = 100

/** Adds to `faults`. */
export function upstreamSettingsOf(settings: Settings, faults: Fault[]): UpstreamSettings {
  const attemptTimeout = Math.round(milliseconds(settings.UPSTREAM_TIMEOUT ?? defaultTimeout))
  if (attemptTimeout < shortestTimeout) {
    faults.push({ setting: 'UPSTREAM_TIMEOUT', message: 'must be at least 100ms, for example 25s' })
  }
  const caFile = settings.CA_FILE
  if (caFile !== undefined) {
    try {
      readAuthorities(caFile, (path) => readFileSync(path, 'utf8'))
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      faults.push(...error.faults)
    }
  }
  return { attemptTimeout, caFile }
}

/** The certificates of a PEM file, in PEM. Throws a `SettingsError`. */
export function readAuthorities(path: string, read: (path: string) => string): string[] {
  const fault = (message: string) => new SettingsError([{ setting: 'CA_FILE', message }])
  let text: string
  try {
    text = read(path)
  } catch (error) {
    throw fault(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? []
  if (found.length === 0) throw fault('has no certificate in PEM: it must have -----BEGIN CERTIFICATE-----')
  try {
    for (const certificate of found) new X509Certificate(certificate)
  } catch {
    throw fault('has a certificate that is damaged')
  }
  return [...found]
}
