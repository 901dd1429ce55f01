#!/usr/bin/env node
/** The bin. What needs a newer Node.js is loaded only once this one is known to be new enough. */
// biome-ignore lint/correctness/useImportExtensions: an old Node.js runs this file too, so it has no types to strip
import './check-node.cjs'

await import('./run.ts')
