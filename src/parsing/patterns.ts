/**
 * Regular expressions of RE2, as Prometheus has them: whatever is written, a match takes time in proportion to the text.
 * The engine is re2js; JavaScript's own can be made to run for years.
 */
import { RE2JS } from 're2js'

/** Whether any of the patterns matches the whole text. Throws an error for what is no pattern of RE2. */
export function anyOf(patterns: readonly string[]): (text: string) => boolean {
  const compiled = patterns.map((pattern) => RE2JS.compile(pattern))
  return (text) => compiled.some((each) => each.matches(text))
}

/** What is wrong with a pattern, in the words of RE2; undefined for nothing. */
export function faultOfPattern(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (error) {
    // The message ends in the part of the pattern that is wrong.
    return (error as Error).message.replace(/^error parsing regexp: /, '').split(':')[0]
  }
}

/** Names to take, all where none are given, and names to leave out. */
export interface NameFilter {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export function createNameFilter({ include, exclude }: NameFilter): (name: string) => boolean {
  const isIncluded = include.length === 0 ? () => true : anyOf(include)
  const isExcluded = anyOf(exclude)
  return (name) => isIncluded(name) && !isExcluded(name)
}
