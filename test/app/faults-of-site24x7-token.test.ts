import { subjectNamed } from './subjects.ts'
import { survivesFaults } from './survives.ts'

survivesFaults(subjectNamed('site24x7 token'))
