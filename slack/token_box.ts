/** Encrypts tokens for storage. */
export interface TokenBox {
  /** AES-256-GCM with a fresh nonce, in base64. */
  seal(token: string): Promise<string>;
  /** @throws when the text was not sealed with this key, or was changed */
  open(sealed: string): Promise<string>;
}

const nonceBytes = 12;

/**
 * Builds a box.
 *
 * @param key 32 bytes in base64
 * @throws {RangeError} for a key of another length
 */
export async function createTokenBox(key: string): Promise<TokenBox> {
  const bytes = keyBytes(key);
  if (bytes?.length !== 32) throw new RangeError("Cannot encrypt tokens: the key is not 32 bytes in base64");
  const algorithm = "AES-GCM";
  const secret = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["encrypt", "decrypt"]);
  return {
    async seal(token) {
      const iv = crypto.getRandomValues(new Uint8Array(nonceBytes));
      const sealed = await crypto.subtle.encrypt({ name: algorithm, iv }, secret, new TextEncoder().encode(token));
      const whole = new Uint8Array(nonceBytes + sealed.byteLength);
      whole.set(iv);
      whole.set(new Uint8Array(sealed), nonceBytes);
      return whole.toBase64();
    },
    async open(text) {
      const whole = Uint8Array.fromBase64(text);
      const iv = whole.slice(0, nonceBytes);
      const opened = await crypto.subtle.decrypt({ name: algorithm, iv }, secret, whole.slice(nonceBytes));
      return new TextDecoder().decode(opened);
    },
  };
}

/** The bytes of a key in base64; `null` for what is no base64. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.fromBase64(key.trim());
  } catch {
    return null;
  }
}
