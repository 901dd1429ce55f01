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
