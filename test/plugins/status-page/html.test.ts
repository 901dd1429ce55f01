import fc from 'fast-check'
import t from 'tap'
import { html } from '../../../plugins/status-page/html.ts'
import { escapeHtml } from '../../../src/parsing/escape-html.ts'

t.test('values are text, markup stays markup', async (t) => {
  const bold = html`<b>${'a & b'}</b>`
  t.equal(
    html`<p title="${'"quoted"'}">${bold} ${7} ${['<', bold]}</p>`.text,
    '<p title="&quot;quoted&quot;"><b>a &amp; b</b> 7 &lt;<b>a &amp; b</b></p>'
  )
  t.equal(html`[${false}${null}${undefined}${''}${0}]`.text, '[0]', 'nothing is written for what is not there')
})

t.test('no text can end an element or an attribute, and none is lost', async (t) => {
  const back = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as Record<string, string>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.constantFrom(...'<>&"\'/= '), fc.string({ unit: 'binary' })) }),
      (text) => {
        const escaped = escapeHtml(text)
        const read = escaped.replace(/&([^;]+);/g, (_, name: string) => back[name] as string)
        return !/[<>"']/.test(escaped) && read === text
      }
    )
  )
  t.pass()
})
