/** A sentence of what to do about a failure, for the page, `/api/status` and the commands. */

import type { Failure, FailureReason } from './failure.ts'
import type { AnyProvider } from './provider.ts'

type Advised = Pick<AnyProvider, 'title' | 'credentials'>

const advices: Readonly<Record<FailureReason, (provider: Advised) => string>> = {
  auth: ({ credentials }) => `Check ${credentials.join(', ')}, and what they are allowed to read`,
  quota: () =>
    'Nothing to do: the exporter waits and retries. If it happens often, something else uses calls of the same account.',
  timeout: ({ title }) =>
    `${title} is slow, or a firewall drops packets. The exporter retries; check whether other machines get an answer.`,
  network: () => 'Check DNS, the firewall and the proxy of this machine (HTTPS_PROXY, NO_PROXY).',
  server: ({ title }) => `An error at ${title}. The exporter retries; see the status page of ${title}.`,
  client: ({ title }) => `${title} does not know what was asked for: check the host and the ids in the settings.`,
  parse: () =>
    'The answer is not from the API. It may be the sign-in page of a proxy: check the URL in the settings and the proxy.',
  schema: ({ title }) =>
    `${title} answers in another form than this version knows: look for a newer version, or report it.`,
  internal: () => 'A fault of this program: please report it, with the log.'
}

type Explained = Pick<Failure, 'reason' | 'remedy'>

/** For one who looks at a page. */
export function adviceFor(failure: Explained, provider: Advised): string {
  const isUsual = failure.reason === 'auth' && failure.remedy === undefined
  return isUsual ? `${advices.auth(provider)}; \`edge-exporter check\` asks at once.` : remedyFor(failure, provider)
}

/** For one who has just asked. */
export function remedyFor({ reason, remedy }: Explained, provider: Advised): string {
  if (remedy !== undefined) return remedy
  return reason === 'auth' ? `${advices.auth(provider)}.` : advices[reason](provider)
}
