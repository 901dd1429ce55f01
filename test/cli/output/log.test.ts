import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import t, { type Test } from 'tap'
import { createLogger, droppedLines, linesTo } from '../../../src/cli/output/log.ts'

type Stream = Parameters<typeof createLogger>[1]

function lines(level: string, write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    }
  })
  write(createLogger(level, stream as unknown as Stream))
  return chunks.map((chunk) => JSON.parse(chunk))
}

t.test('lines are JSON with a time that people can read, and nothing about the machine', async (t) => {
  const [line] = lines('info', (log) => log.info({ series: 3 }, 'refreshed'))
  t.match(line, { level: 30, time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, series: 3, msg: 'refreshed' })
  t.notOk(line !== undefined && ('pid' in line || 'hostname' in line))
})

t.test('what is below the level is not written', async (t) => {
  const write = (log: ReturnType<typeof createLogger>) => {
    log.debug('a')
    log.warn('b')
  }
  t.equal(lines('warn', write).length, 1)
  t.equal(lines('trace', write).length, 2)
  t.equal(lines('silent', write).length, 0)
})

t.test('an error is logged without its other properties, which may hold headers', async (t) => {
  const error = Object.assign(new TypeError('boom'), {
    code: 'EBOOM',
    options: { headers: { authorization: 'hunter2' } }
  })
  const [line] = lines('info', (log) => log.error(error))
  t.strictSame(line?.err, { type: 'TypeError', code: 'EBOOM', message: 'boom' })
})

/** The line as a terminal gets it. */
async function seenLine(t: Test): Promise<string> {
  const file = join(t.testdir({ out: '' }), 'out')
  const fd = openSync(file, 'a')
  t.teardown(() => closeSync(fd))
  const log = createLogger('info', { isTTY: true, fd } as Stream)
  log.info('refreshed')
  for (let i = 0; i < 100 && readFileSync(file, 'utf8') === ''; i++) await new Promise(setImmediate)
  return readFileSync(file, 'utf8')
}

t.test('a terminal gets text', async (t) => {
  t.match(await seenLine(t), /INFO.*refreshed/)
})

t.test('NO_COLOR takes the colours away, unless it is empty', async (t) => {
  for (const [value, isColoured] of [
    [undefined, true],
    ['', true],
    ['1', false]
  ] as const) {
    t.intercept(process, 'env', { value: { NO_COLOR: value } })
    t.equal((await seenLine(t)).includes('\x1b['), isColoured, `${value}`)
  }
})

/** What `linesTo` has written, where `write` may fail first. */
function written(fail: () => void, most = Number.POSITIVE_INFINITY) {
  let text = ''
  const stream = linesTo(1, (_fd, bytes) => {
    fail()
    const part = Buffer.from(bytes).subarray(0, most)
    text += part
    return part.length
  })
  return { stream, text: () => text }
}

const failing = (code: string) => {
  throw Object.assign(new Error(code), { code })
}

t.test('a full disk or a reader that is gone costs the lines, which are counted, and nothing else', async (t) => {
  for (const code of ['ENOSPC', 'EPIPE', 'EIO']) {
    let isBroken = true
    const { stream, text } = written(() => void (isBroken && failing(code)))
    const before = droppedLines()
    stream.write('one\n')
    stream.write('two\n')
    t.equal(droppedLines() - before, 2)
    isBroken = false
    stream.write('three\n')
    t.equal(text(), 'three\n', 'it goes on when the disk has room again')
  }
})

t.test('a line that is taken in parts is whole', async (t) => {
  const { stream, text } = written(() => {}, 2)
  stream.write('one\n')
  t.equal(text(), 'one\n')
})

t.test('a reader that does not keep up is waited for, up to a limit', async (t) => {
  let isFull = true
  const { stream, text } = written(() => void (isFull && failing('EAGAIN')))
  const before = droppedLines()
  stream.write('one\n')
  stream.write('two\n')
  stream.write('x'.repeat(2 ** 20))
  t.equal(droppedLines() - before, 1)
  t.equal(text(), '')
  isFull = false
  await new Promise((resolve) => setTimeout(resolve, 80))
  t.equal(text(), 'one\ntwo\n')
})
