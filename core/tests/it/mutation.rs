//! Files with a few bytes changed, the same ones for the same seed.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

/// A small generator of numbers that look random (xorshift64*, Vigna 2016).
pub struct Numbers(u64);

impl Numbers {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns the next number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % n.max(1)
    }
}

/// Values that break parsers more often than chance does.
const EDGES: [&[u8]; 12] = [
    &[0],
    &[0xFF],
    &[0xFF, 0xFF],
    &[0xFF, 0xFF, 0xFF, 0xFF],
    &[0, 0, 0, 0x80],
    b"99999999999",
    b"-1",
    b"\"",
    b"<",
    b"&",
    b"1048577",
    b"XFE1048577",
];

/// Changes a file: half the time a zip's parts instead of its compressed bytes.
pub fn mutate(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let is_zip = bytes.starts_with(b"PK");
    let mutated = if is_zip && numbers.below(4) > 0 { mutate_part(bytes, numbers) } else { None };
    if let Some(mutated) = mutated {
        return mutated;
    }
    mutate_bytes(bytes.to_vec(), numbers)
}

/// Unpacks a zip, changes one of its parts and packs it again.
fn mutate_part(bytes: &[u8], numbers: &mut Numbers) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = numbers.below(zip.len());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..zip.len() {
        let entry = zip.by_index(index).ok()?;
        let name = entry.name().ok()?.into_owned();
        let mut content = Vec::new();
        // The bombs among the files are not unpacked here.
        entry.take(1 << 20).read_to_end(&mut content).ok()?;
        if index == chosen {
            content = mutate_bytes(content, numbers);
        }
        out.start_file(name, options).ok()?;
        out.write_all(&content).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// Changes, moves, doubles or cuts bytes in a few places.
fn mutate_bytes(mut bytes: Vec<u8>, numbers: &mut Numbers) -> Vec<u8> {
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len());
        if bytes.is_empty() {
            return bytes;
        }
        match numbers.below(8) {
            0 | 1 => bytes[at] ^= 1 << numbers.below(8),
            2 => bytes[at] = u8::try_from(numbers.below(256)).expect("below 256"),
            3 => {
                let edge = EDGES[numbers.below(EDGES.len())];
                let end = (at + edge.len()).min(bytes.len());
                bytes[at..end].copy_from_slice(&edge[..end - at]);
            }
            4 => {
                let edge = EDGES[numbers.below(EDGES.len())];
                bytes.splice(at..at, edge.iter().copied());
            }
            5 => {
                let end = (at + numbers.below(64)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            6 => {
                let end = (at + numbers.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ if numbers.below(8) == 0 => bytes.truncate(at),
            _ => bytes[at] = bytes[at].wrapping_add(1),
        }
    }
    bytes
}
