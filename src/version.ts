import { createRequire } from 'node:module'

/** The version in package.json, which lies one folder further up once the sources are built into `dist/`. */
export const version: string = readVersion()

function readVersion(): string {
  const require = createRequire(import.meta.url)
  try {
    return require('../package.json').version
  } catch {
    return require('../../package.json').version
  }
}

declare const __BUILD__: { readonly revision: string; readonly date: string } | undefined

/** What `packaging/bundle.ts` wrote into the build. */
const { revision, date } =
  typeof __BUILD__ === 'undefined' ? { revision: 'unknown, run from the sources', date: 'not built' } : __BUILD__

/** As the programs of Prometheus print it. */
export const versionText = `edge-exporter, version ${version} (revision: ${revision})
  build date:       ${date}
  node version:     ${process.version}
  platform:         ${process.platform}/${process.arch}`
