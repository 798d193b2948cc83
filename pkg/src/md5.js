// MD5 (RFC 1321), which Web Crypto does not have.

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/**
 * The digest, 16 bytes.
 * @param {Uint8Array} bytes
 */
export function md5(bytes) {
  const length = (((bytes.length + 8) >> 6) + 1) * 64;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const words = new DataView(padded.buffer);
  words.setUint32(length - 8, bytes.length * 8, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let offset = 0; offset < length; offset += 64) {
    let [a, b, c, d] = state;
    for (let step = 0; step < 64; step++) {
      const [mixed, word] = mix(step, b, c, d);
      const sum = (a + mixed + constant(step) + words.getUint32(offset + (word % 16) * 4, true)) | 0;
      const shift = SHIFTS[(step >> 4) * 4 + (step % 4)];
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    [a, b, c, d].forEach((value, index) => (state[index] = (state[index] + value) | 0));
  }
  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((value, index) => digest.setInt32(index * 4, value, true));
  return new Uint8Array(digest.buffer);
}

/** @param {number} step */
const constant = (step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);

/**
 * The mixed state that a step adds, and the index of the word that it reads, modulo 16.
 * @param {number} step
 * @param {number} b
 * @param {number} c
 * @param {number} d
 */
function mix(step, b, c, d) {
  if (step < 16) return [(b & c) | (~b & d), step];
  if (step < 32) return [(d & b) | (~d & c), 5 * step + 1];
  if (step < 48) return [b ^ c ^ d, 3 * step + 5];
  return [c ^ (b | ~d), 7 * step];
}
