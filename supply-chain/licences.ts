/** `npm run licences`: the licence of every production package; exit code 1 for one that was not looked at. */
import { fileURLToPath } from 'node:url'
import { type LockedPackage, productionPackages } from './lockfile.ts'

/** Licences that ask for no more than their text and the author's name to be kept. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT'
])

/** One licence, or a choice of several of which one is enough. */
export function isAccepted(licence: string): boolean {
  const choices = licence.replace(/^\((.*)\)$/, '$1').split(' OR ')
  return choices.some((choice) => accepted.has(choice))
}

export function notAccepted(packages: readonly LockedPackage[]): LockedPackage[] {
  return packages.filter(({ license }) => !isAccepted(license))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packages = productionPackages()
  const byLicence = [...Map.groupBy(packages, ({ license }) => license)].sort(([, a], [, b]) => b.length - a.length)
  for (const [licence, group] of byLicence) {
    process.stdout.write(`${licence} (${group.length}): ${group.map(({ name }) => name).join(', ')}\n`)
  }
  const bad = notAccepted(packages)
  for (const { name, version, license } of bad) {
    process.stderr.write(`${name}@${version} has the licence ${license}, which is not in the list of accepted ones\n`)
  }
  process.exitCode = bad.length === 0 ? 0 : 1
}
