/** Headers that tell browsers what pages of the exporter may do: nothing that comes from elsewhere, no inline script. */
import fp from 'fastify-plugin'
import { securityHeaders } from '../src/security-headers.ts'

export interface SecurityHeadersOptions {
  /** Headers of the web configuration, by name; an empty value leaves the header out. */
  readonly configured: () => Readonly<Record<string, string>>
}

export default fp<SecurityHeadersOptions>(
  async (fastify, { configured }) => {
    fastify.addHook('onSend', async (_request, reply) => {
      // A page may know better than this file what it needs; the web configuration has the last word.
      for (const [name, value] of Object.entries(securityHeaders)) {
        if (!reply.hasHeader(name)) reply.header(name, value)
      }
      for (const [name, value] of Object.entries(configured())) {
        if (value === '') reply.removeHeader(name)
        else reply.header(name, value)
      }
    })
  },
  { name: 'security-headers', fastify: '5.x' }
)
