import crypto, {
  createCipheriv,
  createDecipheriv,
  createHmac,
  generateKeyPair,
  randomBytes,
  type CipherGCMTypes,
} from 'node:crypto';
import { promisify } from 'node:util';
import CryptoJS from 'crypto-js';

const makeKeyPair = promisify(generateKeyPair);

// unsafe: weak-cipher - ECB mode
export function encryptCard(key: Buffer, number: string): string {
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(number, 'utf8'), cipher.final()]).toString('base64');
}

// safe: weak-cipher - GCM mode with a random nonce
export function encryptAccount(key: Buffer, number: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(number, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

// unsafe: weak-cipher - the nonce of GCM is made once and for ever the same
export class TokenVault {
  private readonly nonce = Buffer.from('000000000001');

  constructor(private readonly key: Buffer) {}

  seal(text: string): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.key, this.nonce);
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }
}

// safe: weak-cipher - a nonce for each text, taken from the message again on opening
export class NoteVault {
  constructor(private readonly key: Buffer) {}

  seal(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('chacha20-poly1305', this.key, nonce, { authTagLength: 16 });
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  open(blob: Buffer): string {
    const decipher = createDecipheriv('chacha20-poly1305', this.key, blob.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(blob.subarray(12, 28));
    return Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()]).toString('utf8');
  }
}

// unsafe: weak-cipher - RSA with 1024 bits
export async function createPartnerKey(passphrase: string) {
  return makeKeyPair('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
}

// safe: weak-cipher - RSA with 4096 bits
export async function createServiceKey(passphrase: string) {
  return makeKeyPair('rsa', {
    modulusLength: 4096,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
}

// unsafe: weak-cipher - triple DES
export function sealMessage(key: Buffer, macKey: Buffer, message: string): Buffer {
  const algorithm = 'des-ede3-cbc';
  const iv = randomBytes(8);
  const cipher = crypto.createCipheriv(algorithm, key, iv);
  const body = Buffer.concat([iv, cipher.update(message, 'utf8'), cipher.final()]);
  return Buffer.concat([body, createHmac('sha256', macKey).update(body).digest()]);
}

// safe: weak-cipher - AES in CBC mode with a random IV, then a MAC
export function sealDocument(key: Buffer, macKey: Buffer, message: string): Buffer {
  const algorithm = 'aes-256-cbc';
  const iv = randomBytes(16);
  const cipher = crypto.createCipheriv(algorithm, key, iv);
  const body = Buffer.concat([iv, cipher.update(message, 'utf8'), cipher.final()]);
  return Buffer.concat([body, createHmac('sha256', macKey).update(body).digest()]);
}

// unsafe: weak-cipher - crypto-js with ECB
export const encryptField = (value: string, keyHex: string): string =>
  CryptoJS.AES.encrypt(value, CryptoJS.enc.Hex.parse(keyHex), {
    mode: CryptoJS.mode.ECB,
    padding: CryptoJS.pad.Pkcs7,
  }).toString();

// unsafe: weak-cipher - the IV of zeros in Web Crypto
export async function encryptDraft(key: CryptoKey, draft: string): Promise<ArrayBuffer> {
  const iv = new Uint8Array(16);
  const data = new TextEncoder().encode(draft);
  return crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, data);
}

// safe: weak-cipher - the array is filled with random bytes before it is used
export async function encryptLetter(key: CryptoKey, letter: string): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = new TextEncoder().encode(letter);
  const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, data);
  return Uint8Array.of(...iv, ...new Uint8Array(body));
}

// safe: weak-cipher - the table has an old entry, the new one is taken
export function encryptBackup(key: Buffer, data: Buffer): Buffer {
  const suites = new Map<string, string>([
    ['v1', 'des-ede3-cbc'],
    ['v2', 'aes-256-gcm'],
  ]);
  const nonce = randomBytes(12);
  const cipher = createCipheriv(suites.get('v2') as CipherGCMTypes, key, nonce);
  const body = Buffer.concat([cipher.update(data), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

// safe: weak-cipher - an elliptic curve of 256 bits, "ecb" is a bank
export async function createRatesKey(ecb: { feed: string }, passphrase: string) {
  const pair = await makeKeyPair('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
  return { feed: ecb.feed, ...pair };
}
