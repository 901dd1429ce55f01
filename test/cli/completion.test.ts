import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { run } from '../support/program.ts'

const main = join(import.meta.dirname, '../../src/main.ts')

/** What the program offers for the last of these words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const { stdout } = await run(t, ['complete', '--', ...words])
  return stdout.split('\n').flatMap((line) => (line === '' || line.startsWith(':') ? [] : [line.split('\t')[0] ?? '']))
}

t.test('commands, flags and choices are offered', { buffered: true }, async (t) => {
  t.strictSame(await offered('pl'), ['plan'])
  t.strictSame(await offered('plan', '--mon'), ['--monitors'])
  t.strictSame(await offered('site24x7', 'token', '--format', ''), ['env', 'k8s', 'json'])
})

const hasBash = spawnSync('bash', ['--version']).status === 0

/** Stands for the package bash-completion, which the script needs and which may not be there. */
const words = `_get_comp_words_by_ref() { cur=\${COMP_WORDS[COMP_CWORD]}; words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; }`

t.test('bash completes by the script', { skip: hasBash ? false : 'bash is not installed' }, async (t) => {
  const folder = t.testdir({})
  const { stdout: script } = await run(t, ['completion', 'bash'])
  const program = join(folder, 'edge-exporter')
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  chmodSync(program, 0o755)
  const ask = `compopt() { :; }; COMP_WORDS=(edge-exporter site24x7 to); COMP_CWORD=2
    __edge_exporter_complete; echo "\${COMPREPLY[@]}"`
  const { stdout } = spawnSync('bash', ['-c', `${words}\n${script}\n${ask}`], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}` }
  })
  t.equal(stdout, 'token\n')
})

t.test('each shell has a script, and another word is told', { buffered: true }, async (t) => {
  for (const shell of ['bash', 'zsh', 'fish'])
    t.match(await run(t, ['completion', shell]), { code: 0, stdout: /edge-exporter complete -- / })
  t.match(await run(t, ['completion', 'csh']), { code: 2, stderr: /Allowed choices are zsh, bash, fish/ })
})
