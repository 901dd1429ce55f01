/** Headers that tell browsers what pages of the exporter may do: nothing that comes from elsewhere, no inline script. */
import fp from 'fastify-plugin'
import { securityHeaders } from '../src/server/security-headers.ts'

export interface SecurityHeadersOptions {
  /** Headers of the web configuration, by name; an empty value leaves the header out. */
  readonly configured: () => Readonly<Record<string, string>>
}

const defaults = Object.entries(securityHeaders)

export default fp<SecurityHeadersOptions>(
  async (fastify, { configured }) => {
    fastify.addHook('onSend', (_request, reply, _payload, done) => {
      // A page may know better than this file what it needs; the web configuration has the last word.
      for (const [name, value] of defaults) {
        if (!reply.hasHeader(name)) reply.header(name, value)
      }
      for (const [name, value] of Object.entries(configured())) {
        if (value === '') reply.removeHeader(name)
        else reply.header(name, value)
      }
      done()
    })
  },
  { name: 'security-headers', fastify: '5.x' }
)
