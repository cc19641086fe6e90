//! Streams of a compound file (MS-CFB), the container of xls and of encrypted xlsx.
//!
//! Only what reading needs: the directory and a stream's sectors. Every chain is followed at
//! most as many steps as the file has sectors, so a loop ends.

use crate::workbook::ReadError;

/// An opened compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    n_sector_bytes: usize,
    /// The next sector of each.
    chain: Vec<u32>,
    mini_chain: Vec<u32>,
    /// The stream that the mini sectors lie in.
    mini: Vec<u8>,
    entries: Vec<Entry>,
    n_mini_cutoff: u64,
}

/// A directory entry.
struct Entry {
    name: String,
    kind: u8,
    start: u32,
    n_bytes: u64,
}

/// Bytes of a sector of small streams.
const N_MINI_BYTES: usize = 64;
/// Sector numbers from here on mean something else.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

impl<'a> Compound<'a> {
    /// Opens a compound file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Compound<'a>, ReadError> {
        if bytes.len() < 512 {
            return Err(ReadError::Truncated);
        }
        let n_sector_bytes = match word(bytes, 30).map(|shift| shift & 0xFFFF) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(ReadError::Damaged { reason: "扇区大小不合规范".to_string() }),
        };
        let mut file = Compound {
            bytes,
            n_sector_bytes,
            chain: Vec::new(),
            mini_chain: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
            n_mini_cutoff: u64::from(word(bytes, 56).unwrap_or(4096)),
        };
        for sector in file.table_sectors() {
            file.chain.extend(file.sector(sector).map(words).unwrap_or_default());
        }
        let directory = file.stream_from(word(bytes, 48).unwrap_or(u32::MAX), u64::MAX)?;
        file.entries = directory.chunks_exact(128).map(Entry::new).collect();
        let root = file.entries.iter().find(|entry| entry.kind == 5).map(|root| (root.start, root.n_bytes));
        if let Some((start, n_bytes)) = root.filter(|root| root.1 > 0) {
            let mini_table = word(bytes, 60).unwrap_or(u32::MAX);
            file.mini_chain = words(&file.stream_from(mini_table, u64::MAX).unwrap_or_default());
            file.mini = file.stream_from(start, n_bytes)?;
        }
        Ok(file)
    }

    /// Returns the sectors that hold the allocation table.
    fn table_sectors(&self) -> Vec<u32> {
        let n_max = self.bytes.len() / self.n_sector_bytes + 1;
        let mut out: Vec<u32> = words(&self.bytes[76..512]);
        let mut next = word(self.bytes, 68).unwrap_or(u32::MAX);
        for _ in 0..n_max {
            let Some(sector) = self.sector(next) else { break };
            let mut list = words(sector);
            next = list.pop().unwrap_or(u32::MAX);
            out.append(&mut list);
        }
        out.retain(|&sector| sector < LAST_SECTOR);
        // A table names each sector once; a damaged one must not name one a million times.
        out.truncate(n_max);
        out
    }

    /// Returns a sector's bytes; fewer at the end of a file that was not padded.
    fn sector(&self, sector: u32) -> Option<&'a [u8]> {
        let at = (usize::try_from(sector).ok()?.checked_add(1)?).checked_mul(self.n_sector_bytes)?;
        let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.n_sector_bytes)])
    }

    /// Follows a chain of sectors; breaks off where the file does.
    fn stream_from(&self, start: u32, n_bytes: u64) -> Result<Vec<u8>, ReadError> {
        let n_bytes = usize::try_from(n_bytes).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        let mut sector = start;
        for _ in 0..=self.chain.len() {
            if sector >= LAST_SECTOR || out.len() >= n_bytes {
                break;
            }
            out.extend_from_slice(self.sector(sector).ok_or(ReadError::Truncated)?);
            sector = self.chain.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        if n_bytes != usize::MAX && out.len() < n_bytes {
            return Err(ReadError::Truncated);
        }
        out.truncate(n_bytes);
        Ok(out)
    }

    /// Returns whether there is a stream or folder of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.is(name))
    }

    /// Returns a stream's content.
    pub(super) fn stream(&self, name: &str) -> Option<Result<Vec<u8>, ReadError>> {
        let entry = self.entries.iter().find(|entry| entry.kind == 2 && entry.is(name))?;
        if entry.n_bytes >= self.n_mini_cutoff {
            return Some(self.stream_from(entry.start, entry.n_bytes));
        }
        let n_bytes = usize::try_from(entry.n_bytes).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        let mut sector = entry.start as usize;
        for _ in 0..=self.mini_chain.len() {
            if out.len() >= n_bytes {
                break;
            }
            let at = sector.saturating_mul(N_MINI_BYTES);
            let Some(rest) = self.mini.get(at..) else { break };
            out.extend_from_slice(&rest[..rest.len().min(N_MINI_BYTES)]);
            sector = self.mini_chain.get(sector).map_or(usize::MAX, |&next| next as usize);
        }
        if out.len() < n_bytes {
            return Some(Err(ReadError::Truncated));
        }
        out.truncate(n_bytes);
        Some(Ok(out))
    }
}

impl Entry {
    fn new(bytes: &[u8]) -> Entry {
        let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let n_name_bytes = usize::from(half(64)).saturating_sub(2).min(62);
        let (name, ..) = encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes[..n_name_bytes]);
        // The upper half of the size is rubbish in files of 512-byte sectors.
        let n_bytes = u64::from(word(bytes, 120).unwrap_or(0));
        Entry { name: name.into_owned(), kind: bytes[66], start: word(bytes, 116).unwrap_or(0), n_bytes }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Reads four bytes.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// Reads bytes as four-byte numbers.
fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| word(four, 0)).collect()
}
