/** The exporter behind a web configuration file, over the simulators of all providers. */
import { execFile } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { type Certificates, type KeyPair, makeCertificates } from './certificates.ts'

export interface Secured {
  readonly app: FastifyInstance
  /** `host:port` */
  readonly address: string
  /** Puts a new web configuration in place, whole, as Kubernetes does. */
  configure(text: string): void
}

/** A folder that is gone with the test. */
export function folderOf(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'secured-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function certificatesOf(t: Pick<Test, 'teardown'>): Certificates {
  return makeCertificates(folderOf(t))
}

/** Replaces a file in one step. */
export function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

export async function startSecured(
  t: Pick<Test, 'teardown'>,
  web: string,
  env: Record<string, string> = {}
): Promise<Secured> {
  const file = join(folderOf(t), 'web.yml')
  const configure = (text: string) => replace(file, text)
  configure(web)
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ seed: 7, size: 30 })))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const settings = Object.assign({}, ...simulators.map((simulator, i) => simulator.settings(origins[i] as string)))
  const app = await buildApp(loadConfig({ providers, env: { ...settings, ...env, WEB_CONFIG_FILE: file } }))
  t.teardown(async () => {
    await app.close()
    await Promise.all(simulators.map((simulator) => simulator.app.close()))
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, address: new URL(origin).host, configure }
}

export const pairOf = ({ cert, key }: KeyPair): string => `  cert_file: ${cert}\n  key_file: ${key}\n`

const execute = promisify(execFile)

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; whatever its exit code. */
export async function run(command: string, args: readonly string[]): Promise<Ran> {
  const running = execute(command, args, { timeout: 30_000, maxBuffer: 64 * 2 ** 20 })
  running.child.stdin?.end()
  try {
    return { code: 0, ...(await running) }
  } catch (error) {
    const { code, stdout, stderr } = error as Ran
    return { code, stdout, stderr }
  }
}

/** What curl got: `200`, or `exit 60` where there was no answer. */
export async function curl(url: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout } = await run('curl', [
    '--silent',
    '--output',
    '/dev/null',
    '--write-out',
    '%{http_code}',
    ...args,
    url
  ])
  return code === 0 ? stdout : `exit ${code}`
}
