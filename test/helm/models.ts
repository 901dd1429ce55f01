/** What Kubernetes and the Prometheus Operator would say about rendered objects, without either. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rendered } from './helm.ts'

interface Model {
  validate(): void
}

function moduleOf({ apiVersion, kind }: Rendered): string {
  const isMonitoring = apiVersion.startsWith('monitoring.coreos.com/')
  return `${isMonitoring ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models'}/${apiVersion}/${kind}`
}

function nameOf({ kind, metadata }: Rendered): string {
  return `${kind} ${metadata?.name}`
}

/** Wrong types and values, and what is missing. Unknown keys pass. */
export async function faultsOfValues(objects: readonly Rendered[]): Promise<string[]> {
  const faults: string[] = []
  for (const object of objects) {
    try {
      const models: Record<string, new (data: Rendered) => Model> = await import(moduleOf(object))
      const Kind = models[object.kind]
      if (Kind === undefined) throw new Error('there is no model')
      new Kind(object).validate()
    } catch (error) {
      faults.push(`${nameOf(object)}: ${(error as Error).message}`)
    }
  }
  return faults
}

/** Unknown keys: the compiler finds them, once each object is a literal of its type. `folder` lies in the project. */
export function faultsOfKeys(objects: readonly Rendered[], folder: string): string[] {
  const sources = objects.flatMap((object, i) => [
    `import type { I${object.kind} as T${i} } from ${JSON.stringify(moduleOf(object))}`,
    // On one line, so that the line of a fault tells the object.
    `export const o${i}: T${i} = ${JSON.stringify(object)}`
  ])
  const file = join(folder, 'rendered.ts')
  writeFileSync(file, `${sources.join('\n')}\n`)
  const options = ['--ignoreConfig', '--noEmit', '--pretty', 'false', '--strict', '--skipLibCheck']
  const target = ['--module', 'nodenext', '--target', 'es2024', '--types', '']
  // What tap puts into NODE_OPTIONS of every child keeps the compiler's launcher from starting.
  const compiler = ['-u', 'NODE_OPTIONS', 'node_modules/.bin/tsc']
  const { status, stdout, stderr } = spawnSync('env', [...compiler, ...options, ...target, file], { encoding: 'utf8' })
  const found = [...stdout.matchAll(/rendered\.ts\((\d+),\d+\): error (.*)/g)].map(
    ([, line, message]) => `${nameOf(objects[Math.floor((Number(line) - 1) / 2)])}: ${message}`
  )
  if (status !== 0 && found.length === 0) return [`tsc failed: ${stdout}${stderr}`]
  return found
}

/** Where an object has null: Kubernetes drops it, but tools that compare see a change for ever. */
export function nulls(value: Rendered, path = ''): string[] {
  if (value === null) return [path]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, child]) => nulls(child, `${path}/${key}`))
}
