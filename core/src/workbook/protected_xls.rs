//! An xls encrypted with the password that Excel enters by itself, made readable
//! (MS-XLS 2.2.10, MS-OFFCRYPTO 2.3.6 and 2.3.7).
//!
//! Only records' contents are encrypted, not their heads, and a few kinds not at all. Who set
//! a password of their own meant that nobody should read the file: no other is tried.

use md5::Md5;
use rc4::{KeyInit, Rc4, StreamCipher};
use sha1::{Digest, Sha1};

use crate::workbook::ReadError;
use crate::workbook::biff_records::{Records, Version, half, word};
use crate::workbook::protected_package::default_password;

/// Bytes after which RC4 goes on with another key.
const N_BLOCK_BYTES: usize = 1024;

/// What the default password is under the oldest scheme: sixteen bytes that each content is
/// combined with, and the sum by which the password is told (MS-OFFCRYPTO 2.3.7.1 and 2.3.7.2).
const XOR_BYTES: [u8; 16] =
    [0x87, 0x6B, 0x9A, 0xE2, 0x1E, 0xE3, 0x05, 0x62, 0x1E, 0x69, 0x96, 0x60, 0x98, 0x6E, 0x94, 0x04];
/// The sum of the default password.
const XOR_SUM: u16 = 0x9A0A;

/// Returns the stream as it is without encryption; `file_pass` is the record that describes it.
pub(super) fn decrypted(stream: &[u8], file_pass: &[u8], version: Version) -> Result<Vec<u8>, ReadError> {
    let scheme = match (version, half(file_pass, 0)) {
        (Version::Biff8, Some(1)) => Rc4Key::read(file_pass.get(2..).unwrap_or(&[])).map(Scheme::Rc4),
        (Version::Biff8, Some(0)) => xor(half(file_pass, 4)),
        (Version::Biff8, _) => None,
        _ => xor(half(file_pass, 2)),
    };
    let scheme = scheme.ok_or(ReadError::Encrypted)?;
    let mut out = stream.to_vec();
    if let Scheme::Rc4(key) = &scheme {
        // The heads of records count for the position in the stream of keys.
        for (block, bytes) in (0..).zip(out.chunks_mut(N_BLOCK_BYTES)) {
            key.cipher(block).apply_keystream(bytes);
        }
    }
    let mut records = Records::from(stream, 0);
    let mut begin = 0;
    while let Some((kind, data)) = records.next() {
        let (content, end) = (begin + 4, records.offset());
        // BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo and RRDHead; of a sheet's
        // entry the place where it begins.
        let n_plain = match kind {
            0x0809 | 0x002F | 0x0194 | 0x0195 | 0x00E1 | 0x0196 | 0x0138 => data.len(),
            0x0085 => 4.min(data.len()),
            _ => 0,
        };
        let from = content + n_plain;
        out[begin..from].copy_from_slice(&stream[begin..from]);
        if matches!(scheme, Scheme::Xor) {
            for (at, byte) in (end + n_plain..).zip(&mut out[from..end]) {
                *byte = (*byte ^ XOR_BYTES[at % 16]).rotate_right(5);
            }
        }
        begin = end;
    }
    Ok(out)
}

/// How the stream is encrypted.
enum Scheme {
    Xor,
    Rc4(Rc4Key),
}

/// Returns the oldest scheme if the password is the default one.
fn xor(sum: Option<u16>) -> Option<Scheme> {
    (sum == Some(XOR_SUM)).then_some(Scheme::Xor)
}

/// From what the key of each block is made.
enum Rc4Key {
    /// Excel 97 and 2000: MD5.
    Md5([u8; 5]),
    /// From Excel XP on: SHA-1, and how many bytes of it are the key.
    Sha1([u8; 20], usize),
}

impl Rc4Key {
    /// Reads what is stated of the key; nothing where the password is another one.
    fn read(data: &[u8]) -> Option<Rc4Key> {
        let password = default_password();
        let rest = data.get(4..)?;
        match (half(data, 0)?, half(data, 2)?) {
            (1, 1) => {
                let salt = rest.get(..16)?;
                let short = Md5::digest(&password);
                let mut hash = Md5::new();
                for _ in 0..16 {
                    hash.update(&short[..5]);
                    hash.update(salt);
                }
                let key = Rc4Key::Md5(*hash.finalize().first_chunk()?);
                let (verifier, sum) = key.verifier(rest.get(16..48)?);
                (Md5::digest(&verifier)[..] == sum).then_some(key)
            }
            (2..=4, 2) => {
                let n_header_bytes = usize::try_from(word(rest, 4)?).ok()?;
                let header = rest.get(8..)?.get(..n_header_bytes)?;
                let stated = rest.get(8..)?.get(n_header_bytes..)?;
                let n_bits = match word(header, 16)? {
                    0 => 40,
                    n_bits @ 40..=128 if n_bits % 8 == 0 => n_bits,
                    _ => return None,
                };
                let mut hash = Sha1::new();
                hash.update(stated.get(4..20)?);
                hash.update(&password);
                let key = Rc4Key::Sha1(hash.finalize().into(), usize::try_from(n_bits / 8).ok()?);
                let parts = [stated.get(20..36)?, stated.get(40..60)?].concat();
                let (verifier, sum) = key.verifier(&parts);
                (Sha1::digest(&verifier)[..] == sum).then_some(key)
            }
            _ => None,
        }
    }

    /// Decrypts the sixteen bytes by which the password is told, and their sum.
    fn verifier(&self, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let mut plain = bytes.to_vec();
        self.cipher(0).apply_keystream(&mut plain);
        let sum = plain.split_off(16);
        (plain, sum)
    }

    /// Returns the cipher of a block.
    fn cipher(&self, block: u32) -> Rc4 {
        let mut key = match self {
            Rc4Key::Md5(secret) => {
                let mut hash = Md5::new();
                hash.update(secret);
                hash.update(block.to_le_bytes());
                hash.finalize().to_vec()
            }
            Rc4Key::Sha1(secret, n_bytes) => {
                let mut hash = Sha1::new();
                hash.update(secret);
                hash.update(block.to_le_bytes());
                hash.finalize()[..*n_bytes].to_vec()
            }
        };
        if key.len() == 5 {
            // Forty bits are filled up.
            key.resize(16, 0);
        }
        Rc4::new_from_slice(&key).expect("a key has five to sixteen bytes")
    }
}
