//! An xlsx encrypted with the password that Excel enters by itself, made readable
//! (MS-OFFCRYPTO 2.3.4, ECMA-376).
//!
//! 保护工作簿 with a structure that nobody may change encrypts the file, with a password that
//! every copy of Excel and WPS knows. No other password is tried.

use aes::cipher::{Array, BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use aes::{Aes128, Aes192, Aes256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::events::{BytesStart, Event};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::container::xml::attribute;
use crate::workbook::ReadError;
use crate::workbook::biff_records::{half, word};

/// The most rounds of hashing (ECMA-376-1 §18.2.29 allows no more); Excel itself does 100,000.
const MAX_SPINS: u32 = 10_000_000;
/// The rounds of the older scheme.
const N_STANDARD_SPINS: u32 = 50_000;
/// Bytes after which the newer scheme begins anew.
const N_SEGMENT_BYTES: usize = 4096;
/// A block of AES.
const N_BLOCK_BYTES: usize = 16;

/// What is mixed in for the verifier, its sum, and the key (MS-OFFCRYPTO 2.3.4.13).
const OF_VERIFIER: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const OF_SUM: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const OF_KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// Returns the password that Excel enters by itself (MS-XLS 2.2.10), in UTF-16.
pub(super) fn default_password() -> Vec<u8> {
    "VelvetSweatshop".encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Returns the workbook in an encrypted package; `info` says how it is encrypted.
pub(super) fn decrypted(info: &[u8], package: &[u8]) -> Result<Vec<u8>, ReadError> {
    let scheme = (half(info, 0).unwrap_or(0), half(info, 2).unwrap_or(0));
    let rest = info.get(8..).unwrap_or(&[]);
    let plain = match scheme {
        (2..=4, 2) => standard(rest, package),
        (4, 4) => Agile::read(rest)?.and_then(|agile| agile.decrypt(package)),
        _ => None,
    };
    let mut plain = plain.ok_or(ReadError::Encrypted)?;
    // The size stands first; what follows is filled up to whole blocks.
    let n_bytes = u64::from(word(package, 0).unwrap_or(0)) | u64::from(word(package, 4).unwrap_or(0)) << 32;
    plain.truncate(usize::try_from(n_bytes).unwrap_or(usize::MAX));
    Ok(plain)
}

/// Decrypts what Excel 2007 encrypted: AES block by block.
fn standard(info: &[u8], package: &[u8]) -> Option<Vec<u8>> {
    let n_header_bytes = usize::try_from(word(info, 0)?).ok()?;
    let header = info.get(4..)?.get(..n_header_bytes)?;
    let stated = info.get(4..)?.get(n_header_bytes..)?;
    let n_key_bytes = match word(header, 8)? {
        0x660E => 16,
        0x660F => 24,
        0x6610 => 32,
        _ => return None,
    };
    let salt = stated.get(4..20)?;
    let hash = Hash::Sha1;
    let spun = hash.spun(salt, N_STANDARD_SPINS);
    let last = hash.of(&[&spun, &0_u32.to_le_bytes()]);
    // The key is made as CryptDeriveKey makes it.
    let half_key = |filler: u8| {
        let mut block = [filler; 64];
        block.iter_mut().zip(&last).for_each(|(to, from)| *to ^= from);
        hash.of(&[&block])
    };
    let key = [half_key(0x36), half_key(0x5C)].concat();
    let key = key.get(..n_key_bytes)?;
    let verifier = ecb(key, stated.get(20..36)?)?;
    let sum = ecb(key, stated.get(40..72)?)?;
    if hash.of(&[&verifier]) != sum[..20] {
        return None;
    }
    ecb(key, package.get(8..)?)
}

/// What the newer scheme states of itself.
struct Agile {
    /// Of the content.
    content: Stated,
    /// Of the key.
    key: Stated,
    n_spins: u32,
    verifier: Vec<u8>,
    sum: Vec<u8>,
    encrypted_key: Vec<u8>,
}

/// How a part is encrypted.
struct Stated {
    hash: Hash,
    n_key_bytes: usize,
    salt: Vec<u8>,
}

impl Stated {
    /// Reads the attributes; nothing where they name what is not done here.
    fn read(element: &BytesStart<'_>) -> Option<Stated> {
        let is = |name: &str, value: &str| attribute(element, name).as_deref() == Some(value);
        if !is("cipherAlgorithm", "AES") || !is("cipherChaining", "ChainingModeCBC") {
            return None;
        }
        let hash = match attribute(element, "hashAlgorithm")?.as_str() {
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" | "SHA-256" => Hash::Sha256,
            "SHA384" | "SHA-384" => Hash::Sha384,
            "SHA512" | "SHA-512" => Hash::Sha512,
            _ => return None,
        };
        let n_key_bytes = match attribute(element, "keyBits")?.as_str() {
            "128" => 16,
            "192" => 24,
            "256" => 32,
            _ => return None,
        };
        Some(Stated { hash, n_key_bytes, salt: bytes_of(element, "saltValue")? })
    }

    /// Returns where the chain of blocks begins.
    fn start(&self, mixed_in: &[u8]) -> [u8; N_BLOCK_BYTES] {
        let hash =
            if mixed_in.is_empty() { self.salt.clone() } else { self.hash.of(&[&self.salt, mixed_in]) };
        let mut start = [0x36; N_BLOCK_BYTES];
        start.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        start
    }
}

impl Agile {
    /// Reads the description; nothing where the scheme is one that is not done here.
    fn read(xml: &[u8]) -> Result<Option<Agile>, ReadError> {
        let text = String::from_utf8_lossy(xml);
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut content, mut out) = (None, None);
        loop {
            let event = reader.read_event().map_err(|_| damaged())?;
            let (Event::Start(element) | Event::Empty(element)) = &event else {
                if matches!(event, Event::Eof) {
                    break;
                }
                continue;
            };
            match element.local_name().as_ref() {
                "keyData" => content = Stated::read(element),
                "encryptedKey" => out = Agile::of_key(element, content.take()),
                _ => {}
            }
        }
        if out.as_ref().is_some_and(|agile| agile.n_spins > MAX_SPINS) {
            return Err(damaged());
        }
        Ok(out)
    }

    fn of_key(element: &BytesStart<'_>, content: Option<Stated>) -> Option<Agile> {
        Some(Agile {
            content: content?,
            key: Stated::read(element)?,
            n_spins: attribute(element, "spinCount")?.trim().parse().ok()?,
            verifier: bytes_of(element, "encryptedVerifierHashInput")?,
            sum: bytes_of(element, "encryptedVerifierHashValue")?,
            encrypted_key: bytes_of(element, "encryptedKeyValue")?,
        })
    }

    /// Decrypts the package; nothing where the password is another one.
    fn decrypt(&self, package: &[u8]) -> Option<Vec<u8>> {
        let stated = &self.key;
        let spun = stated.hash.spun(&stated.salt, self.n_spins);
        let plain = |mixed_in: &[u8], bytes: &[u8]| {
            let key = stated.hash.of(&[&spun, mixed_in]);
            let key = filled(key, stated.n_key_bytes);
            cbc(&key, &stated.start(&[]), bytes)
        };
        let verifier = plain(&OF_VERIFIER, &self.verifier)?;
        let verifier = verifier.get(..stated.salt.len().min(verifier.len()))?;
        let sum = plain(&OF_SUM, &self.sum)?;
        let expected = stated.hash.of(&[verifier]);
        if sum.get(..expected.len())? != expected {
            return None;
        }
        let key = plain(&OF_KEY, &self.encrypted_key)?;
        let key = key.get(..self.content.n_key_bytes)?;
        let mut out = Vec::with_capacity(package.len());
        for (segment, bytes) in (0_u32..).zip(package.get(8..)?.chunks(N_SEGMENT_BYTES)) {
            out.extend(cbc(key, &self.content.start(&segment.to_le_bytes()), bytes)?);
        }
        Some(out)
    }
}

/// The hashes in use.
#[derive(Debug, Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Hashes parts one after another.
    fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Hash::Sha1 => hashed::<Sha1>(parts),
            Hash::Sha256 => hashed::<Sha256>(parts),
            Hash::Sha384 => hashed::<Sha384>(parts),
            Hash::Sha512 => hashed::<Sha512>(parts),
        }
    }

    /// Hashes the default password with the salt, then again and again.
    fn spun(self, salt: &[u8], n_spins: u32) -> Vec<u8> {
        let mut hash = self.of(&[salt, &default_password()]);
        for spin in 0..n_spins {
            hash = self.of(&[&spin.to_le_bytes(), &hash]);
        }
        hash
    }
}

