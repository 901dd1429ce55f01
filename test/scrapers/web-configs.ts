/**
 * Web configuration files, and what comes of them in the exporter toolkit and here. In a folder with `cert.pem` and
 * `key.pem` (EC), `rsa.pem` and `rsa-key.pem`, and `ca.pem`.
 */
const hash = `$2y$10$${'a'.repeat(53)}`
const pair = 'cert_file: cert.pem, key_file: key.pem'
const tls = (more: string) => `tls_server_config: {${pair}${more === '' ? '' : `, ${more}`}}`
const http = (more: string) => `http_server_config: {${more}}`
const header = (line: string) => http(`headers: {${line}}`)
const users = (entry: string) => `basic_auth_users: {${entry}}`
const nulls = ['', '~', 'null']

const versions = ['TLS10', 'TLS11', 'TLS12', 'TLS13']
const ciphers = [
  ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
  ...['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'],
  ...['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'],
  ...['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
  ...['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
  ...['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256']
]
const policies = ['NoClientCert', 'RequestClientCert', 'RequireClientCert', 'RequireAnyClientCert']
const verifying = ['VerifyClientCertIfGiven', 'RequireAndVerifyClientCert']

/** Both take them. */
export const taken: readonly string[] = [
  ...['', '# nothing', '{}', '---', '---\n{}\n...'],
  ...nulls.flatMap((word) => ['tls_server_config', 'basic_auth_users', 'rate_limit'].map((key) => `${key}: ${word}`)),
  ...nulls.map((word) => `tls_server_config: {min_version: ${word}, max_version: ${word}}`),
  ...nulls.map((word) => `tls_server_config: {cert: ${word}, key_file: ${word}, client_auth_type: ${word}}`),
  ...nulls.map((word) =>
    tls(`min_version: ${word}, max_version: ${word}, cipher_suites: ${word}, curve_preferences: ${word}`)
  ),
  ...nulls.map((word) => tls(`client_auth_type: ${word}, client_ca_file: ${word}, client_allowed_sans: ${word}`)),
  ...nulls.map((word) => tls(`prefer_server_cipher_suites: ${word}`)),
  ...nulls.map((word) => http(`headers: ${word}`)),
  ...nulls.map((word) => header(`X-XSS-Protection: ${word}`)),
  ...nulls.map((word) => `rate_limit: {interval: ${word}, burst: ${word}}`),
  ...['? tls_server_config', 'null', '\ufeff{}', 'tls_server_config: !!map {}'],
  ...['tls_server_config: {}', 'http_server_config: {}', 'basic_auth_users: {}', 'rate_limit: {}'],
  ...[tls(''), 'tls_server_config: {cert_file: rsa.pem, key_file: rsa-key.pem}'],
  'tls_server_config: {"cert_file": "cert.pem", ? key_file : \'key.pem\'}',
  'tls_server_config: &a\n  cert_file: cert.pem\n  <<: {key_file: key.pem}',
  ...versions.map((version) => tls(`min_version: ${version}`)),
  ...versions.filter((version) => version >= 'TLS12').map((version) => tls(`max_version: ${version}`)),
  tls('min_version: TLS10, max_version: TLS10'),
  ...ciphers.map((cipher) => tls(`cipher_suites: [${cipher}]`)),
  ...['CurveP256', 'CurveP384', 'CurveP521', 'X25519'].map((curve) => tls(`curve_preferences: [${curve}]`)),
  ...[tls('cipher_suites: []'), tls('curve_preferences: []'), tls('cipher_suites: [], curve_preferences: []')],
  ...['true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'TRUE', 'Off'].map((word) =>
    tls(`prefer_server_cipher_suites: ${word}`)
  ),
  ...['true', 'false', 'Yes', 'NO', 'on', 'OFF'].map((word) => http(`http2: ${word}`)),
  ...policies.map((policy) => tls(`client_auth_type: ${policy}`)),
  ...verifying.map((policy) => tls(`client_auth_type: ${policy}, client_ca_file: ca.pem`)),
  ...verifying.map((policy) => tls(`client_auth_type: ${policy}`)),
  tls('client_auth_type: RequireAndVerifyClientCert, client_allowed_sans: [a.example, 127.0.0.1]'),
  tls('client_auth_type: RequireAnyClientCert, client_allowed_sans: [a.example]'),
  ...['deny', 'sameorigin'].map((word) => header(`X-Frame-Options: ${word}`)),
  header('X-Content-Type-Options: nosniff'),
  ...['0', '1; mode=block', '"~"', '""', 'true'].map((word) => header(`X-XSS-Protection: ${word}`)),
  header('Strict-Transport-Security: max-age=31536000'),
  header("Content-Security-Policy: default-src 'self'"),
  ...['2a', '2b', '2x', '2y', '2'].map((version) => users(`alice: ${hash.replace('2y', version)}`)),
  ...['|', '>', '|+'].map((style) => `basic_auth_users:\n  alice: ${style}\n    ${hash}\n`),
  ...['04', '12', '18', '31'].map((cost) => users(`alice: ${hash.replace('$10$', `$${cost}$`)}`)),
  ...['"alice"', '123', 'true', '"a b"', '"a:b"', '"日本"'].map((name) => users(`${name}: ${hash}`)),
  `basic_auth_users: {alice: &same ${hash}, bob: *same}`,
  ...['1s', '100ms', '1m30s', '1.5h', '1000000000', '10us', '0s', '0'].map(
    (interval) => `rate_limit: {interval: ${interval}, burst: 5}`
  ),
  ...['rate_limit: {burst: 5}', 'rate_limit: {interval: 0s, burst: 0}']
]

/** Both refuse them. */
export const refused: readonly string[] = [
  ...['a: b', '- a', 'a', '{', 'basic_auth_users: [', '\tbasic_auth_users:', 'a: *b'],
  ...['tls_server_config: a', 'tls_server_config: [a]', 'http_server_config: a', 'basic_auth_users: [a]'],
  ...['basic_auth_users: a', 'rate_limit: a', 'rate_limit: [1]'],
  ...[tls('certfile: a'), http('http3: true'), header('X-Powered-By: a'), header('x-frame-options: deny')],
  ...['rate_limit: {interval: 1s, burst: 5, per: ip}', 'tls_server_config: {Cert_file: cert.pem, key_file: key.pem}'],
  'tls_server_config: {cert_file: cert.pem, cert_file: cert.pem, key_file: key.pem}',
  `basic_auth_users: {alice: ${hash}, alice: ${hash}}`,
  ...['cert_file: cert.pem', 'key_file: key.pem', 'client_ca_file: ca.pem', 'client_auth_type: RequestClientCert'].map(
    (part) => `tls_server_config: {${part}}`
  ),
  'tls_server_config: {cert_file: none.pem, key_file: key.pem}',
  'tls_server_config: {cert_file: cert.pem, key_file: none.pem}',
  'tls_server_config: {cert_file: key.pem, key_file: key.pem}',
  'tls_server_config: {cert_file: cert.pem, key_file: cert.pem}',
  'tls_server_config: {cert_file: cert.pem, key_file: rsa-key.pem}',
  'tls_server_config: {cert_file: rsa.pem, key_file: key.pem}',
  'tls_server_config: {cert: a, key: b}',
  ...['Always', 'requestclientcert', '"NoClientCert "'].map((policy) => tls(`client_auth_type: ${policy}`)),
  ...['{}\0', '[]', 'tls_server_config: &x {<<: *x}', '? {a: b}\n: c'],
  tls('client_ca_file: ca.pem'),
  tls('client_ca_file: ca.pem, client_auth_type: NoClientCert'),
  tls('client_ca_file: none.pem, client_auth_type: RequireAndVerifyClientCert'),
  ...['SSL3', 'TLS1.2', 'tls12', '12'].map((version) => tls(`min_version: ${version}`)),
  ...['TLS_RSA_WITH_RC4_128_SHA', 'TLS_RSA_WITH_AES_128_CBC_SHA', 'ECDHE-RSA-AES128-SHA', '""', 'a'].map((cipher) =>
    tls(`cipher_suites: [${cipher}]`)
  ),
  tls('cipher_suites: TLS_AES_128_GCM_SHA256'),
  ...['X448', 'x25519', 'P-256', '""'].map((curve) => tls(`curve_preferences: [${curve}]`)),
  ...['maybe', '2', '1', '[true]'].map((word) => http(`http2: ${word}`)),
  ...['SAMEORIGIN', 'ALLOWALL', '"deny, sameorigin"'].map((word) => header(`X-Frame-Options: ${word}`)),
  header('X-Content-Type-Options: sniff'),
  ...['hunter2', '', '~', '""', '$2b$10$abc', '$1$abc$abc', '{}', '[]'].map((word) => users(`alice: ${word}`)),
  ...['03', '32', '99', 'ab'].map((cost) => users(`alice: ${hash.replace('$10$', `$${cost}$`)}`)),
  ...['1 s', 'fast', '1d', '[]'].map((interval) => `rate_limit: {interval: ${interval}, burst: 5}`),
  ...['many', '1s'].map((burst) => `rate_limit: {interval: 1s, burst: ${burst}}`)
]

/** What one of the two takes, and the other refuses: in words for the documents, and as files. */
export interface Difference {
  readonly takenBy: 'the toolkit' | 'this exporter'
  /** Markdown. */
  readonly what: string
  readonly why: string
  readonly texts: readonly string[]
}

export const differences: readonly Difference[] = [
  {
    takenBy: 'the toolkit',
    what: '`min_version` above `max_version`; `max_version` below TLS 1.2 without a `min_version`',
    why: 'no handshake would work',
    texts: [tls('min_version: TLS13, max_version: TLS12'), tls('max_version: TLS11')]
  },
  {
    takenBy: 'the toolkit',
    what: '`client_allowed_sans: []`; `client_allowed_sans` with a `client_auth_type` that asks for no certificate',
    why: 'an empty list lets in nobody who shows a certificate; without one there is no name to look at, so the list would not protect',
    texts: [
      tls('client_auth_type: RequireAnyClientCert, client_allowed_sans: []'),
      ...['NoClientCert', 'RequestClientCert', 'VerifyClientCertIfGiven'].map((policy) =>
        tls(`client_auth_type: ${policy}, client_allowed_sans: [a.example]`)
      )
    ]
  },
  {
    takenBy: 'the toolkit',
    what: 'a client CA that is no certificate',
    why: 'no client could be verified; the toolkit skips what it cannot read',
    texts: [
      tls('client_auth_type: RequireAndVerifyClientCert, client_ca_file: key.pem'),
      tls('client_auth_type: RequireAndVerifyClientCert, client_ca: nothing')
    ]
  },
  {
    takenBy: 'the toolkit',
    what: 'a null in `cipher_suites` or `curve_preferences`',
    why: 'a list whose one entry is nothing would offer no cipher',
    texts: [tls('cipher_suites: [~]'), tls('curve_preferences: [~]')]
  },
  {
    takenBy: 'the toolkit',
    what: '`rate_limit` with an `interval` and no `burst`, or with a negative one',
    why: 'every request would be answered with 429, or none',
    texts: [
      'rate_limit: {interval: 1s}',
      'rate_limit: {interval: 1s, burst: 0}',
      'rate_limit: {interval: 1s, burst: -1}',
      'rate_limit: {interval: -1s, burst: 1}'
    ]
  },
  {
    takenBy: 'the toolkit',
    what: 'numbers in `rate_limit` other than plain decimals: `010` (eight, for the toolkit), `0x10`, `1_000`, `1e3`, `1.5`, `.5s`',
    why: 'they can be read in two ways; fractions are cut off without a word',
    texts: [
      ...['010', '0x10', '1_000', '1e3', '5.0', '1.5', '+5'].map(
        (burst) => `rate_limit: {interval: 1s, burst: ${burst}}`
      ),
      ...['1_000_000', '1e9', '1.5', '.5s', '+1s'].map((interval) => `rate_limit: {interval: ${interval}, burst: 5}`)
    ]
  },
  {
    takenBy: 'the toolkit',
    what: 'headers with a line break or with characters beyond ASCII',
    why: 'they cannot be sent as they are',
    texts: [header('X-XSS-Protection: "a\\nb"'), header('X-XSS-Protection: é')]
  },
  {
    takenBy: 'the toolkit',
    what: 'hashes that are too long, too short, or have characters that bcrypt does not use',
    why: 'they are damaged; the toolkit looks at the cost and the length alone',
    texts: [`${hash}x`, hash.slice(0, -1), `$2y$10$${'!'.repeat(53)}`, hash.replace('2y', '1y')].map((word) =>
      users(`alice: "${word}"`)
    )
  },
  {
    takenBy: 'the toolkit',
    what: 'a second YAML document in the file',
    why: 'the toolkit reads the first and forgets the rest',
    texts: ['---\n{}\n---\na: b', `---\n{}\n---\n${users(`alice: ${hash}`)}`]
  },
  {
    takenBy: 'this exporter',
    what: 'an empty value in quotes for a version, `http2`, `interval`, `X-Frame-Options` or `X-Content-Type-Options`; a bare null for the last two',
    why: 'it is as left out, as everywhere else',
    texts: [
      tls('min_version: ""'),
      http('http2: ""'),
      'rate_limit: {interval: "", burst: 5}',
      ...['""', '~', ''].map((word) => header(`X-Frame-Options: ${word}`)),
      header('X-Content-Type-Options: ~'),
      '""'
    ]
  },
  {
    takenBy: 'this exporter',
    what: '`Null` and `NULL` for a version',
    why: 'the toolkit knows only `~`, `null` and nothing there',
    texts: ['Null', 'NULL'].map((word) => tls(`min_version: ${word}`))
  },
  {
    takenBy: 'this exporter',
    what: 'booleans and numbers in quotes',
    why: 'all values are read as the text they are',
    texts: [http('http2: "true"'), 'rate_limit: {interval: 1s, burst: "5"}', 'rate_limit: {interval: "1000", burst: 5}']
  },
  {
    takenBy: 'this exporter',
    what: '`%YAML 1.2`',
    why: 'the toolkit reads YAML 1.1 alone',
    texts: ['%YAML 1.2\n---\n{}']
  }
]

/** What both take, and do otherwise. */
export const otherwise: readonly { readonly what: string; readonly here: string }[] = [
  {
    what: 'a blank `http2:`, or a blank `http_server_config:`',
    here: 'is as left out, so HTTP/2 is on. The toolkit turns it **off**: write `http2: false` where that is meant'
  }
]

/** For the documents. */
export function differencesTable(): string {
  const rows = differences.map(({ takenBy, what, why }) => {
    const verdicts = takenBy === 'the toolkit' ? 'taken | refused' : 'refused | taken'
    return `| ${what} | ${verdicts} | ${why} |`
  })
  const others = otherwise.map(({ what, here }) => `| ${what} | taken | taken | ${here} |`)
  return ['| in the file | toolkit | here | why |', '|---|---|---|---|', ...rows, ...others].join('\n')
}
