/** The files that the page asks for. Their names hold a digest of their content, so they may be kept for ever. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Asset {
  /** Relative to the page. */
  readonly path: string
  readonly type: string
  readonly content: Buffer
}

function asset(file: string, type: string): Asset {
  const content = readFileSync(new URL(`./assets/${file}`, import.meta.url))
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10)
  return { path: `assets/${file.replace('.', `.${digest}.`)}`, type, content }
}

export function readAssets() {
  return {
    style: asset('page.css', 'text/css; charset=utf-8'),
    script: asset('page.js', 'text/javascript; charset=utf-8'),
    icon: asset('icon.svg', 'image/svg+xml; charset=utf-8')
  }
}
