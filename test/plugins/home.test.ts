import Fastify from 'fastify'
import t from 'tap'
import home from '../../plugins/home.ts'

t.test('the page links to what is there', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(home, { version: '1.2.3', links: { '/metrics': 'metrics', '/a"b&c<d': 'odd' } })
  const response = await app.inject('/')
  t.equal(response.statusCode, 200)
  t.equal(response.headers['content-type'], 'text/html; charset=utf-8')
  t.match(response.body, '<h1>edge-exporter 1.2.3</h1>')
  t.match(response.body, '<li><a href="/metrics">/metrics</a> metrics</li>')
  t.match(response.body, '<li><a href="/a&quot;b&amp;c&lt;d">/a&quot;b&amp;c&lt;d</a> odd</li>', 'paths are no markup')
})

t.test('it makes room for another page that is served there', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.get('/', async () => 'metrics')
  await app.register(home, { version: '1.2.3', links: { '/': 'metrics' } })
  t.equal((await app.inject('/')).body, 'metrics')
})
