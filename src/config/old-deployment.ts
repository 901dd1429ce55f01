/** Finds the deployments of a replaced exporter in Kubernetes manifests and compose files. Pure. */
import { parseAllDocuments } from 'yaml'
import type { OldDeployment, Reference, ReplacedExporter, Settings } from '../contract/provider.ts'
import { SettingsError } from '../contract/settings.ts'

/** A deployment whose arguments are not yet read. */
export interface FoundDeployment extends Omit<OldDeployment, 'flags' | 'arguments'> {
  readonly args: readonly string[]
}

type Tree = { readonly [key: string]: unknown }

/** `file`: its name in messages. Throws a `SettingsError` for what is no manifest, or has no such container. */
export function findDeployments(text: string, replaced: ReplacedExporter, file: string): FoundDeployment[] {
  const documents = parseAllDocuments(text)
  const broken = [...documents].flatMap(({ errors }) => errors)[0]
  if (broken !== undefined) throw fault(file, `is no YAML (line ${broken.linePos?.[0].line ?? 1})`)
  const trees = [...documents].map((document) => treeOf(document.toJS()))
  const found = trees.flatMap((tree) => inTree(tree, replaced))
  if (found.length > 0) return found
  throw fault(file, `has no container that runs ${replaced.name}, in a Kubernetes workload or as a compose service`)
}

function fault(setting: string, message: string): SettingsError {
  return new SettingsError([{ setting, message }])
}

function inTree(tree: Tree, replaced: ReplacedExporter): FoundDeployment[] {
  if (tree.kind === 'List') return listOf(tree.items).flatMap((item) => inTree(treeOf(item), replaced))
  if (tree.kind === undefined && tree.services !== undefined) {
    return Object.entries(treeOf(tree.services)).flatMap(([name, service]) =>
      inCompose(name, treeOf(service), replaced)
    )
  }
  const pod = podOf(tree)
  const { name = '' } = treeOf(tree.metadata)
  const schedule = textOf(treeOf(tree.spec).schedule)
  return listOf(pod.containers)
    .map(treeOf)
    .filter((container) => runs(container, replaced))
    .map((container) => ({
      title: `${tree.kind} ${name}`,
      args: [...listOf(container.command), ...listOf(container.args)].map(String).filter(isArgument),
      schedule,
      ...variablesOf(container)
    }))
}

/** The spec of the pods, wherever a workload has it. */
function podOf(tree: Tree): Tree {
  const spec = treeOf(tree.spec)
  if (spec.jobTemplate !== undefined) return podOf(treeOf(spec.jobTemplate))
  return spec.template === undefined ? spec : treeOf(treeOf(spec.template).spec)
}

function runs({ image, command, args, entrypoint, env, environment }: Tree, { name, variables }: ReplacedExporter) {
  const words = [image, command, args, entrypoint].flatMap((part) => (Array.isArray(part) ? part : [part]))
  if (words.some((word) => String(word).includes(name))) return true
  // An image of one's own is known by what it is given.
  const given = new Set([...listOf(env).map((each) => treeOf(each).name), ...Object.keys(environmentOf(environment))])
  return variables.slice(0, 2).every((variable) => given.has(variable))
}

/** What begins a command is no argument. */
function isArgument(word: string, i: number): boolean {
  return i > 0 || word.startsWith('-')
}

type Variables = Pick<FoundDeployment, 'env' | 'references' | 'secrets'>

function variablesOf(container: Tree): Variables {
  const env: Record<string, string> = {}
  const references: Record<string, Reference> = {}
  for (const entry of listOf(container.env).map(treeOf)) {
    const name = String(entry.name)
    if (entry.valueFrom === undefined) env[name] = String(entry.value ?? '')
    else {
      const secret = treeOf(treeOf(entry.valueFrom).secretKeyRef)
      references[name] = { secret: textOf(secret.name), key: textOf(secret.key) ?? name }
    }
  }
  const sources = listOf(container.envFrom).map((source) => textOf(treeOf(treeOf(source).secretRef).name))
  return { env, references, secrets: sources.filter((name) => name !== undefined) }
}

function inCompose(name: string, service: Tree, replaced: ReplacedExporter): FoundDeployment[] {
  if (!runs(service, replaced)) return []
  const env: Record<string, string> = {}
  const references: Record<string, Reference> = {}
  for (const [variable, value] of Object.entries(environmentOf(service.environment))) {
    // Without a value, or with ${...}, it comes from where compose runs.
    if (value === undefined || /(?<!\$)\$[{A-Za-z_]/.test(value))
      references[variable] = { secret: undefined, key: variable }
    else env[variable] = value.replaceAll('$$', '$')
  }
  const words = [service.entrypoint, service.command].flatMap(wordsOf)
  const isElsewhere = service.env_file !== undefined
  const missing = isElsewhere ? replaced.variables.filter((variable) => env[variable] === undefined) : []
  for (const variable of missing) references[variable] ??= { secret: undefined, key: variable }
  const args = words.filter(isArgument)
  return [{ title: `service ${name}`, args, schedule: undefined, env, references, secrets: [] }]
}

function environmentOf(environment: unknown): Settings {
  if (!Array.isArray(environment)) {
    const entries = Object.entries(treeOf(environment))
    return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? undefined : String(value)]))
  }
  return Object.fromEntries(
    environment.map(String).map((line) => {
      const end = line.indexOf('=')
      return end === -1 ? [line, undefined] : [line.slice(0, end), line.slice(end + 1)]
    })
  )
}

function wordsOf(command: unknown): string[] {
  if (Array.isArray(command)) return command.map(String)
  return typeof command === 'string' ? command.split(/\s+/).filter((word) => word !== '') : []
}

function treeOf(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
