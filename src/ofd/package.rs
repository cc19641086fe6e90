//! The container: which files there are, in a fixed order, at a fixed time, always packed alike.

use std::io::{Cursor, Write};

use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipWriter};

use crate::ofd::error::OfdError;
use crate::zipped::alike;

/// How hard files are packed: the default of most programs.
const LEVEL: i64 = 6;

/// A file of the container.
pub(crate) type Entry = (String, Vec<u8>);

/// Returns the number by which the document is known: 32 hexadecimal digits of a hash over all
/// that is in it.
pub(crate) fn document_id(entries: &[Entry]) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in entries {
        // Lengths part the pieces, so that no two sets of files run together into one.
        for piece in [name.as_bytes(), bytes] {
            hasher.update(piece.len().to_le_bytes());
            hasher.update(piece);
        }
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Packs the files in their order.
pub(crate) fn pack(entries: &[Entry]) -> Result<Vec<u8>, OfdError> {
    let packed = || -> zip::result::ZipResult<Vec<u8>> {
        let options = alike(CompressionMethod::Deflated).compression_level(Some(LEVEL));
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            zip.start_file(name.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    };
    packed().map_err(|error| OfdError::Package { reason: error.to_string() })
}
