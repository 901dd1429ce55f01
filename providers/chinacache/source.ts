/** A source of this provider: it asks about all channels, and leaves the answers to the collector. */
import type { Clock } from '../../src/contract/clock.ts'
import type { Source } from '../../src/contract/provider.ts'
import type { Drift } from './answers.ts'
import { askChannels, withPatience } from './channels.ts'
import { collect, type Memory, type Payload, type Plan } from './collector.ts'

export function createSource<A extends { [K in keyof A]: { readonly drift: Drift } }>(
  plan: Plan<A>,
  clock: Clock
): Source<Payload<A>, Memory<A>> {
  const { name, times, channels, identity, credentials, questions } = plan
  return {
    name,
    ...times,
    identity,
    credentials,
    callsPerRefresh: (size = channels.length) => size * Object.keys(questions).length,
    async fetch({ signal }) {
      const window = plan.window(clock.now())
      const ask = (patience: AbortSignal) => askChannels(questions, channels, window, patience)
      return { window, channels: await withPatience({ clock, ttl: times.ttl, signal }, ask) }
    },
    collect: (payload, context) => collect(plan, payload, context)
  }
}
