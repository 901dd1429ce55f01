/** The real Prometheus at each of the doors, and through every rotation without a scrape that fails. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashSync } from 'bcryptjs'
import t, { type Test } from 'tap'
import { certificatesOf, folderOf, pairOf, replace, run, startSecured } from './secured.ts'
import { type Prometheus, skipWithout, startPrometheus } from './servers.ts'

const skip = skipWithout('prometheus', 'openssl')
const certificates = skip === false ? certificatesOf(t) : undefined
const { ca, server, client, stranger } = certificates ?? ({} as NonNullable<typeof certificates>)

const [password, laterPassword] = ['first wonder', 'second wonder']
const users = (entries: Record<string, string>) =>
  `basic_auth_users:\n${Object.entries(entries)
    .map(([user, word]) => `  ${user}: ${hashSync(word, 6)}\n`)
    .join('')}`

const config = (...jobs: readonly string[]) =>
  `global:\n  scrape_interval: 2s\n  scrape_timeout: 2s\nscrape_configs:\n${jobs.join('')}`

/** `more`: lines of the job's own settings. */
function job(name: string, address: string, more: string): string {
  const lines = [
    `- job_name: ${name}`,
    '  scheme: https',
    `  static_configs: [{targets: ['${address}']}]`,
    ...more
      .trim()
      .split('\n')
      .map((line) => `  ${line}`)
  ]
  return `${lines.join('\n')}\n`
}

/** The value of `up` of each job, once every job has one. */
async function ups(prometheus: Prometheus, jobs: number): Promise<Record<string, number>> {
  const series = await prometheus.queryUntil('up', (found) => found.length === jobs)
  return Object.fromEntries(series.map(({ labels, value }) => [labels.job as string, value]))
}

t.test('tls_config, basic_auth and authorization', { skip }, async (t) => {
  const tls = `tls_server_config:\n${pairOf(server)}`
  const mutual = await startSecured(
    t,
    `${tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${ca}\n`
  )
  const secret = await startSecured(t, `${tls}${users({ alice: password })}`, { METRICS_TOKEN: 'token-of-prometheus' })
  const certificate = ({ cert, key }: typeof client) =>
    `tls_config: {ca_file: ${ca}, cert_file: ${cert}, key_file: ${key}}`
  const trust = `tls_config: {ca_file: ${ca}}\n`
  const prometheus = await startPrometheus(
    t,
    config(
      job('certificate', mutual.address, certificate(client)),
      job('no-certificate', mutual.address, trust),
      job('certificate-of-a-stranger', mutual.address, certificate(stranger)),
      job('password', secret.address, `${trust}basic_auth: {username: alice, password: ${password}}`),
      job('wrong-password', secret.address, `${trust}basic_auth: {username: alice, password: wrong}`),
      job('token', secret.address, `${trust}authorization: {credentials: token-of-prometheus}`),
      job('wrong-token', secret.address, `${trust}authorization: {credentials: token-of-another}`),
      job('nothing', secret.address, trust)
    )
  )
  t.strictSame(await ups(prometheus, 8), {
    certificate: 1,
    'no-certificate': 0,
    'certificate-of-a-stranger': 0,
    password: 1,
    'wrong-password': 0,
    token: 1,
    'wrong-token': 0,
    nothing: 0
  })
  const [series] = await prometheus.query('count({job="password", __name__=~"site24x7_.+"})')
  t.ok((series?.value ?? 0) > 100, 'with the data')
})

/** Waits until another `count` scrapes of the job were made, and fails if one of all so far has failed. */
async function scrapesOn(t: Test, prometheus: Prometheus, what: string, count = 2): Promise<void> {
  const made = async () => (await prometheus.query('sum(count_over_time(up[1h]))'))[0]?.value ?? 0
  const before = await made()
  await prometheus.queryUntil('sum(count_over_time(up[1h]))', ([series]) => (series?.value ?? 0) >= before + count)
  const failed = await prometheus.query('min_over_time(up[1h]) == 0')
  t.strictSame(failed, [], `no scrape has failed: ${what}`)
}

/** Waits for the next scrape, after which there is none for most of two seconds. */
async function afterScrape(prometheus: Prometheus, name: string): Promise<void> {
  const count = `count_over_time(up{job="${name}"}[1h])`
  const before = (await prometheus.query(count))[0]?.value ?? 0
  await prometheus.queryUntil(count, ([series]) => (series?.value ?? 0) > before)
}

/** What is served to a new connection. */
async function subjectAt(address: string): Promise<string> {
  const { stdout } = await run('openssl', ['s_client', '-connect', address, '-CAfile', ca])
  return /^subject=CN ?= ?(.*)$/m.exec(stdout)?.[1] ?? 'none'
}

t.test('certificate, password and token are rotated without a restart or a failed scrape', { skip }, async (t) => {
  const folder = folderOf(t)
  const [tokens, token, word] = ['tokens', 'token', 'password'].map((name) => join(folder, name)) as [
    string,
    string,
    string
  ]
  for (const [file, text] of [
    [tokens, 'token-1'],
    [token, 'token-1'],
    [word, password]
  ] as const)
    replace(file, text)
  const serving = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') }
  const serve = ({ cert, key }: typeof server) => {
    // Not at the same moment, as a rotation that copies file after file is.
    replace(serving.cert, readFileSync(cert, 'utf8'))
    replace(serving.key, readFileSync(key, 'utf8'))
  }
  serve(server)
  const tls = `tls_server_config:\n${pairOf(serving)}`
  const { address, configure } = await startSecured(t, `${tls}${users({ alice: password })}`, {
    METRICS_TOKEN_FILE: tokens
  })
  const trust = `tls_config: {ca_file: ${ca}}\n`
  const settings = config(
    job('password', address, `${trust}basic_auth: {username: alice, password_file: ${word}}`),
    // A connection for each scrape, so that each one sees the certificate.
    job('token', address, `${trust}authorization: {credentials_file: ${token}}\nenable_http2: false`)
  )
  const prometheus = await startPrometheus(t, settings)
  await ups(prometheus, 2)
  await scrapesOn(t, prometheus, 'before')

  t.equal(await subjectAt(address), 'server')
  serve((certificates as NonNullable<typeof certificates>).renewServer('renewed'))
  t.equal(await subjectAt(address), 'renewed')
  await scrapesOn(t, prometheus, 'a new certificate')
  replace(serving.cert, 'broken')
  t.equal(await subjectAt(address), 'renewed')
  await scrapesOn(t, prometheus, 'a broken one')
  serve(server)
  t.equal(await subjectAt(address), 'server')

  replace(tokens, 'token-1\ntoken-2\n')
  replace(token, 'token-2')
  await scrapesOn(t, prometheus, 'two tokens')
  replace(tokens, 'token-2')
  await scrapesOn(t, prometheus, 'the new token alone')

  // A user has one password at a time, so both sides change between two scrapes.
  await afterScrape(prometheus, 'password')
  configure(`${tls}${users({ alice: laterPassword })}`)
  replace(word, laterPassword)
  await scrapesOn(t, prometheus, 'another password')
  configure(`${tls}basic_auth_users: {alice: in-clear}`)
  await scrapesOn(t, prometheus, 'a broken file')
})
