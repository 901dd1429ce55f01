import { survivesFaultsOf } from './survives.ts'

survivesFaultsOf('current_status')
