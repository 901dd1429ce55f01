/** What `npm ci` says where npm runs on a Node.js that is too old. */
import { spawnSync } from 'node:child_process'
import t from 'tap'

function said(agent: string): string {
  const file = new URL('../../packaging/node-of-scripts.cjs', import.meta.url)
  const env = { PATH: process.env.PATH, npm_config_user_agent: agent }
  const { status, stdout, stderr } = spawnSync(process.execPath, [file.pathname], { encoding: 'utf8', env })
  t.equal(status, 0)
  return stdout + stderr
}

t.test('one line where it is too old, and none where it is not', async (t) => {
  const line = said('npm/9.2.0 node/v18.20.4 linux x64 workspaces/false')
  t.match(line, `Node.js v18.20.4 is too old for edge-exporter, which is fine: its npm scripts use ${process.version}`)
  t.equal(line.trimEnd().split('\n').length, 1)
  t.match(said('npm/10.9.4 node/v22.20.0 linux x64'), 'too old')
  t.equal(said('npm/10.9.4 node/v22.21.0 linux x64'), '')
  t.equal(said('npm/11.0.0 node/v26.1.0 linux x64'), '')
  t.equal(said(''), '')
})
