//! Hashes as summary.json and SHA256SUMS write them: lower-case hexadecimal digits.

use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::bounded;

/// Returns the hash of what is in memory.
pub(super) fn of(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns the hash of a file, read piece by piece: whatever its size, it needs no more memory.
pub(super) fn of_file(path: &Path) -> io::Result<String> {
    let mut file = bounded::open(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(&hasher.finalize())),
            n => hasher.update(&piece[..n]),
        }
    }
}

/// Returns a hash as digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
