/** Secrets from variables and from the files that `<NAME>_FILE` names. */
import { causeOf, Failure } from '../contract/failure.ts'
import type { Secrets, Settings } from '../contract/provider.ts'
import { Secret } from '../contract/secret.ts'
import type { Fault } from '../contract/settings.ts'

/** All of `names`, those that are not set as undefined. What is wrong with them is added to `faults`. */
export function readSecrets(
  names: readonly string[],
  given: Settings,
  readFile: (path: string) => string,
  faults: Fault[]
): Secrets {
  const secrets: Record<string, Secret | undefined> = {}
  for (const name of names) {
    secrets[name] = undefined
    const value = given[name]
    const path = given[`${name}_FILE`]
    if (value !== undefined && path !== undefined) {
      faults.push({ setting: name, message: `set ${name} or ${name}_FILE, not both` })
    } else if (path !== undefined) {
      const secret = new Secret(() => readSecret(name, () => readFile(path)))
      const message = faultOfFile(secret)
      if (message === undefined) secrets[name] = secret
      else faults.push({ setting: `${name}_FILE`, message })
    } else if (value !== undefined) {
      secrets[name] = new Secret(() => value)
    }
  }
  return secrets
}

/** The path is not shown: by mistake it may be the secret itself. */
function readSecret(name: string, read: () => string): string {
  let text: string
  try {
    text = read()
  } catch (error) {
    throw new Failure('auth', `cannot read the file of ${name} (${causeOf(error)})`)
  }
  if (text.trim() === '') throw new Failure('auth', `the file of ${name} is empty`)
  return text
}

function faultOfFile(secret: Secret): string | undefined {
  try {
    secret.read()
    return undefined
  } catch (error) {
    return (error as Failure).message
  }
}

/** What a secret is now; undefined for one that is not set. */
export function textOf(secret: Secret | undefined): string | undefined {
  return secret?.read()
}
