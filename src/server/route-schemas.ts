/**
 * How the routes of the service use their schemas. What Fastify brings along for that is a fifth of a start, so queries
 * are checked with the library that checks everything else, and what writes answers is loaded for the first of them.
 */
import { createRequire } from 'node:module'
import type { FastifySchemaCompiler, FastifySerializerCompiler, FastifyServerOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from '../parsing/compiled-schema.ts'

const checkOf: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const check = Compile(schema)
  return (data) => (check.Check(data) ? { value: data } : { error: check.Errors(data) as unknown as Error })
}

type WriterOf = FastifySerializerCompiler<TSchema>

const writerOf: WriterOf = (route) => {
  let write: ReturnType<WriterOf> | undefined
  return (data) => {
    write ??= loadCompiler()()({}, {})(route)
    return write(data)
  }
}

function loadCompiler(): () => (schemas: object, options: object) => WriterOf {
  return createRequire(import.meta.url)('@fastify/fast-json-stringify-compiler')
}

/** An option of Fastify, whose types know its own compilers only. */
export const schemaController = {
  compilersFactory: { buildValidator: () => checkOf, buildSerializer: () => writerOf }
} as unknown as NonNullable<FastifyServerOptions['schemaController']>
