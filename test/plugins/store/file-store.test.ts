import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openFileStore } from '../../../plugins/store/file-store.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'

const minute = 60_000
const day = 24 * 60 * minute

function setUp(t: Test, folder = t.testdir({})) {
  const sink = logSink()
  const clock = manualClock()
  const open = () => openFileStore(folder, sink.log, clock)
  return { sink, clock, folder, open, store: open() }
}

const text = async (value: Promise<Uint8Array | undefined>) => (await value)?.toString()

t.test('a value is there for the next process, byte by byte', async (t) => {
  const { store, open } = setUp(t)
  t.equal(await store.read('snapshot/a/b'), undefined)
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  await store.write('snapshot/a/b', bytes.subarray(3, 200), minute)
  t.same(await open().read('snapshot/a/b'), Buffer.from(bytes.subarray(3, 200)))
  await store.write('snapshot/a/b', Buffer.from('second'), minute)
  t.equal(await text(store.read('snapshot/a/b')), 'second')
  t.equal(await store.lease('snapshot/a/b', minute), undefined, 'there is nobody to agree with')
})

t.test('only the user of the process can read it', async (t) => {
  const { store, folder } = setUp(t, join(t.testdir({}), 'made'))
  await store.write('token/acme', Buffer.from('x'), minute)
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(statSync(join(folder, 'token%2Facme')).mode & 0o777, 0o600)
})

t.test('a key never leaves the folder', async (t) => {
  const { store, folder } = setUp(t, join(t.testdir({}), 'inner'))
  await store.write('../outer', Buffer.from('x'), minute)
  t.strictSame(readdirSync(folder), ['..%2Fouter'])
})

t.test('the last of many writes is the one that stays, and closing waits for it', async (t) => {
  const { store, open, folder } = setUp(t)
  for (let i = 0; i < 50; i++) void store.write('key', Buffer.from(`${i}`), minute)
  await store.close()
  t.equal(await text(open().read('key')), '49')
  t.strictSame(readdirSync(folder), ['key'], 'and nothing else is left')
})

t.test('counts of all who count are kept, each at its highest', async (t) => {
  const { store, open } = setUp(t)
  t.same(await store.count('calls/a', {}, day), {})
  t.same(await store.count('calls/a', { one: 3 }, day), { one: 3 })
  const other = open()
  t.same(await other.count('calls/a', { two: 5, one: 1 }, day), { one: 3, two: 5 }, 'a count never goes back')
  t.same(await other.count('calls/b', { two: 7 }, day), { two: 7 })
  t.same(await store.count('calls/a', {}, day), { one: 3, two: 5 })
})

t.test('counts told at the same moment are all kept', async (t) => {
  const { store } = setUp(t)
  const keys = Array.from({ length: 20 }, (_, i) => `calls/${i}`)
  await Promise.all(keys.map((key, i) => store.count(key, { self: i }, day)))
  for (const [i, key] of keys.entries()) t.same(await store.count(key, {}, day), { self: i })
})

t.test('counts of days gone by are not kept for ever', async (t) => {
  const { store, clock, folder } = setUp(t)
  for (let i = 0; i < 30; i++) {
    await store.count(`calls/${i}`, { self: i + 1 }, 2 * day)
    await clock.advance(day)
  }
  const kept = Object.keys(JSON.parse(readFileSync(join(folder, 'counters'), 'utf8')))
  t.ok(kept.length <= 3, kept.join())
  t.ok(kept.includes('calls/29'))
})

t.test('a damaged file of counts begins anew', async (t) => {
  const damages = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"calls/a":7}',
    '{"calls/a":{"counts":{"x":-1},"until":9e15}}',
    '\0'.repeat(99)
  ]
  for (const damage of damages) {
    const { store, folder, sink } = setUp(t)
    writeFileSync(join(folder, 'counters'), damage)
    t.same(await store.count('calls/a', { self: 2 }, day), { self: 2 }, JSON.stringify(damage))
    t.same(await store.count('calls/a', {}, day), { self: 2 })
    t.strictSame(sink.messages('warn'), [])
    rmSync(folder, { recursive: true })
  }
})

t.test('a damaged count does not take the others away', async (t) => {
  const { store, folder } = setUp(t)
  const good = { counts: { other: 3 }, until: 9e15 }
  writeFileSync(join(folder, 'counters'), JSON.stringify({ 'calls/a': good, 'calls/b': { ...good, until: null } }))
  t.same(await store.count('calls/a', {}, day), { other: 3 })
  t.same(await store.count('calls/b', {}, day), {})
})

