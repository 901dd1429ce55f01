import { readFileSync } from 'node:fs'
import t from 'tap'
import { parseWebConfig } from '../../../plugins/web-access/web-config.ts'
import { type Fault, SettingsError } from '../../../src/contract/settings.ts'

const hash = `$2y$10$${'a'.repeat(53)}`

const certificate = 'tls_server_config:\n  cert_file: a\n  key_file: b\n'

const parse = (text: string) => parseWebConfig(text, '/etc/exporter/web.yml')

function faultsOf(text: string): readonly Fault[] {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof SettingsError) return error.faults
    throw error
  }
  return []
}

const messagesOf = (text: string) => faultsOf(text).map(({ message }) => message)

t.test('every key of the format is understood', async (t) => {
  const config = parse(`
# a comment
tls_server_config:
  cert_file: tls/server.crt
  key_file: /run/tls/server.key
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: "ca.crt"
  client_allowed_sans:
    - prometheus.example
    - 10.0.0.1
  min_version: TLS13
  max_version: TLS13
  cipher_suites:
    - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    - TLS_AES_128_GCM_SHA256
  prefer_server_cipher_suites: no
  curve_preferences: [CurveP256, X25519]
http_server_config:
  http2: off
  headers:
    Content-Security-Policy: default-src 'self'
    X-Frame-Options: sameorigin
    X-Content-Type-Options: nosniff
    X-XSS-Protection: 1; mode=block
    Strict-Transport-Security: ''
basic_auth_users:
  alice: ${hash}
  "yes": ${hash}
rate_limit:
  interval: 1m30s
  burst: 7
`)
  t.strictSame(config, {
    tls: {
      cert: { file: '/etc/exporter/tls/server.crt' },
      key: { file: '/run/tls/server.key' },
      clientCa: { file: '/etc/exporter/ca.crt' },
      clientAuth: 'RequireAndVerifyClientCert',
      allowedSans: ['prometheus.example', '10.0.0.1'],
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      ciphers: ['ECDHE-RSA-AES128-GCM-SHA256', 'TLS_AES_128_GCM_SHA256'],
      curves: ['P-256', 'X25519'],
      honorCipherOrder: false
    },
    http2: false,
    headers: {
      'Content-Security-Policy': "default-src 'self'",
      'X-Frame-Options': 'sameorigin',
      'X-Content-Type-Options': 'nosniff',
      'X-XSS-Protection': '1; mode=block',
      'Strict-Transport-Security': ''
    },
    users: new Map([
      ['alice', hash.replace('$2y$', '$2b$')],
      ['yes', hash.replace('$2y$', '$2b$')]
    ]),
    rateLimit: { interval: 90_000, burst: 7 }
  })
})

t.test('the example of the documentation is understood', async (t) => {
  const [, example = ''] = /```yaml\n(tls_server_config:.*?)```/s.exec(readFileSync('docs/security.md', 'utf8')) ?? []
  const config = parse(example.replace('$2y$10$...', hash))
  t.match(config, { tls: { clientAuth: 'RequireAndVerifyClientCert' }, http2: true, rateLimit: { burst: 50 } })
  t.strictSame([...config.users.keys()], ['prometheus'])
})

t.test('what is left out has the defaults of the format', async (t) => {
  const nothing = { tls: undefined, http2: true, headers: {}, users: new Map(), rateLimit: undefined }
  for (const text of ['', '# only a comment', '{}', 'tls_server_config:', 'tls_server_config:\n  min_version: TLS13']) {
    t.strictSame(parse(text), nothing, text)
  }
  t.strictSame(parse('http_server_config:\n  headers:\nbasic_auth_users:\nrate_limit: {interval: 0s}'), nothing)
  t.match(parse('tls_server_config: {cert_file: a, key_file: b, client_auth_type: , cipher_suites: }').tls, {
    clientAuth: 'NoClientCert',
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: undefined,
    honorCipherOrder: true
  })
})

