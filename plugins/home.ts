/** GET /: what this is and where to look. */
import fp from 'fastify-plugin'

export interface HomeOptions {
  readonly version: string
  /** Paths worth a link, with what is there. */
  readonly links: Readonly<Record<string, string>>
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

export default fp<HomeOptions>(
  async (fastify, { version, links }) => {
    // The metrics may be served here, as other exporters are asked to.
    if (fastify.hasRoute({ method: 'GET', url: '/' })) return
    const items = Object.entries(links).map(([path, what]) => {
      const safe = escapeHtml(path)
      return `<li><a href="${safe}">${safe}</a> ${what}</li>`
    })
    const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>edge-exporter</title></head>
<body>
<h1>edge-exporter ${version}</h1>
<ul>
${items.join('\n')}
</ul>
</body>
</html>
`
    fastify.get('/', { logLevel: 'warn' }, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
  },
  { name: 'home', fastify: '5.x' }
)
