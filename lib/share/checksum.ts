/** The polynomial of OpenPGP's CRC-24 (RFC 9580), which begins with 0xb704ce. */
const polynomial = 0x864cfb;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 16;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x800000 ? (crc << 1) ^ (polynomial | 0x1000000) : crc << 1;
  return crc & 0xffffff;
});

/** A number of 24 bits that tells bytes from what a flipped bit makes of them. */
export function checksum(bytes: Uint8Array): number {
  let crc = 0xb704ce;
  for (const byte of bytes) crc = ((crc << 8) ^ (table[((crc >> 16) ^ byte) & 0xff] ?? 0)) & 0xffffff;
  return crc;
}
