/** Bytes that only who knows a secret can read or change: AES-256-GCM with a key derived from the secret. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const nonceLength = 12
const tagLength = 16

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'edge-exporter sealed value', 32))
}

/** A text is sealed as its UTF-8. */
export function seal(secret: string, plain: string | Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce)
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Undefined for what was sealed with another secret, or changed since. */
export function unseal(secret: string, bytes: Uint8Array): string | undefined {
  return unsealBytes(secret, bytes)?.toString('utf8')
}

/** As `unseal`. */
export function unsealBytes(secret: string, bytes: Uint8Array): Buffer | undefined {
  if (bytes.length < nonceLength + tagLength) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, nonceLength))
    decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength))
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()])
  } catch {
    return undefined
  }
}
