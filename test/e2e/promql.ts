/** The names in PromQL, well enough for the expressions of our own rules and dashboards. */

const words = new Set(['and', 'or', 'unless', 'bool', 'offset', 'by', 'without', 'on', 'ignoring', 'inf', 'nan'])

/** Names of metrics that an expression reads. */
export function metricNames(expression: string): string[] {
  const bare = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, '{}')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '')
    .replaceAll(/\boffset\s+\w+/g, '')
  const names = [...bare.matchAll(/(?<![\w:.$])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g)].map(([name]) => name)
  return [...new Set(names.filter((name) => !words.has(name.toLowerCase())))]
}

/** The patterns by which an expression chooses metrics without naming them. */
export function namePatterns(expression: string): RegExp[] {
  return [...expression.matchAll(/__name__=~"([^"]*)"/g)].map(([, pattern]) => new RegExp(`^(?:${pattern})$`))
}

/** The label matchers of every selector, and an empty text for a metric without any. */
export function selectors(expression: string): string[] {
  const withMatchers = [...expression.matchAll(/\{([^}]*)\}/g)].map(([, matchers]) => matchers as string)
  const names = metricNames(expression).filter((name) => new RegExp(`${name}(?![\\w:{])`).test(expression))
  return [...withMatchers, ...names.map(() => '')]
}
