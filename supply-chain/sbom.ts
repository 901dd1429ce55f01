/**
 * `npm run sbom`: a CycloneDX bill of materials of the production packages. `npm sbom --omit=dev` leaves out packages
 * that development needs too, so all are asked for, and the lockfile says which of them run in production.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { productionPackages } from './lockfile.ts'

interface Component {
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
}

export interface Bom {
  readonly bomFormat: string
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

/** The bill without what `isWanted` leaves out. */
export function onlyWanted(bom: Bom, isWanted: (component: Component) => boolean): Bom {
  const components = bom.components.filter(isWanted)
  const refs = new Set([bom.metadata.component, ...components].map((component) => component['bom-ref']))
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((wanted) => refs.has(wanted)) }))
  return { ...bom, components, dependencies }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']
  const whole: Bom = JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 2 ** 26 }))
  const wanted = new Set(productionPackages().map(({ name, version }) => `${name}@${version}`))
  const bom = onlyWanted(whole, ({ name, version }) => wanted.has(`${name}@${version}`))
  process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`)
}
