/** A sentence of what to do about a failure, for the page, `/api/status` and the commands. */

import type { FailureReason } from './failure.ts'
import type { AnyProvider } from './provider.ts'

type Advised = Pick<AnyProvider, 'title' | 'credentials'>

const advices: Readonly<Record<FailureReason, (provider: Advised) => string>> = {
  auth: ({ credentials }) => `Check ${credentials.join(', ')}, and what they are allowed to read`,
  quota: () =>
    'Nothing to do: it goes on by itself. If it happens often, something else spends calls of the same account.',
  timeout: ({ title }) =>
    `${title} is slow, or a firewall swallows what is sent. It is tried again by itself; see whether other machines get an answer.`,
  network: () => 'Check DNS, the firewall and the proxy of this machine (HTTPS_PROXY, NO_PROXY).',
  server: ({ title }) => `A fault at ${title}: it is tried again by itself. Its own status page may know more.`,
  client: ({ title }) => `${title} does not know what was asked for: check the host and the ids in the settings.`,
  parse: () =>
    'Something else than the API has answered, such as the sign-in page of a proxy: check the URL in the settings and the proxy.',
  schema: ({ title }) =>
    `${title} answers in another form than this version knows: look for a newer version, or report it.`,
  internal: () => 'A fault of this program: please report it, with the log.'
}

/** For one who looks at a page. */
export function adviceFor(reason: FailureReason, provider: Advised): string {
  return reason === 'auth'
    ? `${advices.auth(provider)}; \`edge-exporter check\` asks at once.`
    : advices[reason](provider)
}

/** For one who has just asked. */
export function remedyFor(reason: FailureReason, provider: Advised): string {
  return reason === 'auth' ? `${advices.auth(provider)}.` : advices[reason](provider)
}
