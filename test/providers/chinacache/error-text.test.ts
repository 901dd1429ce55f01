import fc from 'fast-check'
import t from 'tap'
import { clean, refusal } from '../../../providers/chinacache/error-text.ts'
import { pass, user } from './fakes.ts'

const secrets = [user, pass]
const refuse = (body: Record<string, unknown>) => refusal({ what: 'isp', body, flag: 'code', secrets })

t.test('the class follows from the text', async (t) => {
  t.match(refuse({ code: 2, msg: '没有此频道' }), {
    reason: 'client',
    message: 'isp was refused with code 2: 没有此频道'
  })
  for (const text of ['用户名不存在', '密码错误', '没有权限', 'wrong password', 'Permission denied', 'AUTH failed']) {
    t.equal(refuse({ code: 2, msg: text }).reason, 'auth', text)
  }
})

t.test('the text may be in any of four fields', async (t) => {
  for (const field of ['msg', 'message', 'error', 'errorMsg']) {
    t.equal(refuse({ code: '7', [field]: 'nope' }).message, 'isp was refused: nope')
  }
  t.match(refuse({ msg: ' ', error: 'second' }).message, /: second$/)
})

t.test('no text', async (t) => {
  t.match(refuse({ code: 0 }), { reason: 'client', message: 'isp was refused with code 0' })
  t.match(refuse({ msg: 5 }), { reason: 'schema', message: 'isp was answered without "code"' })
})

t.test('long texts and control characters', async (t) => {
  t.equal(clean('a\u0000\r\nb\u001b[31mc\u2028d', []), 'a b [31mc d')
  const cut = clean('密'.repeat(500), [])
  t.equal(cut.length, 163)
  t.ok(cut.endsWith('...'))
})

t.test('URLs, queries and credentials', async (t) => {
  t.equal(clean('at https://host:444/x?userName=u&apiPasswd=p failed', []), 'at [url] failed')
  t.equal(clean('GET /rest-api/http_code?api_key=k', []), 'GET [url]')
  t.equal(clean('bad apiPasswd=k1 given', []), 'bad apiPasswd=[redacted] given')
  t.equal(
    clean(`${user} with ${pass} and ${encodeURIComponent(pass)}!`, secrets),
    '[redacted] with [redacted] and [redacted]!'
  )
  t.equal(clean(`no ${new URLSearchParams({ a: pass }).toString().slice(2)}!`, secrets), 'no [redacted]!')
  t.equal(clean(pass.toUpperCase(), secrets), '[redacted]')
  t.equal(clean(`${'x'.repeat(155)}${pass}`, secrets), `${'x'.repeat(155)}[reda...`)
  t.equal(clean('pa\u0000ss', ['pa ss']), '[redacted]')
  t.equal(clean('secret://part two', ['secret://part two']), '[redacted]')
  t.equal(clean('nothing', ['', '']), 'nothing')
})

t.test('a secret in the forms in which it travels', async (t) => {
  const secret = 'a"b<c>&d\\e'
  const forms = {
    JSON: 'a\\"b<c>&d\\\\e',
    HTML: 'a&quot;b&lt;c&gt;&amp;d\\e',
    base64: 'YSJiPGM+JmRcZQ==',
    'base64 without its end': 'YSJiPGM+JmRcZQ',
    hex: '6122623c633e26645c65'
  }
  for (const [form, text] of Object.entries(forms))
    t.match(clean(`no ${text}!`, [secret]), /^no \[redacted\](==)?!$/, form)
})

t.test('whatever the secret and the text around it, the secret is not in the result', async (t) => {
  // A secret that is a part of the replacement texts cannot be told from them.
  const anySecret = fc.string({ unit: 'grapheme', minLength: 3, maxLength: 20 }).filter((text) => {
    return text.trim().length >= 3 && !'[redacted][url]...'.includes(text.trim())
  })
  fc.assert(
    fc.property(anySecret, fc.string(), fc.string(), (secret, before, after) => {
      const trimmed = secret.trim()
      return !clean(before + trimmed + after, [trimmed]).includes(trimmed)
    })
  )
  t.pass()
})
