import { inspect } from 'node:util'
import t from 'tap'
import { Failure, toFailure } from '../../src/contract/failure.ts'

const sentinel = 'SENTINEL-0815'

t.test('a failure comes through as it is', async (t) => {
  const failure = new Failure('quota', 'slow down', { retryAfter: 5000 })
  t.equal(toFailure(failure), failure)
  t.match(failure, { name: 'Failure', reason: 'quota', message: 'slow down', retryAfter: 5000 })
  t.ok(failure instanceof Error)
})

t.test('any other error keeps its name and its place, and nothing it quotes', async (t) => {
  class OddError extends RangeError {
    override name = 'OddError'
    secret = sentinel
  }
  const cause = new Error(sentinel)
  for (const error of [
    new OddError(sentinel),
    new OddError(`line\n    at ${sentinel} (file.ts:1:1)\n    at ${sentinel}`, { cause }),
    new AggregateError([cause], sentinel)
  ]) {
    const failure = toFailure(error)
    t.equal(failure.reason, 'internal')
    t.match(failure.message, /^(OddError|AggregateError) at .*failure\.test\.ts:\d+:\d+\)?$/)
    t.equal(failure.cause, undefined)
    t.notMatch(inspect(failure, { depth: 9, showHidden: true }), sentinel)
  }
})

t.test('an error without a stack is still a failure', async (t) => {
  const error = new Error(sentinel)
  delete error.stack
  t.equal(toFailure(error).message, 'Error')
})

t.test('what is no error at all', async (t) => {
  for (const thrown of [undefined, null, sentinel, { message: sentinel }, 42]) {
    t.match(toFailure(thrown), { reason: 'internal', message: 'a value that is no error was thrown' })
  }
})
