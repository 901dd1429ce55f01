/** Settings of who gets in. */
import { Type } from 'typebox'
import type { Secrets, Settings } from '../contract/provider.ts'
import type { Secret } from '../contract/secret.ts'
import type { Fault } from '../contract/settings.ts'

export const webSettings = {
  WEB_CONFIG_FILE: Type.Optional(
    Type.String({
      description:
        'Web configuration file of the Prometheus exporter toolkit: TLS, client certificates, passwords, headers'
    })
  ),
  METRICS_TOKEN: Type.Optional(
    Type.String({
      description:
        'Bearer token that requests need; where there are no users, a browser gets in with any user name and the token as password. Several tokens, separated by white space, are all accepted'
    })
  ),
  HEALTH_AUTHENTICATION: Type.Enum(['false', 'true'], {
    description: 'Whether /healthz and /readyz ask for certificate, password or token as everything else does',
    default: 'false'
  })
}

export const webSecrets = ['METRICS_TOKEN'] as const

export interface WebSettings {
  /** Path of the web configuration file, which is read when the server is built. */
  readonly file: string | undefined
  readonly token: Secret | undefined
  readonly isHealthInside: boolean
}

/** Adds to `faults`. */
export function webAccessOf(settings: Settings, secrets: Secrets, faults: Fault[]): WebSettings {
  const token = secrets.METRICS_TOKEN
  if (token !== undefined && !/^[\x21-\x7e\s]*$/.test(token.read())) {
    faults.push({ setting: 'METRICS_TOKEN', message: 'has a character that no header can carry' })
  }
  // The content in place of the path would be shown as what it was taken for.
  if (settings.WEB_CONFIG_FILE?.includes('\n')) {
    faults.push({ setting: 'WEB_CONFIG_FILE', message: 'must be the path of a file, not its content' })
  }
  return {
    file: settings.WEB_CONFIG_FILE,
    token,
    isHealthInside: settings.HEALTH_AUTHENTICATION === 'true'
  }
}
