import t from 'tap'
import { createBearerToken } from '../../../plugins/web-access/bearer-token.ts'
import { Secret } from '../../../src/contract/secret.ts'

t.test('a token is good while the file has it', async (t) => {
  let text: string | Error = 'first\n'
  const faults: unknown[] = []
  const secret = new Secret(() => {
    if (text instanceof Error) throw text
    return text
  })
  let changes = 0
  const { accepts: isToken, isGood } = createBearerToken({
    secret,
    onFault: (error) => faults.push(error),
    onChange: () => changes++
  })
  t.ok(isToken('first'))
  for (const wrong of ['', 'firs', 'first ', 'first\n', 'FIRST', 'second', 'x'.repeat(10_000)]) t.notOk(isToken(wrong))

  text = 'first second'
  t.ok(isToken('first'), 'both, so that a rotation can overlap')
  t.ok(isToken('second'))
  t.notOk(isToken('first second'))

  text = 'second'
  t.notOk(isToken('first'))
  text = new Error('gone')
  for (let i = 0; i < 3; i++) t.ok(isToken('second'), 'a file that is gone for a moment refuses nobody')
  t.equal(faults.length, 1, 'and is told once')
  t.notOk(isGood())
  text = 'third'
  t.ok(isToken('third'))
  t.ok(isGood())
  text = new Error('gone again')
  t.ok(isToken('third'))
  t.equal(faults.length, 2)
  t.equal(changes, 3)
})
