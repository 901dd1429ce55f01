/** Runs the real program as a child process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Test } from 'tap'

const main = join(import.meta.dirname, '../../src/main.ts')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Program {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly ended: Promise<Ended>
  /** Waits until standard output matches, and fails when the program ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
}

export interface ProgramOptions {
  /** Another file than that of the program. */
  readonly file?: string
  readonly env?: Record<string, string>
  readonly cwd?: string
  /** Another Node.js than that of the tests. */
  readonly node?: string
}

/** Starts it in an empty directory, with no setting but those in `env`. */
export function start(
  t: Test,
  args: readonly string[],
  { file = main, env = {}, cwd = t.testdir({}), node = process.execPath }: ProgramOptions = {}
): Program {
  const child = spawn(node, [file, ...args], { cwd, env: { PATH: process.env.PATH, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })

  async function printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(stdout)
      if (match !== null) return match
      const isOver = await Promise.race([once(child.stdout, 'data').then(() => false), ended.then(() => true)])
      if (isOver && !pattern.test(stdout)) throw new Error(`ended without ${pattern}:\n${stdout}${stderr}`)
    }
  }
  return { child, stdout: () => stdout, ended, printed }
}

export async function run(t: Test, args: readonly string[], options?: ProgramOptions): Promise<Ended> {
  return await start(t, args, options).ended
}
