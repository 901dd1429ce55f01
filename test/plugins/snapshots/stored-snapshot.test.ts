import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { type Collected, collectAndRender } from '../../../plugins/snapshots/collect.ts'
import { decodeSnapshot, encodeSnapshot, type StoredSnapshot } from '../../../plugins/snapshots/stored-snapshot.ts'
import { identityTag } from '../../../src/contract/identity.ts'
import type { Collection } from '../../../src/contract/provider.ts'
import { concatenate, inflated } from '../../../src/exposition/exposition.ts'
import { deflateNow } from '../../../src/exposition/gzip-join.ts'
import { numbers } from '../../support/fake-source.ts'

const savedAt = Date.UTC(2026, 0, 2)
const identity = identityTag('acme', 'numbers', 'an account')

function snapshotOf(collection: Collection): StoredSnapshot {
  return { savedAt, collected: collectAndRender(() => collection, undefined, { now: savedAt, memory: undefined }) }
}

const usual = snapshotOf({
  families: [
    numbers('one', ['a', 'ü', '"']),
    numbers('two', ['b']),
    { name: 'acme_none', help: '', type: 'gauge', samples: [] }
  ],
  places: [{ key: 'Oslo', name: 'Oslo', latitude: 59.9, longitude: 10.7 }],
  mergedSeries: 3,
  dailyCallLimit: 2000,
  utcOffset: 19_800_000
})

async function exposed({ families }: Collected): Promise<string[]> {
  const plain = await inflated(families)
  return [concatenate(plain, 'text'), concatenate(plain, 'openmetrics')]
}

t.test('what is served again is what was served', async (t) => {
  const empty = snapshotOf({ families: [] })
  const large = snapshotOf({
    families: [
      numbers(
        'many',
        Array.from({ length: 50_000 }, (_, i) => `${i * 7919}`)
      )
    ]
  })
  for (const snapshot of [usual, empty, large]) {
    const decoded = await decodeSnapshot(await encodeSnapshot(snapshot, identity), identity)
    if (typeof decoded === 'string') return t.fail(decoded)
    t.equal(decoded.savedAt, savedAt)
    t.strictSame(await exposed(decoded.collected), await exposed(snapshot.collected))
    const { families: _, memory: __, ...facts } = decoded.collected
    const { places = [], mergedSeries = 0, dailyCallLimit, utcOffset } = snapshot.collected
    t.strictSame(facts, { places, mergedSeries, dailyCallLimit, utcOffset })
    const shape = ({ families }: Collected) =>
      families.map(({ name, series, labelNames }) => [name, series, labelNames])
    t.strictSame(shape(decoded.collected), shape(snapshot.collected))
  }
})

t.test('families in several pieces come back as one', async (t) => {
  const [one] = usual.collected.families
  if (one === undefined) throw new Error('there is a family')
  const collected = { families: [{ ...one, bodies: [...one.bodies, deflateNow(Buffer.from('acme_one{x="z"} 1\n'))] }] }
  const decoded = await decodeSnapshot(await encodeSnapshot({ savedAt, collected }, identity), identity)
  if (typeof decoded === 'string') return t.fail(decoded)
  t.strictSame(await exposed(decoded.collected), await exposed(collected))
})

t.test('it is small', async (t) => {
  const many = snapshotOf({
    families: [
      numbers(
        'many',
        Array.from({ length: 5000 }, (_, i) => `monitor ${i}`)
      )
    ]
  })
  const [plain = ''] = await exposed(many.collected)
  t.ok((await encodeSnapshot(many, identity)).length < plain.length / 5)
})

t.test('no cut leaves anything that is taken', async (t) => {
  const bytes = await encodeSnapshot(usual, identity)
  for (let length = 0; length < bytes.length; length++) {
    const decoded = await decodeSnapshot(bytes.subarray(0, length), identity)
    if (typeof decoded !== 'string') t.fail(`${length} of ${bytes.length} bytes are taken`)
  }
})

