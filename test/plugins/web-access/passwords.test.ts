import { hashSync } from 'bcryptjs'
import t from 'tap'
import { createPasswordThread } from '../../../plugins/web-access/password-thread.ts'
import { type Compare, createPasswords } from '../../../plugins/web-access/passwords.ts'

const from = '10.0.0.1'

/** Passwords whose hash ends in them, and what was compared. */
function fake(): { compare: Compare; asked: [password: string, hash: string][] } {
  const asked: [string, string][] = []
  const compare: Compare = async (password, hash) => {
    asked.push([password, hash])
    return hash.endsWith(`$${password}`)
  }
  return { compare, asked }
}

const users = new Map([
  ['alice', '$2b$10$wonder'],
  ['bob', '$2y$12$builder']
])

t.test('right is remembered, wrong is not', async (t) => {
  const { compare, asked } = fake()
  const { verify } = createPasswords({ compare })
  for (let i = 0; i < 3; i++) t.equal(await verify(users, { user: 'alice', password: 'wonder', from }), 'right')
  t.equal(asked.length, 1)
  for (let i = 0; i < 3; i++) t.equal(await verify(users, { user: 'alice', password: 'builder', from }), 'wrong')
  t.equal(asked.length, 4)
  t.equal(await verify(users, { user: 'bob', password: 'wonder', from }), 'wrong', 'the password of another')
  const changed = new Map([['alice', '$2b$10$changed']])
  t.equal(await verify(changed, { user: 'alice', password: 'wonder', from }), 'wrong', 'of old')
  t.equal(await verify(new Map([['bob', '$2b$10$x']]), { user: 'alice', password: 'wonder', from }), 'wrong', 'removed')
})

t.test(
  'an unknown user costs what one with a usual hash does, whatever the others cost, and is never let in',
  async (t) => {
    const { compare, asked } = fake()
    const always: Compare = async (...parts) => {
      await compare(...parts)
      return true
    }
    const { verify } = createPasswords({ compare: always })
    const strong = new Map([...users, ['carol', '$2b$18$strong']])
    for (const user of ['nobody', 'carol ']) t.equal(await verify(strong, { user, password: 'x', from }), 'wrong')
    const decoy = `$2b$10$${'.'.repeat(53)}`
    t.strictSame(asked, [
      ['x', decoy],
      ['x', decoy]
    ])
  }
)

t.test('what is remembered is bounded, and what was used last stays', async (t) => {
  const { compare, asked } = fake()
  const { verify } = createPasswords({ compare, capacity: 2 })
  const many = new Map(['a', 'b', 'c'].map((name) => [name, `$2b$10$${name}`]))
  const login = (user: string) => verify(many, { user, password: user, from })
  for (const user of ['a', 'b', 'a', 'c', 'a', 'c', 'b']) t.equal(await login(user), 'right')
  t.strictSame(
    asked.map(([password]) => password),
    ['a', 'b', 'c', 'b']
  )
})

t.test('equal attempts at once share one comparison, and a flood is not checked', async (t) => {
  const { compare, asked } = fake()
  const { verify } = createPasswords({ compare })
  const same = Array.from({ length: 50 }, () => verify(users, { user: 'alice', password: 'wonder', from }))
  t.strictSame(new Set(await Promise.all(same)), new Set(['right']))
  t.equal(asked.length, 1)
  const flood = Array.from({ length: 50 }, (_, i) => verify(users, { user: 'alice', password: `${i}`, from }))
  const other = verify(users, { user: 'bob', password: 'builder', from: '10.0.0.2' })
  const verdicts = await Promise.all(flood)
  t.equal(verdicts.filter((verdict) => verdict === 'busy').length, 33, 'one runs and sixteen wait')
  t.equal(verdicts.filter((verdict) => verdict === 'wrong').length, 17)
  t.equal(await other, 'right', 'and others have their turn')
})

t.test('a comparison that fails is not remembered', async (t) => {
  let isBroken = true
  const compare: Compare = async () => {
    if (isBroken) throw new Error('broken')
    return true
  }
  const { verify } = createPasswords({ compare })
  await t.rejects(verify(users, { user: 'alice', password: 'x', from }), { message: 'broken' })
  isBroken = false
  t.equal(await verify(users, { user: 'alice', password: 'x', from }), 'right')
})

t.test('hashes of every tool are compared, in a thread', async (t) => {
  const thread = createPasswordThread()
  t.teardown(() => thread.close())
  const hash = hashSync('pass wörd', 4)
  for (const version of ['$2a$', '$2b$', '$2y$']) {
    t.equal(await thread.compare('pass wörd', hash.replace('$2b$', version)), true, version)
  }
  t.equal(await thread.compare('pass word', hash), false)
  t.equal(await thread.compare('x', `$2y$04$${'.'.repeat(53)}`), false, 'the one that stands for unknown users')
})

t.test('a thread that was never used closes', async (t) => {
  await createPasswordThread().close()
  t.pass('closed')
})
