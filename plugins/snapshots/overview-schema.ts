/** The forms of an `Overview` and of places, from a collector or from a store. */
import { Type } from 'typebox'

const Severity = Type.Enum(['ok', 'idle', 'warning', 'critical'])
const Text = Type.String()

export const OverviewSchema = Type.Object({
  noun: Type.Optional(Text),
  states: Type.Optional(Type.Array(Type.Object({ name: Text, severity: Severity, count: Type.Number() }))),
  sights: Type.Optional(
    Type.Array(
      Type.Object({ place: Text, count: Type.Number(), notUp: Type.Optional(Type.Number()), severity: Severity })
    )
  ),
  troubles: Type.Optional(
    Type.Array(
      Type.Object({
        name: Text,
        state: Text,
        severity: Severity,
        lasting: Type.Optional(Type.Number()),
        where: Type.Optional(Type.Array(Text)),
        reason: Type.Optional(Text),
        // It becomes a link of the page, where another scheme could run a script.
        link: Type.Optional(Type.String({ pattern: '^https://' }))
      })
    )
  ),
  regions: Type.Optional(Type.Array(Type.Object({ code: Text, name: Text, share: Type.Number() }))),
  notices: Type.Optional(
    Type.Array(Type.Object({ topic: Text, name: Text, severity: Severity, state: Text, text: Text }))
  ),
  unplaced: Type.Optional(Type.Array(Text))
})

export const PlacesSchema = Type.Array(
  Type.Object({
    key: Type.String(),
    name: Type.String(),
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 })
  })
)
