/** Loads the providers, parses the command line and runs one command. */
import { CommanderError } from 'commander'
import { providers as builtIn } from '../providers/index.ts'
import { createProgram } from './cli/program.ts'
import { allFlags } from './cli/settings-options.ts'
import { runTimeFault, settingsFault } from './cli/subcommand.ts'
import { loadProviders, providerArguments } from './config/providers/load-providers.ts'
import { pushFlags } from './config/push-settings.ts'
import type { AnyProvider } from './contract/provider.ts'
import { SettingsError } from './contract/settings.ts'

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : settingsFault
  if (error instanceof SettingsError) {
    const lines = error.faults.map(({ setting, message }) => `edge-exporter: ${withFlag(setting)}: ${message}\n`)
    process.stderr.write(lines.join(''))
    return settingsFault
  }
  process.stderr.write(`edge-exporter: ${explain(error)}\n`)
  return runTimeFault
}

/** A setting as both ways to give it, where there are two. */
function withFlag(setting: string): string {
  const flag = [...allFlags(providers), ...pushFlags].find((candidate) => candidate.setting === setting)
  return flag === undefined ? setting : `${setting} (${flag.flags.split(' ')[0]})`
}

function explain(error: unknown): string {
  const { code, message, port, address, hostname } = error as NodeJS.ErrnoException & {
    port?: number
    address?: string
    hostname?: string
  }
  const where = address?.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  if (code === 'EADDRINUSE') return `the address ${where} is in use; choose another with --web.listen-address`
  if (code === 'EACCES' && port !== undefined)
    return `no permission to listen on ${where}; choose a port above 1023 with --web.listen-address`
  if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `cannot listen on ${address === undefined ? hostname : where} (${code}); check --web.listen-address`
  return message
}

// A diagnostic report of Node.js would hold the environment, and with it every secret given there.
if (process.report !== undefined) process.report.excludeEnv = true
// The program's timers do not keep it alive, so that they never delay its end; while a command works, this one does.
const alive = setInterval(() => {}, 2 ** 30)
let providers: readonly AnyProvider[] = builtIn
try {
  providers = [...builtIn, ...(await loadProviders(providerArguments(process.argv.slice(2)), builtIn, process.cwd()))]
  await createProgram(providers).parseAsync()
} catch (error) {
  process.exitCode = report(error)
} finally {
  clearInterval(alive)
}
