/** Credentials in the forms that they are kept in. Pure. */
export const formats = ['env', 'k8s', 'json'] as const

export type Format = (typeof formats)[number]

export interface Made {
  readonly endpoint: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

/** Stands for the client secret where a person looks, as it was never shown before and stays on the screen. */
const hidden = 'PUT-THE-CLIENT-SECRET-HERE'

/** `isSeen`: on a screen, where the client secret does not belong. */
export function write(made: Made, format: Format, isSeen: boolean): string {
  const secrets = {
    ZOHO_CLIENT_ID: made.clientId,
    ZOHO_CLIENT_SECRET: isSeen ? hidden : made.clientSecret,
    ZOHO_REFRESH_TOKEN: made.refreshToken
  }
  if (format === 'json') return JSON.stringify({ SITE24X7_ENDPOINT: made.endpoint, ...secrets }, undefined, 2)
  if (format === 'k8s') return secretManifest(secrets, made.endpoint)
  return Object.entries({ SITE24X7_ENDPOINT: made.endpoint, ...secrets })
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join('\n')
}

/** As `.env` files are read: plain where nothing has a meaning. */
function quoted(value: string): string {
  return /^[\w.@:/+=-]*$/.test(value) ? value : `'${value}'`
}

function secretManifest(secrets: Readonly<Record<string, string>>, endpoint: string): string {
  const lines = Object.entries(secrets).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
  return `# The chart's values: providers.site24x7.existingSecret: edge-exporter-site24x7, and the data centre ${endpoint}.
apiVersion: v1
kind: Secret
metadata:
  name: edge-exporter-site24x7
type: Opaque
stringData:
${lines.join('\n')}`
}
