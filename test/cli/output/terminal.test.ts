import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { WriteStream } from 'node:tty'
import t from 'tap'
import { createTerminal } from '../../../src/cli/output/terminal.ts'

function streams(isTTY: boolean) {
  const make = () => Object.assign(new PassThrough(), { isTTY })
  const [input, output, error] = [make(), make(), make()]
  const text = (stream: PassThrough) => String(stream.read() ?? '')
  return { terminal: createTerminal({ input, output, error }), input, output, error, text }
}

t.test('results and notes go different ways', async (t) => {
  const { terminal, output, error, text } = streams(false)
  terminal.print('result')
  terminal.note('note')
  t.equal(text(output), 'result\n')
  t.equal(text(error), 'note\n')
  t.equal(terminal.isSeen, false)
})

t.test('colours are for terminals, and for those who want them', async (t) => {
  const { getColorDepth } = WriteStream.prototype
  const painted = (isTTY: boolean, env: Record<string, string>) => {
    t.intercept(process, 'env', { value: { TERM: 'xterm-256color', ...env } })
    const { input, output, error } = streams(isTTY)
    return createTerminal({ input, output: Object.assign(output, { getColorDepth }), error }).paint('red', 'x')
  }
  t.equal(painted(true, {}), '\x1b[31mx\x1b[39m')
  t.equal(painted(true, { NO_COLOR: '' }), '\x1b[31mx\x1b[39m', 'an empty one says nothing')
  t.equal(painted(true, { NO_COLOR: '1' }), 'x')
  t.equal(painted(true, { TERM: 'dumb' }), 'x')
  t.equal(painted(false, {}), 'x')
})

t.test('questions are answered line by line, however the lines come', async (t) => {
  const { terminal, input, error, text } = streams(false)
  input.write('one\n two \nthree')
  input.end()
  t.strictSame(
    [await terminal.question('1? '), await terminal.question('2? ', { hidden: true }), await terminal.question('3? ')],
    ['one', 'two', 'three']
  )
  await t.rejects(terminal.question('4? '), { message: /^nobody answers the question "4\?"; see --help/ })
  t.equal(text(error), '1? 2? 3? 4? ')
})

t.test('nobody answers who leaves', async (t) => {
  const { terminal, input } = streams(false)
  const asked = terminal.question('well? ')
  input.end()
  await t.rejects(asked, { message: /^nobody answers the question "well\?"; see --help/ })
})

t.test('what is typed in answer to a hidden question is not shown', async (t) => {
  const { terminal, input, output, error, text } = streams(true)
  const shown = terminal.question('shown? ')
  await sleep(20)
  input.write('visible\r')
  t.equal(await shown, 'visible')
  t.match(text(error), 'visible')
  const hidden = terminal.question('hidden? ', { hidden: true })
  await sleep(20)
  for (const key of 'hunter2') input.write(key)
  await sleep(20)
  input.write('\r')
  t.equal(await hidden, 'hunter2')
  terminal.close()
  t.notMatch(text(error) + text(output), /hunter2|h.*u.*n.*t.*e.*r.*2/)
})

t.test('progress is shown to a person who waits, and taken back', async (t) => {
  const seen = streams(true)
  const work = Promise.withResolvers<string>()
  const waited = seen.terminal.progress('Asking', work.promise)
  t.equal(seen.text(seen.error), '', 'not at once')
  await sleep(1200)
  t.equal(seen.text(seen.error), 'Asking ...')
  work.resolve('done')
  t.equal(await waited, 'done')
  t.equal(seen.text(seen.error), '\r\x1b[2K')

  const unseen = streams(false)
  t.equal(await unseen.terminal.progress('Asking', sleep(1200, 'done')), 'done')
  t.equal(unseen.text(unseen.error), '')
})
