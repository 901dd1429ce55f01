import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
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

t.test('the answer says where the value is a file', { buffered: true }, async (t) => {
  for (const words of [['collect', '--output'], ['--web.config.file'], ['site24x7', 'token', '--client-secret-file']]) {
    const { stdout } = await run(t, ['complete', '--', ...words, ''])
    t.equal(stdout, ':0\n', words.join(' '))
  }
  t.strictSame(await offered('--log.level', 'wa'), ['warn'])
})

const hasBash = spawnSync('bash', ['--version']).status === 0
const withPackage = '/usr/share/bash-completion/bash_completion'

const attempts = [
  ['site24x7 to', 'token'],
  ['--log.level ', 'fatal error warn info debug trace silent'],
  ['--log.level=wa', 'warn'],
  ['--log.le', '--log.level'],
  ['--site24x7-endpoint site24x7.n', 'site24x7.net.au'],
  ['collect --output edge.', 'edge.prom'],
  ['collect --output=edge.', 'edge.prom']
] as const

for (const [title, before] of [
  ['alone', ''],
  ['with the package bash-completion', `. ${withPackage}\n`]
] as const) {
  const missing = before !== '' && !existsSync(withPackage) && 'the package bash-completion is not installed'
  t.test(`bash completes, ${title}`, { skip: hasBash ? missing : 'bash is not installed' }, async (t) => {
    const folder = t.testdir({})
    const { stdout: script } = await run(t, ['completion', 'bash'])
    writeFileSync(join(folder, 'edge.prom'), '')
    const program = join(folder, 'edge-exporter')
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
    chmodSync(program, 0o755)
    for (const [words, expected] of attempts) {
      const line = `edge-exporter ${words}`
      const ask = `COMP_LINE='${line}'; COMP_POINT=${line.length}; __edge_exporter_complete; echo "\${COMPREPLY[@]}"`
      // Sourced twice, as a shell that starts another one does.
      const { stdout, stderr } = spawnSync('bash', ['-c', `${before}${script}\n${script}\n${ask}`], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: `${folder}:${process.env.PATH}` }
      })
      t.strictSame([stdout, stderr], [`${expected}\n`, ''], words)
    }
  })
}

const hasFish = spawnSync('fish', ['--version']).status === 0

t.test('fish completes by the script', { skip: hasFish ? false : 'fish is not installed' }, async (t) => {
  const folder = t.testdir({})
  const { stdout: script } = await run(t, ['completion', 'fish'])
  writeFileSync(join(folder, 'edge.prom'), '')
  writeFileSync(join(folder, 'edge-exporter'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  chmodSync(join(folder, 'edge-exporter'), 0o755)
  for (const [words, expected] of [
    ['site24x7 to', /^token/m],
    ['--log.level wa', /^warn/m],
    ['collect --output edge.', /^edge\.prom/m]
  ] as const) {
    const { stdout, stderr } = spawnSync(
      'fish',
      ['--no-config', '-c', `${script}\n${script}\ncomplete -C 'edge-exporter ${words}'`],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder }
      }
    )
    t.match(stdout, expected, words)
    t.equal(stderr, '')
  }
})

const hasZsh = spawnSync('zsh', ['--version']).status === 0

/** Types into an interactive zsh on a terminal of its own: words and the line that Tab makes of them, in turns. */
const typist = `
zmodload zsh/zpty
zpty shell "TERM=dumb PS1='> ' zsh -f -i"
await() {
  local text piece i
  for i in {1..200}; do
    while zpty -r -t shell piece; do text+=$piece; done
    [[ $text == *"$1"* ]] && return
    sleep 0.05
  done
  print -r -- "not seen: $1 in: $text"
  exit 1
}
zpty -w shell "unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source ./script; source ./script; echo LOADED$((0))"
await LOADED0
for words line in "$@"; do
  zpty -w -n shell $'\x15'"edge-exporter $words"$'\t'
  await "edge-exporter $line"
done
zpty -d shell
`

t.test('zsh completes in a terminal', { skip: hasZsh ? false : 'zsh is not installed' }, async (t) => {
  const { stdout: script } = await run(t, ['completion', 'zsh'])
  const folder = t.testdir({ script, typist, 'edge.prom': '' })
  writeFileSync(join(folder, 'edge-exporter'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  chmodSync(join(folder, 'edge-exporter'), 0o755)
  const typed = [
    ['site24x7 to', 'site24x7 token '],
    ['--log.level wa', '--log.level warn '],
    ['--log.level=wa', '--log.level=warn '],
    ['collect --output edge.', 'collect --output edge.prom ']
  ]
  const { status, stdout, stderr } = spawnSync('zsh', ['-f', 'typist', ...typed.flat()], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder }
  })
  t.strictSame([status, stdout, stderr], [0, '', ''])
})

t.test('each shell has a script, and another word is told', { buffered: true }, async (t) => {
  for (const shell of ['bash', 'zsh', 'fish'])
    t.match(await run(t, ['completion', shell]), { code: 0, stdout: /edge-exporter complete -- / })
  t.match(await run(t, ['completion', 'csh']), { code: 2, stderr: /Allowed choices are zsh, bash, fish/ })
})