t.test('a null is as left out, a text that looks like one is a text', async (t) => {
  const nothing = { tls: undefined, http2: true, headers: {}, users: new Map(), rateLimit: undefined }
  for (const word of ['', '~', 'null', 'Null', 'NULL']) {
    for (const key of ['tls_server_config', 'http_server_config', 'basic_auth_users', 'rate_limit']) {
      t.strictSame(parse(`${key}: ${word}`), nothing, `${key}: ${word}`)
    }
    t.strictSame(parse(`tls_server_config: {client_auth_type: ${word}, cert: ${word}}`), nothing)
    t.strictSame(parse(`http_server_config: {http2: ${word}, headers: ${word}}`), nothing)
    t.strictSame(parse(`rate_limit: {interval: ${word}, burst: ${word}}`), nothing)
    t.strictSame(parse(`http_server_config: {headers: {X-XSS-Protection: ${word}}}`).headers, {
      'X-XSS-Protection': ''
    })
    const chosen = `min_version: ${word}, max_version: ${word}, cipher_suites: ${word}, curve_preferences: ${word}`
    t.match(parse(`tls_server_config: {cert_file: a, key_file: b, ${chosen}}`).tls, {
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.3',
      ciphers: undefined,
      curves: undefined
    })
  }
  t.same(parse('a: &none ~\nrate_limit: *none'.replace('a:', 'basic_auth_users:')), nothing)
  t.strictSame(parse('http_server_config: {headers: {X-XSS-Protection: "~"}}').headers, { 'X-XSS-Protection': '~' })
  t.strictSame([...parse(`basic_auth_users: {~: ${hash}, null: ${hash}}`).users.keys()], ['~', 'null'])
  t.match(messagesOf('basic_auth_users: {alice: ~}'), [/is not hashed with bcrypt/])
})

t.test('empty lists of ciphers and curves are none', async (t) => {
  t.match(parse(`${certificate}  cipher_suites: []\n  curve_preferences: []`).tls, {
    ciphers: undefined,
    curves: undefined
  })
})

t.test('hashes are taken as the toolkit takes them', async (t) => {
  const usersOf = (text: string) => Object.fromEntries(parse(`basic_auth_users:\n${text}`).users)
  const plain = hash.replace('$2y$', '$2b$')
  t.strictSame(usersOf(`  block: |\n    ${hash}\n  folded: >\n    ${hash}\n`), { block: plain, folded: plain })
  for (const version of ['2a', '2b', '2x', '2y', '2']) {
    t.strictSame(usersOf(`  alice: ${hash.replace('2y', version)}`), { alice: plain }, version)
  }
})

t.test('certificate, key and CA may stand in the file itself; files win over them', async (t) => {
  const inline = `tls_server_config:
  cert: |
    CERT
  key: "KEY"
  client_ca: CA
  client_ca_file: ca.pem
  client_auth_type: RequireClientCert`
  t.match(parse(inline).tls, {
    cert: { text: 'CERT\n' },
    key: { text: 'KEY' },
    clientCa: { file: '/etc/exporter/ca.pem' },
    clientAuth: 'RequireAnyClientCert'
  })
})

t.test('anchors, merges and numbers are read as in Go', async (t) => {
  const config = parse(`basic_auth_users:
  alice: &same ${hash}
  bob: *same
  123: *same
rate_limit: {interval: 1000000000, burst: 1}`)
  t.strictSame([...config.users.keys()].sort(), ['123', 'alice', 'bob'])
  t.strictSame(config.rateLimit, { interval: 1000, burst: 1 })
})

