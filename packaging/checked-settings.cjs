/**
 * In place of Ajv in the bundle. All that env-schema checks with it are settings that typebox has checked and given their
 * defaults before (`src/config/validate-settings.ts`), and Ajv, which compiles its own schema of schemas first, was an eighth
 * of a start.
 */
module.exports = class CheckedSettings {
  compile() {
    return () => true
  }

  validate() {
    return true
  }
}
