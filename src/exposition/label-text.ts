/** Label sets as both formats write them. */
import type { Labels } from '../contract/provider.ts'

/** `{name="value",...}`; nothing for no labels. */
export function labelText(labels: Labels): string {
  let text = ''
  for (const name in labels) {
    text += `${text === '' ? '{' : ','}${name}="${escapeLabelValue(labels[name] as string)}"`
  }
  return text === '' ? '' : `${text}}`
}

/** Makes what lines begin with, up to their values. `common` are labels that all of them have before their own. */
export function createLineStart(common: Labels = {}): (name: string, labels: Labels) => string {
  const first = labelText(common).slice(0, -1)
  if (first === '') return (name, labels) => `${name}${labelText(labels)} `
  return (name, labels) => {
    const own = labelText(labels)
    return `${name}${first}${own === '' ? '}' : `,${own.slice(1)}`} `
  }
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
