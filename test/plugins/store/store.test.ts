import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { createOutageLog } from '../../../plugins/store/outage-log.ts'
import { openStore } from '../../../plugins/store/store.ts'
import { parseStoreUrl } from '../../../src/config/store/store-url.ts'
import { SettingsError } from '../../../src/contract/settings.ts'
import { memoryStore } from '../../../src/contract/store.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock } from '../../support/manual-clock.ts'

t.test('the URLs of each kind', async (t) => {
  t.strictSame(parseStoreUrl('memory:'), { kind: 'memory' })
  t.strictSame(parseStoreUrl('file:///var/lib/edge-exporter'), { kind: 'file', folder: '/var/lib/edge-exporter' })
  t.strictSame(parseStoreUrl('file:///with%20space'), { kind: 'file', folder: '/with space' })
  for (const url of [
    'redis://host',
    'redis://host:6379/0',
    'rediss://user:pass@host:6380/12',
    'redis://:p%40ss@[::1]/',
    'redis+sentinel://user:pass@one:26379,two/mymaster/1',
    'rediss+cluster://one:7000,two:7000'
  ])
    t.strictSame(parseStoreUrl(url), { kind: 'redis', url })
})

t.test('what is no such URL names the setting and shows nothing of itself', async (t) => {
  const wrong = [
    '',
    'SENTINEL',
    'http://SENTINEL',
    'file://SENTINEL/folder',
    'file:///',
    'file:///%2FSENTINEL',
    'file:SENTINEL',
    'file:./SENTINEL',
    'file:~/SENTINEL',
    'file:///~/SENTINEL',
    'redis+sentinel://host:26379/',
    'redis+cluster://host/1/SENTINEL',
    'redis+cluster://host/1',
    'redis://one,two:SENTINEL',
    'redis:SENTINEL',
    'redis://',
    'redis://host/SENTINEL',
    'redis://:SENTINEL%ZZ@host',
    'redis://host:notaport/SENTINEL'
  ]
  for (const url of wrong) {
    try {
      parseStoreUrl(url)
      t.fail(url)
    } catch (error) {
      t.type(error, SettingsError, url)
      t.match((error as SettingsError).faults, [{ setting: 'CACHE_URL', message: /memory:.*file:.*redis:|like file:/ }])
      t.notMatch((error as Error).message, 'SENTINEL')
    }
  }
})

t.test('the one in memory keeps nothing', async (t) => {
  const store = await openStore({ kind: 'memory' }, logSink().log, manualClock())
  t.equal(store, memoryStore)
  await store.write('key', Buffer.from('value'), 1000)
  t.equal(await store.read('key'), undefined)
  t.equal(await store.count('key', { self: 1 }, 1000), undefined)
  t.equal(await store.lease('key', 1000), undefined)
  await store.close()
})

t.test('the one of files makes its folder', async (t) => {
  const folder = join(t.testdir({}), 'new', 'folder')
  const location = parseStoreUrl(pathToFileURL(folder).href)
  const store = await openStore(location, logSink().log, manualClock())
  t.teardown(() => store.close())
  await store.write('key', Buffer.from('value'), 1000)
  t.equal(String(await store.read('key')), 'value')
  t.ok(existsSync(folder))
})

t.test('a Redis that is not there is a line in the log and nothing to wait for', async (t) => {
  const sink = logSink()
  const store = await openStore({ kind: 'redis', url: 'redis://:SENTINEL@127.0.0.1:1' }, sink.log, manualClock())
  t.teardown(() => store.close())
  t.ok(store.isKept && store.isShared)
  const start = performance.now()
  for (let i = 0; i < 50; i++) {
    await store.write('key', Buffer.from('value'), 1000)
    t.equal(await store.read('key'), undefined)
    t.equal(await store.count('key', { self: 1 }, 1000), undefined)
    t.equal(await store.count('key', {}, 1000), undefined)
    t.equal(await store.lease('key', 1000), undefined)
  }
  t.ok(performance.now() - start < 250, '250 questions do not take as long as one that waits')
  t.strictSame(sink.messages('warn'), [
    'the Redis of CACHE_URL cannot be used (ECONNREFUSED); the program goes on with what it has in memory'
  ])
  t.notMatch(sink.text(), 'SENTINEL')
})

t.test('trouble is one line when it begins and one when it ends', async (t) => {
  const sink = logSink()
  const trouble = createOutageLog(sink.log, { fails: 'it fails', works: 'it works' })
  trouble.ends()
  t.strictSame(sink.lines, [], 'what has always worked is no news')
  for (let i = 0; i < 3; i++) trouble.begins('CODE')
  for (let i = 0; i < 3; i++) trouble.ends()
  trouble.begins('OTHER')
  t.match(sink.lines, [
    { level: 'warn', msg: /^it fails \(CODE\)/ },
    { level: 'info', msg: 'it works' },
    { level: 'warn', msg: /^it fails \(OTHER\)/ }
  ])
  t.equal(sink.lines.length, 3)
})
