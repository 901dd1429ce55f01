/** Numbers and times as people read them. */

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1]
] as const

/** The two largest units: `3 d 4 h`, `2 min 5 s`, `0.12 s`. */
export function length(seconds: number): string {
  if (seconds < 10) return `${trim(seconds, seconds < 1 ? 2 : 1)} s`
  const whole = Math.round(seconds)
  const first = units.findIndex(([, size]) => whole >= size)
  let rest = whole
  const parts = units.slice(first, first + 2).map(([name, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? '' : `${count} ${name}`
  })
  return parts.filter((part) => part !== '').join(' ')
}

export function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** `12 %`, `0.4 %`; what is not nothing is never shown as nothing. */
export function percent(ratio: number): string {
  if (ratio > 0 && ratio < 0.001) return '< 0.1 %'
  return `${trim(ratio * 100, ratio < 0.1 ? 1 : 0)} %`
}

/** `1 monitor`, `2 monitors`, from the plural. */
export function counted(count: number, plural: string): string {
  return `${number(count)} ${count === 1 ? plural.replace(/(?<=sh)es$|s$/, '') : plural}`
}

/** `812 B`, `1.4 kB`, `14 MB`. */
export function size(bytes: number): string {
  const [unit, factor] =
    bytes < 1000 ? (['B', 1] as const) : bytes < 1e6 ? (['kB', 1e3] as const) : (['MB', 1e6] as const)
  const value = bytes / factor
  return `${trim(value, value < 10 ? 1 : 0)} ${unit}`
}

/** A name that is too long for a line loses its end. */
export function shortened(text: string, most = 120): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
