/** The built-in providers. This is the one place that names them. */
import type { AnyProvider } from '../src/contract/provider.ts'
import { chinacache } from './chinacache/index.ts'
import { site24x7 } from './site24x7/index.ts'

export const providers: readonly AnyProvider[] = [site24x7, chinacache]
