/** Messages in the words of the configuration file, which has keys where variables have names. Pure. */
import { Failure } from '../../contract/failure.ts'
import type { AnyProvider } from '../../contract/provider.ts'
import { keysOf } from './file-schema.ts'

/** A text with keys in the place of the provider's settings. */
export function inKeys(keys: ReadonlyMap<string, string>, text: string): string {
  // What begins like a shorter name is replaced before it.
  const names = [...keys].sort(([, a], [, b]) => b.length - a.length)
  return names.reduce(
    (words, [key, name]) => words.replaceAll(`${name}_FILE`, `${key}_file`).replaceAll(name, key),
    text
  )
}

/** The same failure, in the words of who has written the file. */
export function failureInKeys(provider: AnyProvider, { reason, message, ...details }: Failure): Failure {
  const keys = keysOf(provider)
  const remedy = details.remedy === undefined ? undefined : inKeys(keys, details.remedy)
  return new Failure(reason, inKeys(keys, message), { ...details, remedy })
}

/** The provider as messages about an account of the file speak of it; itself for the one that comes from variables. */
export function asInFile<Provider extends Pick<AnyProvider, 'credentials'>>(
  provider: Provider,
  account: string | undefined,
  keys: () => ReadonlyMap<string, string>
): Provider {
  if (account === undefined) return provider
  const known = keys()
  return { ...provider, credentials: provider.credentials.map((name) => inKeys(known, name)) }
}
