/** Label sets as bytes, escaped once for each object that holds them. */
import type { Labels } from '../contract/provider.ts'

const bytesOf = Symbol('labels as bytes')

interface WithBytes {
  readonly [bytesOf]?: Uint8Array
}

/**
 * `{name="value",...}` in UTF-8. It is kept with the labels object, so a collector that hands out the same object at
 * every refresh has it escaped once: a look-up in a WeakMap would cost as much as escaping.
 */
export function labelBytes(labels: Labels): Uint8Array {
  const known = (labels as WithBytes)[bytesOf]
  if (known !== undefined) return known
  const bytes = keep(labelText(labels))
  // Not enumerable, as a copy of the object that gets more labels must not get these bytes.
  if (Object.isExtensible(labels)) Object.defineProperty(labels, bytesOf, { value: bytes })
  return bytes
}

/** The same as text, made anew. */
export function labelText(labels: Labels): string {
  let text = ''
  for (const name in labels) {
    text += `${text === '' ? '{' : ','}${name}="${escapeLabelValue(labels[name] as string)}"`
  }
  return text === '' ? '' : `${text}}`
}

/** What lines begin with after the name of the metric, where they have common labels: those, without the brace at the end. */
export function startOf(common: string): string {
  return common.slice(0, -1)
}

/**
 * Backslash, quote and newline escaped as both formats ask. A half of a surrogate pair, which JSON can carry and
 * UTF-8 cannot, becomes U+FFFD.
 */
export function escapeLabelValue(value: string): string {
  const text = value.isWellFormed() ? value : value.toWellFormed()
  if (!/["\\\n]/.test(text)) return text
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

/**
 * Label sets share slabs, as a buffer for each of them costs more than what is in it. A slab lives as long as one of
 * them does, so it is small.
 */
const slabSize = 8 * 1024
let slab = Buffer.allocUnsafeSlow(slabSize)
let used = 0

function keep(text: string): Uint8Array {
  const most = text.length * 3
  if (used + most > slab.length) {
    slab = Buffer.allocUnsafeSlow(Math.max(slabSize, most))
    used = 0
  }
  const start = used
  used += slab.write(text, start)
  return new Uint8Array(slab.buffer, start, used - start)
}
