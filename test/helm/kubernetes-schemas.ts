/** The API's own description of its objects, and that of custom resources, as the JSON Schemas that kubeconform reads. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'

type Schema = Readonly<Record<string, unknown>>

interface Kind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** How kubeconform names the file of a kind: by the first word of its group, which core objects do not have. */
export const fileTemplate = '{{.ResourceKind}}{{.KindSuffix}}.json'

function nameOf({ kind, group, version }: Kind): string {
  return `${[kind.toLowerCase(), group.split('.')[0], version].filter((part) => part !== '').join('-')}.json`
}

/** Writes the schemas of the API's swagger.json and of all CRDs of a folder. */
export function writeSchemas(folder: string, swagger: string, crds: string): void {
  mkdirSync(folder, { recursive: true })
  const { definitions } = JSON.parse(readFileSync(swagger, 'utf8')) as { definitions: Record<string, Schema> }
  const strict = Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, strictly(schema)]))
  for (const [name, schema] of Object.entries(strict)) {
    for (const kind of (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[]) {
      write(folder, kind, { ...schema, definitions: reachable(name, strict) })
    }
  }
  for (const file of readdirSync(crds)) {
    for (const document of parseAllDocuments(readFileSync(join(crds, file), 'utf8'))) {
      const { spec } = document.toJS() as Crd
      for (const { name, schema } of spec.versions) {
        const kind = { group: spec.group, version: name, kind: spec.names.kind }
        write(folder, kind, withMetadata(strictly(schema.openAPIV3Schema)))
      }
    }
  }
}

interface Crd {
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[]
  }
}

function write(folder: string, kind: Kind, schema: Schema): void {
  writeFileSync(join(folder, nameOf(kind)), JSON.stringify(schema))
}

/** An object takes no other fields than those it names, as the API server says with strict validation. */
function strictly(schema: Schema): Schema {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string')
    return { type: ['integer', 'string'] }
  const entries = Object.entries(schema).map(([key, value]) => [key, strictValue(key, value)])
  const isClosed =
    schema.properties !== undefined &&
    schema.additionalProperties === undefined &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true
  return { ...Object.fromEntries(entries), ...(isClosed ? { additionalProperties: false } : {}) }
}

function strictValue(key: string, value: unknown): unknown {
  if (key === 'properties' || key === 'definitions') {
    return Object.fromEntries(
      Object.entries(value as Record<string, Schema>).map(([name, each]) => [name, strictly(each)])
    )
  }
  if (Array.isArray(value) && ['allOf', 'anyOf', 'oneOf'].includes(key)) return value
  const isSchema = (key === 'items' || key === 'additionalProperties') && typeof value === 'object' && value !== null
  return isSchema ? strictly(value as Schema) : value
}

/** The definitions that one of them needs. */
function reachable(name: string, all: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const found: Record<string, Schema> = {}
  const open = [name]
  for (const next of open) {
    for (const [, wanted = ''] of JSON.stringify(all[next]).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (wanted in found) continue
      found[wanted] = wanted === quantity ? { type: ['string', 'number'] } : (all[wanted] as Schema)
      open.push(wanted)
    }
  }
  return found
}

/** The one type that may be a number where it says text. */
const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity'

/** A CRD leaves the fields of metadata to the API server. */
function withMetadata(schema: Schema): Schema {
  const properties = schema.properties as Record<string, Schema>
  return { ...schema, properties: { ...properties, metadata: { type: 'object' } } }
}

/** kubeconform and a folder of schemas, made the first time from Go modules. */
export function kubeconform(): { readonly command: string; readonly schemas: string } {
  const lines = execFileSync('bash', ['test/cluster/kubeconform.sh'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [command = '', schemas = ''] = lines.trimEnd().split('\n')
  return { command, schemas }
}

const [folder, swagger, crds] = process.argv.slice(2)
if (import.meta.main && folder !== undefined && swagger !== undefined && crds !== undefined)
  writeSchemas(folder, swagger, crds)
