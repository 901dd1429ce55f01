/** Providers that are not built in: `--provider ./path-or-package`. */
import { createRequire, registerHooks } from 'node:module'
import { extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IsObject } from 'typebox'
import type { AnyProvider } from '../contract/provider.ts'
import { SettingsError } from '../contract/settings.ts'
import { settingsSchema } from './core-settings.ts'

const flag = '--provider'

/** The values of the flag, wherever it stands: the providers decide which other flags there are. */
export function providerArguments(args: readonly string[]): string[] {
  const values: string[] = []
  for (const [i, argument] of args.entries()) {
    if (argument === '--') break
    if (argument.startsWith(`${flag}=`)) values.push(argument.slice(flag.length + 1))
    // A value that is missing is for the parser of the command line to tell.
    else if (argument === flag && args[i + 1] !== undefined) values.push(args[i + 1] as string)
  }
  return [...new Set(values)]
}

/** Throws a `SettingsError` that says what is wrong with each. */
export async function loadProviders(
  specifiers: readonly string[],
  builtIn: readonly AnyProvider[],
  cwd: string
): Promise<AnyProvider[]> {
  if (specifiers.length > 0) shareKit()
  const loaded: AnyProvider[] = []
  for (const specifier of specifiers) {
    const provider = checked(await load(specifier, cwd))
    const faults = typeof provider === 'string' ? [provider] : faultsBeside(provider, [...builtIn, ...loaded])
    if (faults.length > 0) {
      throw new SettingsError(faults.map((message) => ({ setting: `${flag} ${specifier}`, message })))
    }
    loaded.push(provider as AnyProvider)
  }
  return loaded
}

let isShared = false

/** `import ... from 'edge-exporter'` gets this very program, wherever it is installed. */
function shareKit(): void {
  if (isShared) return
  isShared = true
  const url = new URL(`../contract/index${extname(import.meta.url)}`, import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'edge-exporter' ? { url, shortCircuit: true } : next(specifier, context)
  })
}

async function load(specifier: string, cwd: string): Promise<unknown> {
  try {
    const url = pathToFileURL(pathOf(specifier, cwd)).href
    const module = (await import(url)) as { default?: unknown; provider?: unknown }
    return (
      module.default ??
      module.provider ??
      'exports no provider: it has to be the default export, or the export `provider`'
    )
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException
    if (code === 'MODULE_NOT_FOUND' || code === 'ENOENT') return 'there is no such file or package'
    return `cannot be loaded: ${name}: ${message.split('\n')[0]}`
  }
}

/** A path begins with a dot or a slash; anything else is a package of the working directory. */
function pathOf(specifier: string, cwd: string): string {
  const { resolve: find } = createRequire(join(cwd, 'index.js'))
  return find(/^\.{0,2}[/\\]|^[a-z]:[/\\]/i.test(specifier) ? resolve(cwd, specifier) : specifier)
}

const parts: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => typeof value === 'string' && /^[a-z][a-z0-9]*$/.test(value),
  title: (value) => typeof value === 'string' && value !== '',
  settings: (value) => IsObject(value),
  secrets: isTexts,
  credentials: isTexts,
  places: Array.isArray,
  pushJob: (value) => typeof value === 'string' && value !== '',
  configure: (value) => typeof value === 'function',
  plugin: (value) => typeof value === 'function',
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
  simulator: 'a function'
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** The provider, or what it lacks in one line. */
function checked(value: unknown): AnyProvider | string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return 'exports something that is no provider'
  const given = value as Record<string, unknown>
  const wrong = Object.entries(parts).filter(([name, isRight]) => !isRight(given[name]))
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

/** What a provider must not share with the program and the providers there are. */
function faultsBeside(provider: AnyProvider, others: readonly AnyProvider[]): string[] {
  const own = Object.keys(provider.settings.properties)
  const sharedWith = (owner: string, names: object) =>
    own.filter((name) => Object.hasOwn(names, name)).map((name) => `its setting ${name} is one of ${owner} too`)
  return others
    .flatMap(({ name, title, settings }) =>
      name === provider.name ? [`its name ${name} is taken`] : sharedWith(title, settings.properties)
    )
    .concat(sharedWith('the program', settingsSchema([]).properties))
}
