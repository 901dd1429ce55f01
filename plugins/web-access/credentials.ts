/** The `Authorization` header. */
export type Credentials =
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'bearer'; readonly token: string }

/** Undefined for what is missing or no credentials. */
export function parseCredentials(header: string | undefined): Credentials | undefined {
  const [, scheme = '', value = ''] = /^(basic|bearer) +(\S+) *$/i.exec(header ?? '') ?? []
  if (scheme === '') return undefined
  if (scheme.toLowerCase() === 'bearer') return { scheme: 'bearer', token: value }
  const pair = Buffer.from(value, 'base64').toString()
  const colon = pair.indexOf(':')
  if (colon < 0) return undefined
  return { scheme: 'basic', user: pair.slice(0, colon), password: pair.slice(colon + 1) }
}
