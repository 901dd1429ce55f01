/** The Fastify plugin of a provider: its own, or one that adds its sources. */
import fp from 'fastify-plugin'
import type { AnyProvider, ProviderOptions, Source } from '../../contract/provider.ts'
import { SettingsError } from '../../contract/settings.ts'

export function pluginOf({ name, plugin, sources }: AnyProvider): NonNullable<AnyProvider['plugin']> {
  if (plugin !== undefined) return plugin
  return fp<ProviderOptions<unknown>>(
    async (fastify, options) => {
      const all = sources?.(options)
      if (!Array.isArray(all)) {
        throw new SettingsError([{ setting: `provider ${name}`, message: 'sources must return a list of sources' }])
      }
      for (const source of all) fastify.snapshots.add(name, source as Source)
    },
    { name: `provider-${name}`, fastify: '5.x' }
  )
}
