/** The production packages, as the lockfile has them: those of other platforms included. */
import { readFileSync } from 'node:fs'

export interface LockedPackage {
  readonly name: string
  readonly version: string
  readonly license: string
}

interface Entry {
  readonly version: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
}

const root = new URL('../', import.meta.url)

export function productionPackages(file: URL = new URL('package-lock.json', root)): LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> }
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, { version, license = 'none' }]) => ({ name: path.replace(/^.*node_modules\//, ''), version, license }))
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

export function directDependencies(): string[] {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  return Object.keys(dependencies)
}
