/** Providers that are not built in: `--provider ./path-or-package`. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AnyProvider } from '../../contract/provider.ts'
import { SettingsError } from '../../contract/settings.ts'
import { settingsSchema } from '../core-settings.ts'
import { checked } from './check-provider.ts'

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
  const inProgram = (path: string) => new URL(`../../${path}${extname(import.meta.url)}`, import.meta.url).href
  const urls: Readonly<Record<string, string>> = {
    'edge-exporter': inProgram('contract/index'),
    'edge-exporter/testing': inProgram('testing/index')
  }
  registerHooks({
    resolve(specifier, context, next) {
      const url = urls[specifier]
      if (url !== undefined) return { url, shortCircuit: true }
      if (!specifier.startsWith(scheme)) return next(specifier, context)
      const { parent, name } = JSON.parse(decodeURIComponent(specifier.slice(scheme.length))) as Wanted
      try {
        return next(name, { ...context, parentURL: parent })
      } catch (error) {
        throw new NotFound(error as NodeJS.ErrnoException)
      }
    }
  })
}

/** Marks a package that the hook resolves as an import of the working directory would, conditions of exports included. */
const scheme = 'edge-exporter-provider:'

interface Wanted {
  readonly parent: string
  readonly name: string
}

/** The provider itself is not there, and not something that it imports. */
class NotFound extends Error {
  readonly isMissing: boolean
  constructor({ message, code }: NodeJS.ErrnoException) {
    super(message)
    this.isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'ENOENT'
  }
}

/** Milliseconds. A module that waits for something at its top level may wait for ever. */
const longestLoad = 10_000

async function load(specifier: string, cwd: string, patience = longestLoad): Promise<unknown> {
  let giveUp: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    const text = `is not loaded within ${patience / 1000} s; does it wait for something at its top level?`
    giveUp = setTimeout(resolve, patience, text)
  })
  try {
    const module = await Promise.race([import(importable(specifier, cwd)), late])
    if (typeof module === 'string') return module
    return (
      exported(module as Exports) ?? 'exports no provider: it has to be the default export, or the export `provider`'
    )
  } catch (error) {
    if (error instanceof NotFound && error.isMissing) return 'there is no such file or package'
    return `cannot be loaded: ${reasonOf(error, specifier, cwd)}`
  } finally {
    clearTimeout(giveUp)
  }
}

interface Exports {
  readonly default?: { readonly default?: unknown; readonly provider?: unknown }
  readonly provider?: unknown
}

/** A CommonJS module that was compiled from another form has its default export one level deeper. */
function exported({ default: whole, provider }: Exports): unknown {
  return provider ?? whole?.default ?? whole?.provider ?? whole
}

/** A path begins with a dot or a slash; anything else is a package of the working directory. */
function importable(specifier: string, cwd: string): string {
  if (!/^\.{0,2}[/\\]|^\.{1,2}$|^[a-z]:[/\\]/i.test(specifier)) {
    const wanted: Wanted = { parent: pathToFileURL(join(cwd, 'index.js')).href, name: specifier }
    return scheme + encodeURIComponent(JSON.stringify(wanted))
  }
  return pathToFileURL(fileOf(resolve(cwd, specifier))).href
}

/** Of a folder, what its package.json names, else its index. */
function fileOf(path: string): string {
  const kind = statSync(path, { throwIfNoEntry: false })
  if (kind === undefined) throw new NotFound(Object.assign(new Error(path), { code: 'ENOENT' }))
  if (!kind.isDirectory()) return path
  const found = [mainOf(path), 'index.ts', 'index.js', 'index.mjs', 'index.cjs']
    .flatMap((name) => (name === undefined ? [] : [join(path, name)]))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
  if (found === undefined)
    throw new Error('a folder needs an index.ts or index.js, or a package.json that names its main file')
  return found
}

function mainOf(folder: string): string | undefined {
  const text = readText(join(folder, 'package.json'))
  if (text === undefined) return undefined
  const { main, exports } = JSON.parse(text) as { main?: unknown; exports?: unknown }
  const name = entryOf(exports) ?? main
  return typeof name === 'string' ? name : undefined
}

/** What `import` of the package itself gets, of the usual forms of `exports`. */
function entryOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  const conditions = exports as Record<string, unknown>
  const chosen = ['.', 'import', 'node', 'module-sync', 'default'].find((name) => name in conditions)
  return chosen === undefined ? undefined : entryOf(conditions[chosen])
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** One line: what was thrown, and where where that is known. */
function reasonOf(error: unknown, specifier: string, cwd: string): string {
  if (error instanceof NotFound) return firstLine(error.message)
  if (!(error instanceof Error)) return 'it has thrown what is no error'
  const text = `${error.name}: ${firstLine(error.message)}`
  const place = error instanceof SyntaxError ? (placeIn(error.stack) ?? placeOf(specifier, cwd)) : undefined
  return place === undefined ? text : `${text} (${place})`
}

/** Node.js puts the place of some syntax errors in the first line of the stack. */
function placeIn(text = ''): string | undefined {
  return /^(?:file:\/\/)?(\/\S+:\d+)$/m.exec(text)?.[1]
}

/** Of others it knows the place, and tells it only as it ends. */
function placeOf(specifier: string, cwd: string): string | undefined {
  const path = importable(specifier, cwd)
  if (path.startsWith(scheme)) return undefined
  return placeIn(spawnSync(process.execPath, ['--check', fileURLToPath(path)], { encoding: 'utf8', env: {} }).stderr)
}

function firstLine(text: string): string {
  return text.split('\n')[0] as string
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
