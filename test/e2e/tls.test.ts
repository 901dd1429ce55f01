/** TLS as curl and openssl see it, with certificates that openssl made. */
import t from 'tap'
import { clientName, type KeyPair } from './certificates.ts'
import { certificatesOf, curl, pairOf, run, startSecured } from './secured.ts'
import { skipWithout } from './servers.ts'

const skip = skipWithout('curl', 'openssl')
const certificates = skip === false ? certificatesOf(t) : undefined
const { ca, server, client, otherName, expired, stranger } = certificates ?? ({} as NonNullable<typeof certificates>)

const as = ({ cert, key }: KeyPair) => ['--cacert', ca, '--cert', cert, '--key', key]

/** A handshake as `openssl s_client` sees it: the protocol, and that of ALPN. */
async function handshake(address: string, ...args: readonly string[]): Promise<{ protocol: string; alpn: string }> {
  const { code, stdout } = await run('openssl', ['s_client', '-connect', address, '-CAfile', ca, ...args])
  const find = (pattern: RegExp) => pattern.exec(stdout)?.[1] ?? 'none'
  return { protocol: code === 0 ? find(/^New, (TLSv[\d.]+)/m) : 'refused', alpn: find(/^ALPN protocol: (\S+)/m) }
}

t.test('TLS 1.2 and 1.3, with HTTP/2 offered', { skip }, async (t) => {
  const { address } = await startSecured(t, `tls_server_config:\n${pairOf(server)}`)
  const url = `https://${address}/metrics`
  t.equal(await curl(url, '--cacert', ca), '200')
  t.equal(await curl(url), 'exit 60', 'the certificate is not one that everybody trusts')
  t.equal(await curl(url, '--cacert', stranger.cert), 'exit 60', 'nor one of another CA')
  t.equal(await curl(`http://${address}/metrics`), '400', 'and who speaks plain HTTP is told so')
  const old = (certificates as NonNullable<typeof certificates>).renewServer('expired-server', -1)
  const { address: expiredAddress } = await startSecured(t, `tls_server_config:\n${pairOf(old)}`)
  t.equal(await curl(`https://${expiredAddress}/metrics`, '--cacert', ca), 'exit 60', 'nor an expired one')
  for (const [option, version] of [
    ['--http2', '2'],
    ['--http1.1', '1.1']
  ] as const) {
    const { stdout } = await run('curl', [
      '-s',
      '-o',
      '/dev/null',
      '-w',
      '%{http_version}',
      '--cacert',
      ca,
      option,
      url
    ])
    t.equal(stdout, version)
  }
  t.match(await handshake(address, '-alpn', 'h2,http/1.1'), { protocol: 'TLSv1.3', alpn: 'h2' })
  t.match(await handshake(address, '-alpn', 'http/1.1'), { alpn: 'http/1.1' })
  t.match(await handshake(address, '-tls1_2'), { protocol: 'TLSv1.2' })
  // The client has to lower its own guard to offer the old ones at all.
  for (const old of ['-tls1_1', '-tls1']) {
    t.match(await handshake(address, old, '-cipher', 'DEFAULT@SECLEVEL=0'), { protocol: 'refused' }, old)
  }
})

t.test('old versions and chosen ciphers, where the file asks for them', { skip }, async (t) => {
  const old = await startSecured(t, `tls_server_config:\n${pairOf(server)}  min_version: TLS11\n  max_version: TLS12\n`)
  const weak = ['-cipher', 'DEFAULT@SECLEVEL=0']
  t.match(await handshake(old.address, '-tls1_1', ...weak), { protocol: /TLSv1/ })
  t.match(await handshake(old.address, '-tls1', ...weak), { protocol: 'refused' })
  t.match(await handshake(old.address, '-tls1_3'), { protocol: 'refused' })

  const ciphers =
    '  max_version: TLS12\n  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]\nhttp_server_config:\n  http2: false\n'
  const chosen = await startSecured(t, `tls_server_config:\n${pairOf(server)}${ciphers}`)
  t.match(await handshake(chosen.address, '-cipher', 'ECDHE-ECDSA-AES256-GCM-SHA384'), { protocol: 'TLSv1.2' })
  t.match(await handshake(chosen.address, '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256'), { protocol: 'refused' })
  t.match(await handshake(chosen.address, '-alpn', 'h2,http/1.1'), { alpn: /http\/1\.1|none/ })
})

const mutual =
  skip === false
    ? `tls_server_config:\n${pairOf(server)}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${ca}\n`
    : ''

t.test('client certificates: good, none, expired, of an unknown CA, of a name not allowed', { skip }, async (t) => {
  const { address } = await startSecured(t, `${mutual}  client_allowed_sans: [10.1.2.3, ${clientName}]\n`)
  const metrics = `https://${address}/metrics`
  for (const version of ['--http1.1', '--http2', '--tls-max=1.2']) {
    const options = version.split('=')
    t.equal(await curl(metrics, ...options, ...as(client)), '200', `good ${version}`)
    t.equal(await curl(metrics, ...options, '--cacert', ca), '403', `none ${version}`)
    t.equal(await curl(metrics, ...options, ...as(expired)), '403', `expired ${version}`)
    t.equal(await curl(metrics, ...options, ...as(stranger)), '403', `of an unknown CA ${version}`)
    t.equal(await curl(metrics, ...options, ...as(otherName)), '403', `of a name that is not allowed ${version}`)
  }
  t.equal(await curl(`https://${address}/healthz`, '--cacert', ca), '200', 'health needs none')
})

t.test('with health inside, no certificate means no connection', { skip }, async (t) => {
  const { address } = await startSecured(t, mutual, { HEALTH_AUTHENTICATION: 'true' })
  for (const path of ['/metrics', '/healthz']) {
    t.equal(await curl(`https://${address}${path}`, ...as(client)), '200')
    for (const who of [['--cacert', ca], as(expired), as(stranger)]) {
      // An alert, or a connection that is cut, by version.
      t.match(await curl(`https://${address}${path}`, ...who), /^exit (16|18|35|52|55|56)$/)
    }
  }
})

t.test('any certificate, or only good ones if one is shown', { skip }, async (t) => {
  const any = await startSecured(t, `tls_server_config:\n${pairOf(server)}  client_auth_type: RequireAnyClientCert\n`)
  t.equal(await curl(`https://${any.address}/metrics`, ...as(stranger)), '200')
  t.equal(await curl(`https://${any.address}/metrics`, '--cacert', ca), '403')
  const given = mutual.replace('RequireAndVerifyClientCert', 'VerifyClientCertIfGiven')
  const { address } = await startSecured(t, given)
  t.equal(await curl(`https://${address}/metrics`, '--cacert', ca), '200')
  t.equal(await curl(`https://${address}/metrics`, ...as(client)), '200')
  t.equal(await curl(`https://${address}/metrics`, ...as(stranger)), '403')
})
