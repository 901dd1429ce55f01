import { subjectNamed } from './subjects.ts'
import { survivesFaults } from './survives.ts'

survivesFaults(subjectNamed('chinacache'))
