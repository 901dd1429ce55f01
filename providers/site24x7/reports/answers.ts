/** The answers to the calls of one report as bytes, so that a thread can read them. */
import { Failure, type FailureReason } from '../../../src/contract/failure.ts'
import { parseJsonText } from '../../../src/contract/json-text.ts'
import { dataOf } from '../api.ts'
import type { Answer } from './report.ts'

/** What came of one call: the body, or a failure beside which others succeeded. */
export interface Part {
  readonly key: string
  readonly name: string
  readonly outcome: Uint8Array | Failure
}

/** `[{ key, name, body } or { key, name, failure }, ...]`, the bodies as they came. */
export function encodeParts(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const text = (value: string) => Buffer.from(value)
  const chunks = parts.flatMap(({ key, name, outcome }, i) => {
    const head = `${i === 0 ? '[' : ','}${JSON.stringify({ key, name }).slice(0, -1)}`
    if (!(outcome instanceof Failure)) return [text(`${head},"body":`), outcome, text('}')]
    const { reason, message, isForbidden } = outcome
    return [text(`${head},"failure":${JSON.stringify({ reason, message, isForbidden })}}`)]
  })
  const all = [...chunks, text(']')]
  // Memory of its own, as it is moved to the thread.
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of all) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

interface Decoded {
  readonly key: string
  readonly name: string
  readonly body?: unknown
  readonly failure?: { readonly reason: FailureReason; readonly message: string; readonly isForbidden: boolean }
}

/** Throws a `Failure` for what is no JSON, or JSON of another shape. */
export function decodeParts(bytes: Uint8Array): { readonly answers: readonly Answer[]; readonly failures: Failure[] } {
  const parts = parse(bytes)
  return {
    answers: parts.flatMap(({ key, name, body, failure }) =>
      failure === undefined ? [{ key, data: dataOf(body, name) }] : []
    ),
    failures: parts.flatMap(({ failure }) =>
      failure === undefined ? [] : [new Failure(failure.reason, failure.message, { isForbidden: failure.isForbidden })]
    )
  }
}

function parse(bytes: Uint8Array): readonly Decoded[] {
  try {
    return parseJsonText(new TextDecoder().decode(bytes)) as readonly Decoded[]
  } catch {
    throw new Failure('parse', 'a report was answered with damaged JSON')
  }
}