const refused: readonly (readonly [what: string, text: string, messages: readonly (string | RegExp)[]])[] = [
  ['an unknown key at the top', 'a: b\n', ['line 1: unknown key a at the top']],
  ['one in a section', `${certificate}  cert_fil: c\n`, ['line 4: unknown key cert_fil in tls_server_config']],
  [
    'a header that is not in the list',
    'http_server_config:\n  headers:\n    X-Powered-By: x',
    [/^line 3: unknown key X-Powered-By in http_server_config.headers$/]
  ],
  ['a key twice', 'basic_auth_users:\n  a: x\n  a: y', [/^line 3: column 3 is not valid YAML \(DUPLICATE_KEY\)$/]],
  ['no YAML', 'basic_auth_users: [', [/^line 1: column \d+ is not valid YAML/]],
  ['a list', '- a', ['line 1: the file must be keys with values']],
  ['text', 'a', ['line 1: the file must be keys with values']],
  ['a section of another kind', 'basic_auth_users: [a]', ['line 1: basic_auth_users must be keys with values']],
  [
    'a list of another kind',
    `${certificate}  client_allowed_sans: a`,
    [/line 4: .*client_allowed_sans must be a list/]
  ],
  [
    'a password in clear',
    'basic_auth_users:\n  ok: $2b$10$aa\n  alice: hunter2',
    [/line 2/, /^line 3: the password of this user is not hashed/]
  ],
  ['a user without a hash', 'basic_auth_users:\n  alice:', [/^line 2: the password of this user is not hashed/]],
  ['a hash of no cost', `basic_auth_users:\n  alice: $2b$03$${'a'.repeat(53)}`, [/^line 2/]],
  [
    'an unknown way to ask for certificates',
    `${certificate}  client_auth_type: Always`,
    [/^line 4: .* must be one of NoClientCert, /]
  ],
  ['an unknown version', `${certificate}  min_version: SSL3`, [/^line 4: .* one of TLS10, TLS11, TLS12, TLS13$/]],
  [
    'a cipher that is not safe',
    `${certificate}  cipher_suites:\n  - TLS_AES_128_GCM_SHA256\n  - TLS_RSA_WITH_RC4_128_SHA`,
    [/^line 6: /]
  ],
  ['an unknown curve', `${certificate}  curve_preferences: [X448]`, [/^line 4: .* one of CurveP256/]],
  ['names of whom none is allowed', `${certificate}  client_allowed_sans: []`, [/^line 4: .* is not valid/]],
  [
    'versions the wrong way round',
    `${certificate}  min_version: TLS13\n  max_version: TLS12`,
    ['line 4: is above max_version']
  ],
  [
    'a key without a certificate',
    'tls_server_config:\n  key_file: b',
    ['line 1: one of cert and cert_file is missing']
  ],
  ['a certificate without a key', 'tls_server_config:\n  cert_file: b', ['line 1: one of key and key_file is missing']],
  [
    'a policy without a certificate',
    'tls_server_config:\n  client_auth_type: RequestClientCert',
    [/cert_file/, /key_file/]
  ],
  ['a client CA that nothing asks for', `${certificate}  client_ca_file: c`, [/^line 1: a client CA has no effect/]],
  [
    'SANs without a certificate to have them',
    `${certificate}  client_auth_type: VerifyClientCertIfGiven\n  client_allowed_sans: [a]`,
    [/^line 5: needs client_auth_type/]
  ],
  [
    'a boolean that is none',
    'http_server_config:\n  http2: maybe',
    [/^line 2: http_server_config.http2 must be one of true/]
  ],
  ['a header with a line break', 'http_server_config:\n  headers:\n    X-XSS-Protection: "a\\nb"', [/^line 3/]],
  [
    'another frame option',
    'http_server_config:\n  headers:\n    X-Frame-Options: ALLOWALL',
    [/^line 3: .* one of deny, sameorigin$/]
  ],
  [
    'a rate that lets nobody in',
    'rate_limit:\n  interval: 1s',
    ['line 1: burst must be 1 or more, or no request would be let in']
  ],
  ['a rate without a unit', 'rate_limit:\n  interval: 1.5', [/^line 2/]],
  [
    'too many aliases',
    `a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `k${i}: &k${i} [${Array(9).fill(i === 0 ? '*a' : `*k${i - 1}`)}]`).join('\n')}`,
    ['line 1: the aliases cannot be resolved']
  ]
]

for (const [what, text, messages] of refused) {
  t.test(`refused: ${what}`, async (t) => {
    const found = messagesOf(text)
    t.equal(found.length, messages.length, found.join('\n'))
    for (const [i, message] of messages.entries()) t.match(found[i], message)
    t.ok(faultsOf(text).every(({ setting }) => setting === 'WEB_CONFIG_FILE'))
  })
}

t.test('no fault quotes a value, or a key that may be a secret out of place', async (t) => {
  const secret = 'hunter2/hunter2'
  const texts = [
    `basic_auth_users: {alice: ${secret}}`,
    `basic_auth_users: ${secret}`,
    `tls_server_config: {key: [${secret}]}`,
    `tls_server_config: {min_version: ${secret}}`,
    `${secret}: a`,
    `tls_server_config:\n  key: |\n   a\n  ${secret}\n`,
    `a: "${secret}`,
    `a: *${secret}`,
    `{${secret}`,
    `? ${secret}\n- a`,
    `!${secret} a`
  ]
  for (const text of texts) {
    const shown = messagesOf(text).join('\n')
    t.not(shown, '', text)
    t.notMatch(shown, /hunter2/, text)
  }
})
