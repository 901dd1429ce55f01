/**
 * The programs and libraries of others that the exporter has to get along with, at the versions that are tried. They are
 * fetched and built once, into a cache that outlives the checkout.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findInPath } from '../e2e/servers.ts'

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'edge-exporter-scrapers')

/** Programs of the Go module proxy. The newest that the Go of today's Debian machines builds. */
const programs = {
  prometheus: {
    source: 'github.com/prometheus/prometheus/cmd/prometheus',
    version: 'v0.316.0',
    // Nothing is discovered here, and the clients of all clouds take most of the time.
    tags: 'remove_all_sd'
  },
  'victoria-metrics': {
    source: 'github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics',
    version: 'v1.150.0',
    tags: ''
  }
} as const

export type Program = keyof typeof programs

const oldestGo = 25

/** Why nothing can be built with Go here: for the `skip` option of a test. */
export function skipWithoutGo(): string | false {
  if (findInPath('go') === undefined) return 'not installed: go'
  const version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim()
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1])
  return minor < oldestGo && `needs Go 1.${oldestGo}, not ${version}`
}

/** The path of a program, which is built at the first call. Takes minutes then. */
export function builtProgram(name: Program): string {
  const { source, version, tags } = programs[name]
  return made(`${name}-${version}`, name, (folder) => {
    go(['install', '-tags', tags, `${source}@${version}`], { GOBIN: folder })
  })
}

/** The program that tells what the exporter toolkit says to web configuration files. */
export function builtToolkit(): string {
  const folder = join(import.meta.dirname, 'toolkit')
  return made('toolkit-v0.20.0', 'toolkit', (to) => go(['build', '-C', folder, '-o', join(to, 'toolkit'), '.'], {}))
}

/** A folder with the Python package `prometheus_client`, for PYTHONPATH. */
export function pythonClient(): string {
  const path = made('prometheus_client-0.26.0', 'prometheus_client', (folder) => {
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--target', folder]
    execFileSync('python3', ['-m', 'pip', 'install', ...options, 'prometheus_client==0.26.0'], { stdio: 'pipe' })
  })
  return join(path, '..')
}

/** A file or folder in a folder of the cache that is there whole or not at all. */
function made(key: string, name: string, make: (folder: string) => void): string {
  const folder = join(cache, key)
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`
    mkdirSync(draft, { recursive: true })
    try {
      make(draft)
      renameSync(draft, folder)
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  return join(folder, name)
}

function go(args: readonly string[], env: Readonly<Record<string, string>>): void {
  execFileSync('go', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
}
