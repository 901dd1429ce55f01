/** Checks of values against schemas, each compiled for its first value: most of them a start has no use for. */
import type { Static, TSchema } from 'typebox'
import { Compile as compileNow, type Validator } from 'typebox/compile'

/** The part of a validator that is used here. */
export interface Compiled<Schema extends TSchema = TSchema> {
  Check(value: unknown): value is Static<Schema>
  Errors(value: unknown): ReturnType<Validator['Errors']>
}

export function Compile<const Schema extends TSchema>(schema: Schema): Compiled<Schema> {
  let validator: Validator | undefined
  function compiled(): Validator {
    validator ??= compileNow(schema) as Validator
    return validator
  }
  return {
    Check: (value): value is Static<Schema> => compiled().Check(value),
    Errors: (value) => compiled().Errors(value)
  }
}
