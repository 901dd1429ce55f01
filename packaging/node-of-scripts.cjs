// Runs at the end of `npm ci` in a clone: tells whose Node.js the npm scripts use, where npm's own is too old.
const { engines } = require('../package.json')

const [, own = process.version] = /node\/(v[\d.]+)/.exec(process.env.npm_config_user_agent ?? '') ?? []
const [wanted, found] = [engines.node, own].map((text) => text.match(/\d+/g).map(Number))
const isOld = found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])

if (isOld && process.version !== own) {
  console.error(
    `Node.js ${own} is too old for edge-exporter, which is fine: its npm scripts use ${process.version}, installed along.`
  )
}
