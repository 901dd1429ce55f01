import { survivesFaultsOf } from './survives.ts'

survivesFaultsOf('token')
