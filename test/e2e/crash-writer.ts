/** Keeps one value after the other in a folder, and says so, until it is killed. */
import { createHash } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { openFileStore } from '../../plugins/store/file-store.ts'

const [, , folder = '', size = '1'] = process.argv
const warnings: string[] = []
const log = { warn: (text: string) => warnings.push(text), info() {} } as unknown as FastifyBaseLogger
const store = openFileStore(folder, log, { now: Date.now, elapsed: () => 0, after: () => () => {} })
const say = (words: object) => process.stdout.write(`${JSON.stringify(words)}\n`)
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** A number and much more, and what proves that all of it is there. */
function makeValue(n: number): Buffer {
  const text = `${n} ${`${n},`.repeat(Number(size))}`
  return Buffer.from(`${digest(text)} ${text}`)
}

function numberIn(value: Uint8Array | undefined): number {
  if (value === undefined) return 0
  const [proof = '', text = ''] = Buffer.from(value).toString().split(/ (.*)/s)
  return proof === digest(text) ? Number.parseInt(text, 10) : Number.NaN
}

const found = numberIn(await store.read('snapshot/acme/numbers'))
const { writer: count = 0 } = (await store.count('calls/acme', {}, 1e9)) ?? {}
// A torn value is null here, as JSON has no NaN.
say({ found, count, warnings })

for (let n = found + 1; ; n++) {
  await store.count('calls/acme', { writer: n }, 1e9)
  await store.write('snapshot/acme/numbers', makeValue(n), 1e9)
  say({ saved: n })
}
