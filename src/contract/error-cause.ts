/** The code of a system error, such as `ENOENT`; what another error says of itself. */
export function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message ?? String(error)
}
