/** Settings against their schema, with messages that quote a value only where no secret can be in it. */
import type { TObject } from 'typebox'
import { Errors } from 'typebox/schema'
import type { Settings } from '../contract/provider.ts'
import type { Fault } from '../contract/settings.ts'

const longestQuote = 60

export type Quote = (text: string | undefined) => string

/** Quotes a value in a message, unless a secret, or the user info or the query of a URL, may be part of it. */
export function quoter(secrets: readonly (string | undefined)[]): Quote {
  const known = secrets.flatMap((secret) => secret?.trim() || [])
  return (text = '') => {
    const isSafe = !/[@?]/.test(text) && !known.some((secret) => text.includes(secret))
    if (!isSafe) return 'the value'
    return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text)
  }
}

interface SchemaFault {
  readonly instancePath: string
  readonly message: string
}

/** The settings that there are, with defaults. What is wrong with them is added to `faults`. */
export function validate(schema: TObject, given: Settings, quote: Quote, faults: Fault[]): Settings {
  const known = Object.entries(given).filter(([name]) => Object.hasOwn(schema.properties, name))
  const settings = { ...defaultsOf(schema), ...Object.fromEntries(known) }
  const [, found] = Errors(schema, settings)
  for (const fault of found) faults.push(explain(schema, given, quote, fault))
  return settings
}

function defaultsOf(schema: TObject): Settings {
  const all = Object.entries(schema.properties).map(([name, property]) => [name, (property as Settings).default])
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}

function explain(schema: TObject, given: Settings, quote: Quote, fault: SchemaFault): Fault {
  const setting = fault.instancePath.slice(1)
  const rule = schema.properties[setting] as { enum?: string[]; examples?: string[] } | undefined
  const quoted = quote(given[setting])
  if (rule?.enum !== undefined) return { setting, message: `${quoted} is not one of ${rule.enum.join(', ')}` }
  if (rule?.examples !== undefined) {
    return { setting, message: `${quoted} is not valid; write it like ${rule.examples.join(' or ')}` }
  }
  return { setting, message: `${quoted} ${fault.message}` }
}