fn hashed<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = D::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// Cuts a hash down to a key, or fills it up.
fn filled(mut hash: Vec<u8>, n_bytes: usize) -> Vec<u8> {
    hash.resize(n_bytes, 0x36);
    hash
}

/// Reads an attribute of base 64.
fn bytes_of(element: &BytesStart<'_>, name: &str) -> Option<Vec<u8>> {
    STANDARD.decode(attribute(element, name)?.trim()).ok()
}

/// Decrypts whole blocks, each by itself; what is left at the end of a cut file is left out.
fn ecb(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    fn each<C: KeyInit + BlockCipherDecrypt>(
        key: &[u8],
        blocks: &mut [Array<u8, C::BlockSize>],
    ) -> Option<()> {
        C::new_from_slice(key).ok()?.decrypt_blocks(blocks);
        Some(())
    }
    let mut blocks = blocks(bytes);
    match key.len() {
        16 => each::<Aes128>(key, &mut blocks)?,
        24 => each::<Aes192>(key, &mut blocks)?,
        _ => each::<Aes256>(key, &mut blocks)?,
    }
    Some(blocks.concat())
}

/// Decrypts whole blocks, each combined with the one before.
fn cbc(key: &[u8], start: &[u8; N_BLOCK_BYTES], bytes: &[u8]) -> Option<Vec<u8>> {
    fn chained<C: BlockModeDecrypt + KeyIvInit>(
        (key, start): (&[u8], &[u8]),
        blocks: &mut [Array<u8, C::BlockSize>],
    ) -> Option<()> {
        C::new_from_slices(key, start).ok()?.decrypt_blocks(blocks);
        Some(())
    }
    let mut blocks = blocks(bytes);
    match key.len() {
        16 => chained::<::cbc::Decryptor<Aes128>>((key, start), &mut blocks)?,
        24 => chained::<::cbc::Decryptor<Aes192>>((key, start), &mut blocks)?,
        _ => chained::<::cbc::Decryptor<Aes256>>((key, start), &mut blocks)?,
    }
    Some(blocks.concat())
}

