/** A trial in a thread of its own: takes a provider's name and a trial, sends what a scraper would be sent. */
import { parentPort, workerData } from 'node:worker_threads'
import { providers } from '../../providers/index.ts'
import type { AnyProvider } from '../../src/contract/provider.ts'
import { holdsForAnyAnswer } from './properties.ts'

const { name, runs, seed } = workerData as { name: string; runs: number; seed: number }
const provider = providers.find((one) => one.name === name) as AnyProvider
await holdsForAnyAnswer(provider, { runs, seed, look: (text) => parentPort?.postMessage(text) })
