/** A checkout of this program that is built, and how its image starts it: that is what users run. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A built program, and what Node and the environment are told when it starts. */
export interface Built {
  readonly main: string
  /** Options of Node. */
  readonly options: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export interface Checkout {
  readonly name: string
  readonly folder: string
  readonly built: Built
  /** What the image adds to its base, as paths in the folder. */
  readonly copied: readonly string[]
  /** Endings of the files among these that its build leaves out. */
  readonly without: readonly string[]
}

/** What a Dockerfile says, most of it in its last stage. Paths are those of the image. */
export interface Image {
  readonly options: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly copied: readonly string[]
  readonly without: readonly string[]
}

/** What only the build of an image makes, and its step that makes it into the folder that it is given. */
const steps: Readonly<Record<string, string>> = { 'compile-cache': 'packaging/compile-cache.ts' }

const main = 'dist/src/main.js'
/** Where the image has what the folder has. */
const home = '/app/'

/** This one, as the repository's scripts start it. */
export const own: Built = { main: join(import.meta.dirname, '..', main), options: [], env: {} }

/** Throws where something is missing. */
export function openCheckout(path: string, name = path): Checkout {
  const folder = resolve(path)
  for (const need of ['Dockerfile', 'bench/refresh-cost.ts', 'node_modules', main]) {
    if (!existsSync(join(folder, need))) throw new Error(`${path} has no ${need}: run npm ci && npm run build there`)
  }
  const image = imageOf(readFileSync(join(folder, 'Dockerfile'), 'utf8'), path)
  const copied = image.copied.map(pathIn)
  const places = copied.map((path) => [home + path, placeOf(folder, path)] as const)
  const here = (text: string) =>
    places.reduce((before, [place, file]) => before.replaceAll(place, file), text).replaceAll(home, `${folder}/`)
  const options = image.options.map(here)
  const env = Object.fromEntries(Object.entries(image.env).map(([variable, value]) => [variable, here(value)]))
  for (const text of [...options, ...Object.values(env)]) {
    const file = text.includes(folder) ? text.slice(text.indexOf(folder)) : folder
    if (!existsSync(file)) throw new Error(`the image of ${path} is started with ${file}, which is not there: build it`)
  }
  return { name, folder, built: { main: join(folder, main), options, env }, copied, without: image.without }
}

/** Where a checkout has what its image copies. What it has not is made anew for each who asks, and goes with the process. */
export function placeOf(folder: string, path: string): string {
  const place = join(folder, path)
  const step = join(folder, steps[path] ?? '')
  if (existsSync(place) || !steps[path] || !existsSync(step)) return place
  const made = mkdtempSync(join(tmpdir(), 'edge-exporter-bench-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  execFileSync(process.execPath, [step, made], { stdio: ['ignore', 'ignore', 'inherit'] })
  return made
}

const pathIn = (path: string) => (path.startsWith(home) ? path.slice(home.length) : path.replace(/^\.\//, ''))

/** Reads as much of a Dockerfile as this project's have. Pure. Throws where the last stage starts no built program. */
export function imageOf(dockerfile: string, path: string): Image {
  const lines = dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
  const stage = lines.slice(lines.findLastIndex((line) => /^FROM\s/i.test(line)) + 1)
  const given = (instruction: string) => {
    return stage.flatMap((line) => {
      const [word = '', ...rest] = line.trim().split(/\s+/)
      return word.toUpperCase() === instruction ? [rest.join(' ')] : []
    })
  }
  const entrypoint = given('ENTRYPOINT').at(-1)
  if (entrypoint === undefined) throw new Error(`the last stage of the Dockerfile in ${path} has no ENTRYPOINT`)
  return {
    options: optionsOf(entrypoint, path),
    env: Object.fromEntries(given('ENV').flatMap(variablesOf)),
    copied: given('COPY').flatMap((text) => {
      return text
        .split(' ')
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1)
    }),
    without: [...dockerfile.matchAll(/\bfind dist -name '\*([^']+)' -delete\b/g)].map(([, ending]) => ending as string)
  }
}

/** What stands between Node and the program. */
function optionsOf(entrypoint: string, path: string): string[] {
  const words = entrypoint.startsWith('[') ? (JSON.parse(entrypoint) as string[]) : []
  const at = words.indexOf(home + main)
  if (at < 1 || !/(^|\/)node$/.test(words[0] as string)) {
    throw new Error(`the ENTRYPOINT of ${path} is not ["node", OPTION..., "${home}${main}"]: ${entrypoint}`)
  }
  return words.slice(1, at)
}

/** Those whose value is all there. One made of others, such as a longer PATH, is not needed here. */
function variablesOf(text: string): [string, string][] {
  const pairs = [...text.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|\S*)/g)]
  return pairs
    .map(([, name = '', value = '']): [string, string] => [name, value.replaceAll(/^"|"$/g, '')])
    .filter(([, value]) => !value.includes('$'))
}
