/** For `node --import`: `edge-exporter` is the sources of this clone, as it is an installed package elsewhere. */
import { registerHooks } from 'node:module'

const root = new URL('../../src/', import.meta.url)
const faces: Readonly<Record<string, string>> = {
  'edge-exporter': new URL('contract/index.ts', root).href,
  'edge-exporter/testing': new URL('testing/index.ts', root).href
}

registerHooks({
  resolve(specifier, context, next) {
    const url = faces[specifier]
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true }
  }
})
