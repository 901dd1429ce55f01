/** A provider that does not exist, so that the core is tested apart from the built-in ones. */
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Type } from 'typebox'
import type { Config } from '../../src/config/config.ts'
import type { Provider, Secrets, Settings } from '../../src/contract/provider.ts'
import { countSetting, durationSetting, sourceTimes, urlSetting } from '../../src/contract/settings.ts'
import { fakeSource } from './fake-source.ts'

export interface MadeUpConfig {
  readonly settings: Settings
  readonly secrets: Secrets
}

/** Named after `name`, so that several can stand side by side. */
export function madeUpProvider(name = 'acme'): Provider<MadeUpConfig> {
  const prefix = name.toUpperCase()
  return {
    name,
    title: `The ${name} company`,
    settings: Type.Object({
      [`${prefix}_KEY`]: Type.String({ description: 'Key' }),
      [`${prefix}_PASS`]: Type.String({ description: 'Password' }),
      [`${prefix}_SITE`]: Type.String({ description: 'Site' }),
      [`${prefix}_MODE`]: Type.Enum(['fast', 'slow'], { description: 'Mode', default: 'slow' }),
      [`${prefix}_COUNT`]: countSetting({ description: 'Count', default: '3' }),
      [`${prefix}_URL`]: urlSetting({ description: 'URL' }),
      [`${prefix}_TTL`]: durationSetting({ description: 'TTL', default: '60s' }),
      [`${prefix}_MAX_AGE`]: durationSetting({ description: 'Age' })
    }),
    secrets: [`${prefix}_KEY`, `${prefix}_PASS`],
    credentials: [`${prefix}_KEY`, `${prefix}_PASS`, `${prefix}_SITE`],
    flags: [{ flags: `--${name}-mode <mode>`, setting: `${prefix}_MODE` }],
    places: [],
    pushJob: name,
    configure(settings, secrets) {
      sourceTimes(prefix, settings[`${prefix}_TTL`] as string, settings[`${prefix}_MAX_AGE`])
      return { settings, secrets }
    },
    plugin: fp(async (fastify: FastifyInstance) => fastify.snapshots.add(name, fakeSource({ name: 'made_up' }))),
    simulator: () => Promise.reject(new Error('there is none'))
  }
}

/** What the provider `acme` was configured with. */
export function madeUpConfig(config: Config): MadeUpConfig {
  return config.providers.find(({ provider }) => provider.name === 'acme')?.config as MadeUpConfig
}

/** What turns the provider `acme` on. */
export const acmeCredentials = { ACME_KEY: 'key-4711', ACME_PASS: 'pass-4711', ACME_SITE: 'shop' }