t.test('a folder that cannot be used is a line in the log, and one when it can', async (t) => {
  const parent = t.testdir({ taken: 'a file' })
  const { store, sink } = setUp(t, join(parent, 'taken', 'folder'))
  for (let i = 0; i < 3; i++) {
    await store.write('key', Buffer.from('x'), minute)
    t.equal(await store.read('key'), undefined)
    t.same(await store.count('calls/a', { self: 1 }, day), { self: 1 })
  }
  t.match(sink.messages('warn'), [/cannot be written to \(ENOTDIR\)/, /cannot be read \(ENOTDIR\)/])
  t.equal(sink.lines.length, 2)
  rmSync(join(parent, 'taken'))
  mkdirSync(join(parent, 'taken', 'folder'), { recursive: true })
  await store.write('key', Buffer.from('x'), minute)
  t.equal(await text(store.read('key')), 'x')
  t.match(sink.messages('info'), [/can be written to again/, /can be read again/])
})

t.test('a disk that takes only a part of a value keeps the one before', async (t) => {
  const { folder, open } = setUp(t)
  const module = new URL('../../../plugins/store/file-store.ts', import.meta.url).href
  const script = `
    const { openFileStore } = await import('${module}')
    const log = { warn: console.log, info() {} }
    const store = openFileStore('${folder}', log, { now: Date.now })
    await store.write('key', Buffer.alloc(10_000, 'a'), 1e9)
    await store.write('key', Buffer.alloc(1_000_000, 'b'), 1e9)`
  // No file may be larger than 64 kB there, of which a part of a write is taken, as on a disk that is nearly full.
  // What the test runner adds by NODE_OPTIONS would end the process by the signal that such a write also sends.
  const run = [
    '-c',
    'unset NODE_OPTIONS; ulimit -f 128; exec "$0" --input-type=module -e "$1"',
    process.execPath,
    script
  ]
  t.match(execFileSync('sh', run, { encoding: 'utf8' }), /cannot be written to \(EFBIG\)/)
  t.equal(await text(open().read('key')), 'a'.repeat(10_000))
  t.strictSame(readdirSync(folder), ['key'], 'and what was in the making is gone')
})

t.test('a folder that is taken away is made again', async (t) => {
  const { store, folder, sink } = setUp(t, join(t.testdir({}), 'folder'))
  await store.write('key', Buffer.from('x'), minute)
  rmSync(folder, { recursive: true })
  await store.write('key', Buffer.from('y'), minute)
  t.equal(await text(store.read('key')), 'y')
  t.strictSame(sink.lines, [])
})

t.test('a file that is too large for any memory is not read', async (t) => {
  const { store, folder, sink } = setUp(t)
  writeFileSync(join(folder, 'key'), '')
  truncateSync(join(folder, 'key'), 2 ** 34)
  t.equal(await store.read('key'), undefined)
  t.match(sink.messages('warn'), [/cannot be read \(a file is too large\)/])
})

t.test('a disk that does not answer is not waited for, and asked again when it does', async (t) => {
  const { folder, sink, clock } = setUp(t)
  const store = openFileStore(folder, sink.log, clock, 200)
  const pipe = join(folder, 'counters')
  // Who opens a pipe to read waits until somebody opens it to write.
  execFileSync('mkfifo', [pipe])
  t.equal(await store.count('calls/a', { self: 1 }, day), undefined)
  const start = performance.now()
  for (let i = 0; i < 100; i++) {
    await store.write('key', Buffer.from('x'), minute)
    t.equal(await store.read('key'), undefined)
  }
  t.ok(performance.now() - start < 1000, 'what hangs is met once')
  t.match(sink.messages('warn'), [/cannot be written to \(it does not answer in time\)/])
  writeFileSync(pipe, '{}')
  for (let i = 0; i < 1000 && (await text(store.read('key'))) !== 'y'; i++) {
    await store.write('key', Buffer.from('y'), minute)
    await settle()
  }
  t.equal(await text(store.read('key')), 'y')
  t.match(sink.messages('info'), [/can be written to again/])
})

t.test('what a killed process has left is removed, and nothing else', async (t) => {
  const left = ['snapshot%2Fa%2Fb.1234567890', 'counters.7', 'token%2Fa%2Ftag.42', 'account%2Fa%2Ftag.42']
  const others = ['snapshot%2Fa%2Fb', 'counters', 'notes.2024', 'snapshot%2Fa.txt']
  const folder = t.testdir(Object.fromEntries([...left, ...others, 'snapshot%2Fa%2Fc.99'].map((name) => [name, 'x'])))
  const old = Date.now() / 1000 - 3600
  for (const name of [...left, ...others]) utimesSync(join(folder, name), old, old)
  const { store } = setUp(t, folder)
  await store.close()
  t.strictSame(readdirSync(folder).sort(), [...others, 'snapshot%2Fa%2Fc.99'].sort(), 'a young one is in the making')
})

t.test(
  'a folder where none can be made is told, and comes to an end',
  { skip: process.platform !== 'linux' && 'there is no /proc' },
  async (t) => {
    const { store, sink } = setUp(t, '/proc/edge-exporter/cache')
    await store.write('snapshot/acme/numbers', Buffer.from('x'), 1000)
    t.match(sink.messages('warn').join(), /cannot be written to \(ENOENT\)/)
    await store.close()
  }
)
