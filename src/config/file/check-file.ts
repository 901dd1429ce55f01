/** A value of the configuration file against its schema, with a fault for each place that tells what belongs there. Pure. */
import { closestMatch } from 'leven'
import type { FileSchema } from './file-schema.ts'

export type Path = readonly string[]
export type Report = (path: Path, message: string) => void

/** Reports each fault at its path. A value is never quoted, as it may be a secret. */
export function checkFile(schema: FileSchema, value: unknown, report: Report, path: Path = []): void {
  if (schema.type === 'object') {
    if (isMap(value)) checkMap(schema, value, report, path)
    else report(path, `${nameOf(path)} must be keys with values${without(value)}`)
    return
  }
  if (schema.type === 'array') {
    const { items = {}, minItems = 0 } = schema
    if (!Array.isArray(value)) report(path, `${nameOf(path)} must be a list${without(value)}`)
    else if (value.length < minItems) report(path, `${nameOf(path)} is an empty list`)
    else for (const [i, item] of value.entries()) checkFile(items, item, report, [...path, String(i)])
    return
  }
  const inside = schema.anyOf?.find(
    ({ type }) => type === (Array.isArray(value) ? 'array' : isMap(value) ? 'object' : '')
  )
  if (inside !== undefined) checkFile(inside, value, report, path)
  else if (!isScalarOf(schema, value)) report(path, `${nameOf(path)} ${expectation(schema, value)}`)
}

function checkMap(schema: FileSchema, value: Readonly<Record<string, unknown>>, report: Report, path: Path): void {
  const { properties = {}, required = [], minProperties = 0, allOf = [] } = schema
  const known = Object.keys(properties)
  for (const [key, content] of Object.entries(value)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (property !== undefined) checkFile(property, content, report, [...path, key])
    else report([...path, key], unknownKey(key, known, path))
  }
  const has = (key: string) => Object.hasOwn(value, key)
  for (const key of required) if (!has(key)) report(path, `${key} is missing${of(path)}`)
  if (Object.keys(value).length < minProperties)
    report(path, `${nameOf(path)} is empty; it may have ${known.join(', ')}`)
  for (const rule of allOf) {
    const keys = 'oneOf' in rule ? rule.oneOf.map(({ required: [key] }) => key) : [...rule.not.required]
    const given = keys.filter(has)
    if (given.length > 1)
      report([...path, given[1] as string], `set one of ${given.join(' and ')}${of(path)}, not both`)
    else if ('oneOf' in rule && given.length === 0) report(path, `${keys.join(' or ')} is missing${of(path)}`)
  }
}

function unknownKey(key: string, known: readonly string[], path: Path): string {
  const nearest = closestMatch(key, known, { maxDistance: 4 })
  const remedy = nearest === undefined ? `known are: ${known.join(', ')}` : `did you mean ${nearest}?`
  // What is out of place may be anything, a secret included.
  return `unknown key${/^[\w-]{1,40}$/.test(key) ? ` ${key}` : ''}${of(path)}; ${remedy}`
}

function isScalarOf(schema: FileSchema, value: unknown): boolean {
  if (schema.anyOf !== undefined) return schema.anyOf.some((option) => isScalarOf(option, value))
  if (schema.enum !== undefined) return schema.enum.includes(value)
  if (schema.type === 'integer') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
    return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
  }
  if (schema.type !== 'string' || typeof value !== 'string') return false
  const { pattern, maxLength = Number.POSITIVE_INFINITY } = schema
  return [...value].length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(value))
}

function expectation(schema: FileSchema, value: unknown): string {
  if (value === '') return 'has no value'
  if (schema.enum !== undefined) return `must be one of ${[...new Set(schema.enum.map(String))].join(', ')}`
  if (schema.examples !== undefined) return `is not valid; write it like ${schema.examples.join(' or ')}`
  const takesNumber = schema.anyOf?.some(({ type }) => type === 'integer') ?? schema.type === 'integer'
  if (schema.type === 'integer') return `must be a whole number from ${schema.minimum} to ${schema.maximum}`
  if (!takesNumber && (typeof value === 'number' || typeof value === 'boolean')) {
    return `is a ${typeof value === 'number' ? 'number' : 'truth value'} for YAML; put it in quotes`
  }
  if (typeof value === 'object') return 'must be a single value'
  if (schema.maxLength !== undefined && String(value).length > schema.maxLength) {
    return `is longer than ${schema.maxLength} characters`
  }
  return `is not valid${schema.pattern === '\\S' ? '' : '; it has a character that it may not have'}`
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function without(value: unknown): string {
  return value === '' ? ', and has none' : ''
}

function of(path: Path): string {
  return path.length === 0 ? ' at the top' : ` in ${nameOf(path)}`
}

/** `providers.shop[2].name`, with entries of lists counted from 1. */
function nameOf(path: Path): string {
  const name = path.map((part) => (/^\d+$/.test(part) ? `[${Number(part) + 1}]` : `.${part}`)).join('')
  return name === '' ? 'the file' : name.replace(/^\./, '')
}