/// Cuts bytes into blocks.
fn blocks(bytes: &[u8]) -> Vec<aes::Block> {
    bytes.chunks_exact(N_BLOCK_BYTES).filter_map(|block| aes::Block::try_from(block).ok()).collect()
}

fn damaged() -> ReadError {
    ReadError::Damaged { reason: "加密说明不合规范".to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decrypts a package of the newer scheme that states these rounds and this cipher.
    #[track_caller]
    fn check(n_spins: &str, cipher: &str, expected: Option<ReadError>) {
        let stated = format!(
            "saltSize='16' keyBits='128' hashAlgorithm='SHA1' cipherAlgorithm='{cipher}' \
             cipherChaining='ChainingModeCBC' saltValue='AAAAAAAAAAAAAAAAAAAAAA=='"
        );
        let of_password = "encryptedVerifierHashInput='AAAAAAAAAAAAAAAAAAAAAA==' \
             encryptedVerifierHashValue='AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' \
             encryptedKeyValue='AAAAAAAAAAAAAAAAAAAAAA=='";
        let xml = format!(
            "<encryption><keyData {stated}/><p:encryptedKey spinCount='{n_spins}' {stated} {of_password}/></encryption>"
        );
        let info = [&[4, 0, 4, 0, 0x40, 0, 0, 0], xml.as_bytes()].concat();
        assert_eq!(decrypted(&info, &[0; 64]).err(), expected);
    }

    #[test]
    fn another_password_and_what_is_not_done() {
        check("10", "AES", Some(ReadError::Encrypted));
        check("10", "DES", Some(ReadError::Encrypted));
        // Hashing so often would take minutes.
        check("4000000000", "AES", Some(damaged()));
        check("many", "AES", Some(ReadError::Encrypted));
        assert_eq!(decrypted(&[], &[]).err(), Some(ReadError::Encrypted));
        assert_eq!(decrypted(&[4, 0, 4, 0, 0x40, 0, 0, 0, b'<', b'a'], &[]).err(), Some(damaged()));
    }
}