t.test('a changed bit is noticed, or changes nothing', async (t) => {
  const bytes = await encodeSnapshot(usual, identity)
  let noticed = 0
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes)
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
    const decoded = await decodeSnapshot(changed, identity)
    if (typeof decoded === 'string') noticed += 1
    else if ((await exposed(decoded.collected)).join() !== (await exposed(usual.collected)).join())
      t.fail(`bit ${bit} changes the data`)
  }
  // The header of gzip has a few bytes that mean nothing to the data.
  t.ok(noticed > 0.9 * bytes.length * 8, `${noticed} of ${bytes.length * 8}`)
})

t.test('a page of the file lost to zeros or to garbage is noticed', async (t) => {
  const bytes = await encodeSnapshot(usual, identity)
  for (const fill of [0, 0xff, 0x41]) {
    for (let at = 10; at < bytes.length - 8; at += 16) {
      const changed = Buffer.from(bytes)
      changed.fill(fill, at, Math.min(at + 16, bytes.length))
      t.type(await decodeSnapshot(changed, identity), 'string', `${at}`)
    }
  }
})

t.test('any bytes at all are refused without a throw', async (t) => {
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
    const packed = gzipSync(bytes)
    return (
      typeof (await decodeSnapshot(bytes, identity)) === 'string' &&
      typeof (await decodeSnapshot(packed, identity)) === 'string'
    )
  })
  await t.resolves(fc.assert(property, { numRuns: 300 }))
})

/** The same snapshot with its header changed. */
async function withHeader(change: (header: Record<string, unknown>) => unknown): Promise<Buffer> {
  const plain = gunzipSync(await encodeSnapshot(usual, identity))
  const end = 4 + plain.readUInt32BE(0)
  const header = Buffer.from(JSON.stringify(change(JSON.parse(plain.toString('utf8', 4, end)))))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(header.length)
  return gzipSync(Buffer.concat([length, header, plain.subarray(end)]))
}

t.test('a header of another form is refused', async (t) => {
  t.type(await decodeSnapshot(await withHeader((header) => header), identity), 'object', 'the one it has is not')
  const families = (change: (family: Record<string, unknown>) => unknown) => (header: Record<string, unknown>) => ({
    ...header,
    families: (header.families as Record<string, unknown>[]).map(change)
  })
  const changes: ((header: Record<string, unknown>) => unknown)[] = [
    (header) => ({ ...header, schema: 2 }),
    (header) => ({ ...header, schema: '1' }),
    (header) => ({ ...header, savedAt: 'yesterday' }),
    (header) => ({ ...header, savedAt: null }),
    (header) => ({ ...header, dailyCallLimit: -1 }),
    (header) => ({ ...header, utcOffset: 'here' }),
    (header) => ({ ...header, places: [{ key: 'Oslo' }] }),
    (header) => ({ ...header, families: {} }),
    families((family) => ({ ...family, bytes: -1 })),
    families((family) => ({ ...family, bytes: 1.5 })),
    families((family) => ({ ...family, bytes: (family.bytes as number) + 1 })),
    families((family) => ({ ...family, bytes: 1e15 })),
    families((family) => ({ ...family, head: 'x' })),
    families(() => null),
    () => null,
    () => [],
    () => 'x'
  ]
  for (const change of changes) t.type(await decodeSnapshot(await withHeader(change), identity), 'string', `${change}`)
  t.match(await decodeSnapshot(await withHeader((header) => ({ ...header, schema: 2 })), identity), /another version/)
})

t.test('data of other settings is refused, whichever of them differs', async (t) => {
  const bytes = await encodeSnapshot(usual, identity)
  for (const parts of [
    ['acme', 'numbers', 'other'],
    ['acme', 'other', 'an account'],
    ['acme', 'numbersan account'],
    []
  ]) {
    t.equal(await decodeSnapshot(bytes, identityTag(...parts)), 'it was made with other settings')
  }
  t.notMatch(identity, /acme|account/, 'the tag does not tell the settings')
})

t.test('bytes that unpack to more than memory should hold are refused while they do', async (t) => {
  const bytes = await encodeSnapshot(usual, identity)
  const { length } = gunzipSync(bytes)
  t.type(await decodeSnapshot(bytes, identity, length), 'object')
  t.equal(await decodeSnapshot(bytes, identity, length - 1), 'it is damaged')
})
