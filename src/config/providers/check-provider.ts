/** Whether what a module exports is a provider. Pure. */
import { IsObject } from 'typebox'
import type { AnyProvider } from '../../contract/provider.ts'

const parts: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => typeof value === 'string' && /^[a-z][a-z0-9]*$/.test(value),
  title: (value) => typeof value === 'string' && value !== '',
  settings: (value) => IsObject(value),
  secrets: isTexts,
  credentials: isTexts,
  places: (value) => value === undefined || Array.isArray(value),
  pushJob: (value) => value === undefined || (typeof value === 'string' && value !== ''),
  configure: (value) => typeof value === 'function',
  plugin: (value) => value === undefined || typeof value === 'function',
  simulator: (value) => typeof value === 'function'
}

const expected: Readonly<Record<string, string>> = {
  name: 'one word in lower case',
  title: 'a text',
  settings: 'a TypeBox object (Type.Object)',
  secrets: 'a list of names of settings',
  credentials: 'a list of names of settings',
  places: 'a list',
  pushJob: 'a text',
  configure: 'a function',
  plugin: 'a Fastify plugin',
  sources: 'a function (or plugin a Fastify plugin)',
  simulator: 'a function'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** The provider, or what it lacks in one line. */
export function checked(value: unknown): AnyProvider | string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return 'exports something that is no provider'
  const given = value as Record<string, unknown>
  const wrong = Object.entries(parts).filter(([name, isRight]) => !isRight(given[name]))
  if (given.plugin === undefined && typeof given.sources !== 'function') wrong.push(['sources', () => false])
  if (wrong.length > 0) {
    return `is no provider: ${wrong.map(([name]) => `${name} must be ${expected[name]}`).join(', ')}; see docs/writing-a-provider.md`
  }
  const provider = value as AnyProvider
  const known = Object.keys(provider.settings.properties)
  const unknown = [...provider.secrets, ...provider.credentials].find((name) => !known.includes(name))
  return unknown === undefined
    ? provider
    : `is no provider: ${unknown} is among its secrets or credentials, and is none of its settings`
}
