/** The keys and words of the web configuration file. Every value is text, as it stands in the file. */
import { Type } from 'typebox'

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

export const tlsVersions: Readonly<Record<string, TlsVersion>> = {
  TLS10: 'TLSv1',
  TLS11: 'TLSv1.1',
  TLS12: 'TLSv1.2',
  TLS13: 'TLSv1.3'
}

/** Names of Go -> names of OpenSSL. */
export const cipherNames: Readonly<Record<string, string>> = {
  TLS_AES_128_GCM_SHA256: 'TLS_AES_128_GCM_SHA256',
  TLS_AES_256_GCM_SHA384: 'TLS_AES_256_GCM_SHA384',
  TLS_CHACHA20_POLY1305_SHA256: 'TLS_CHACHA20_POLY1305_SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: 'ECDHE-ECDSA-AES128-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: 'ECDHE-ECDSA-AES256-SHA',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: 'ECDHE-RSA-AES256-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305'
}

export const curveNames: Readonly<Record<string, string>> = {
  CurveP256: 'P-256',
  CurveP384: 'P-384',
  CurveP521: 'P-521',
  X25519: 'X25519'
}

// The words of YAML 1.1, which Go reads.
const yes = ['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y']
const no = ['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N']

export function isTrue(word: string | undefined, otherwise: boolean): boolean {
  return word === undefined || word === '' ? otherwise : yes.includes(word)
}

const text = Type.Optional(Type.String())
/** An empty value counts as not given. */
const choice = (words: readonly string[]) => Type.Optional(Type.Enum(['', ...words]))
const flag = choice([...yes, ...no])
const names = (table: Readonly<Record<string, string>>) => Type.Optional(Type.Array(Type.Enum(Object.keys(table))))
/** A hash of any of the versions of bcrypt. What follows it, as the newline of a block scalar does, is no part of it. */
const bcrypt = '^\\$2[a-z]?\\$(0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}\\s*$'
const section = <Properties extends Parameters<typeof Type.Object>[0]>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

const tls = section({
  cert: text,
  key: text,
  client_ca: text,
  cert_file: text,
  key_file: text,
  client_ca_file: text,
  client_auth_type: choice([
    'NoClientCert',
    'RequestClientCert',
    'RequireClientCert',
    'RequireAnyClientCert',
    'VerifyClientCertIfGiven',
    'RequireAndVerifyClientCert'
  ]),
  client_allowed_sans: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  min_version: choice(Object.keys(tlsVersions)),
  max_version: choice(Object.keys(tlsVersions)),
  cipher_suites: names(cipherNames),
  prefer_server_cipher_suites: flag,
  curve_preferences: names(curveNames)
})

/** What a header can carry; an empty value stands for no such header. */
const header = Type.Optional(Type.String({ pattern: '^[\\t\\x20-\\x7e]*$' }))

const headers = section({
  'Content-Security-Policy': header,
  'X-Frame-Options': choice(['deny', 'sameorigin']),
  'X-Content-Type-Options': choice(['nosniff']),
  'X-XSS-Protection': header,
  'Strict-Transport-Security': header
})

export type WebFileSchema = typeof webFileSchema

export const webFileSchema = section({
  tls_server_config: Type.Optional(tls),
  http_server_config: Type.Optional(section({ http2: flag, headers: Type.Optional(headers) })),
  basic_auth_users: Type.Optional(Type.Record(Type.String(), Type.String({ pattern: bcrypt }))),
  rate_limit: Type.Optional(
    section({
      interval: Type.Optional(Type.String({ pattern: '^(|\\d+|(\\d+(\\.\\d+)?(ns|us|µs|μs|ms|s|m|h))+)$' })),
      // `010` is eight for Go, and ten for most who read it.
      burst: Type.Optional(Type.String({ pattern: '^(|0|[1-9]\\d{0,8})$' }))
    })
  )
})
