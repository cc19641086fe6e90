//! Streams of a compound file (MS-CFB), the container of xls and of encrypted xlsx.
//!
//! Only what reading needs: the directory and a stream's sectors. A chain is followed for as
//! many steps as the file has sectors, so a loop ends, and a stream never outgrows the file.
//! What is missing at a stream's end is left to whoever reads it: writers round sizes up, and
//! JExcelAPI states the size of the whole file for a stream that it hardly uses.

use crate::container::Fault;

/// An opened compound file.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    n_sector_bytes: usize,
    /// The next sector of each.
    chain: Vec<u32>,
    mini_chain: Vec<u32>,
    /// The stream that the mini sectors lie in.
    mini: Vec<u8>,
    /// The streams and folders of the root.
    entries: Vec<Entry>,
    n_mini_cutoff: u64,
}

/// A directory entry.
struct Entry {
    name: String,
    kind: u8,
    /// Its neighbours in the tree of its folder, then the root of the tree that it holds.
    links: [u32; 3],
    start: u32,
    n_bytes: u64,
}

/// Bytes of a sector of small streams.
const N_MINI_BYTES: usize = 64;
/// Sector numbers from here on mean something else.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// The most directory entries; a workbook with a hundred embedded ones has a few thousand.
const MAX_ENTRIES: usize = 100_000;

/// Kinds of directory entries.
const FOLDER: u8 = 1;
const STREAM: u8 = 2;
const ROOT: u8 = 5;

impl<'a> Compound<'a> {
    /// Opens a compound file.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Compound<'a>, Fault> {
        if bytes.len() < 512 {
            return Err(Fault::Truncated);
        }
        let n_sector_bytes = match word(bytes, 30).map(|shift| shift & 0xFFFF) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(Fault::Damaged { reason: "扇区大小不合规范".to_string() }),
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
        let directory = file.follow(word(bytes, 48).unwrap_or(u32::MAX), usize::MAX);
        let entries: Vec<Entry> = directory.chunks_exact(128).take(MAX_ENTRIES).map(Entry::new).collect();
        let Some(root) = entries.iter().find(|entry| entry.kind == ROOT) else {
            return Err(Fault::Truncated);
        };
        if root.n_bytes > 0 {
            let mini_table = word(bytes, 60).unwrap_or(u32::MAX);
            file.mini_chain = words(&file.follow(mini_table, usize::MAX));
            file.mini = file.follow(root.start, usize::try_from(root.n_bytes).unwrap_or(usize::MAX));
        }
        file.entries = of_the_root(entries);
        Ok(file)
    }

    /// Returns how many sectors the file can have.
    fn n_sectors(&self) -> usize {
        self.bytes.len() / self.n_sector_bytes + 1
    }

    /// Returns the sectors that hold the allocation table.
    fn table_sectors(&self) -> Vec<u32> {
        let n_max = self.n_sectors();
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

    /// Follows a chain of sectors for so many bytes, or as far as it goes.
    fn follow(&self, start: u32, n_bytes: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sector = start;
        for _ in 0..self.n_sectors() {
            if sector >= LAST_SECTOR || out.len() >= n_bytes {
                break;
            }
            let Some(bytes) = self.sector(sector) else { break };
            out.extend_from_slice(bytes);
            sector = self.chain.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        out.truncate(n_bytes);
        out
    }

    /// Follows a chain of mini sectors for so many bytes, or as far as it goes.
    fn follow_mini(&self, start: u32, n_bytes: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sector = start as usize;
        for _ in 0..=self.mini.len() / N_MINI_BYTES {
            if out.len() >= n_bytes {
                break;
            }
            let rest = sector.checked_mul(N_MINI_BYTES).and_then(|at| self.mini.get(at..));
            let Some(rest) = rest else { break };
            out.extend_from_slice(&rest[..rest.len().min(N_MINI_BYTES)]);
            sector = self.mini_chain.get(sector).map_or(usize::MAX, |&next| next as usize);
        }
        out.truncate(n_bytes);
        out
    }

    /// Returns whether the root has a stream or folder of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.is(name))
    }

    /// Returns a stream's content, as much of it as is there.
    pub(crate) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.kind == STREAM && entry.is(name))?;
        let n_bytes = usize::try_from(entry.n_bytes).unwrap_or(usize::MAX);
        Some(if entry.n_bytes >= self.n_mini_cutoff || self.mini.is_empty() {
            self.follow(entry.start, n_bytes)
        } else {
            self.follow_mini(entry.start, n_bytes)
        })
    }
}

/// Keeps the entries that belong to the root: a workbook embedded in this one, or in a text,
/// has streams of the same names in a folder of its own.
///
/// Some writers leave the tree of the root unfinished, so that what no folder holds counts as
/// the root's, behind what its tree holds.
fn of_the_root(entries: Vec<Entry>) -> Vec<Entry> {
    let mut places = vec![Place::Nowhere; entries.len()];
    for (kind, place) in [(ROOT, Place::Root), (FOLDER, Place::Folder)] {
        for entry in entries.iter().filter(|entry| entry.kind == kind) {
            let mut ahead = vec![entry.links[2]];
            while let Some(at) = ahead.pop() {
                let Some(index) = usize::try_from(at).ok().filter(|&index| index < entries.len()) else {
                    continue;
                };
                if places[index] == Place::Nowhere {
                    places[index] = place;
                    ahead.extend(&entries[index].links[..2]);
                }
            }
        }
    }
    let mut placed: Vec<(Place, Entry)> = places.into_iter().zip(entries).collect();
    placed.retain(|(place, entry)| *place != Place::Folder && matches!(entry.kind, FOLDER | STREAM));
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, entry)| entry).collect()
}

/// Where a directory entry belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Root,
    Nowhere,
    Folder,
}

impl Entry {
    fn new(bytes: &[u8]) -> Entry {
        let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let link = |at: usize| word(bytes, at).unwrap_or(u32::MAX);
        let n_name_bytes = usize::from(half(64)).saturating_sub(2).min(62);
        let (name, ..) = encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes[..n_name_bytes]);
        // The upper half of the size is rubbish in files of 512-byte sectors.
        let n_bytes = u64::from(word(bytes, 120).unwrap_or(0));
        let start = word(bytes, 116).unwrap_or(0);
        Entry {
            name: name.into_owned(),
            kind: bytes[66],
            links: [link(68), link(72), link(76)],
            start,
            n_bytes,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: u32 = u32::MAX;

    /// Builds a directory entry.
    fn entry(name: &str, kind: u8, links: [u32; 3], start: u32, n_bytes: u32) -> Vec<u8> {
        let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let n_name = u16::try_from(out.len() + 2).expect("short");
        out.resize(64, 0);
        out.extend(n_name.to_le_bytes());
        out.extend([kind, 1]);
        out.extend(links.iter().flat_map(|link| link.to_le_bytes()));
        out.resize(116, 0);
        out.extend(start.to_le_bytes());
        out.extend(n_bytes.to_le_bytes());
        out.resize(128, 0);
        out
    }

    /// Builds a file: the table in sector 0, the directory in sector 1, then one sector each.
    fn file(entries: &[Vec<u8>], chain: &[u32], sectors: &[&[u8]]) -> Vec<u8> {
        let mut out = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        out.resize(30, 0);
        out.extend([9, 0]);
        out.resize(48, 0);
        out.extend(1_u32.to_le_bytes());
        out.resize(56, 0);
        out.extend([64_u32, NONE, 0, NONE, 0, 0].iter().flat_map(|word| word.to_le_bytes()));
        out.resize(512, 0xFF);
        out[76..80].fill(0);
        out.extend(chain.iter().flat_map(|next| next.to_le_bytes()));
        out.resize(1024, 0xFF);
        out.extend(entries.concat());
        out.resize(1536, 0);
        out.extend(sectors.concat());
        out
    }

    #[track_caller]
    fn check(file: &[u8], expected: Result<Option<&[u8]>, Fault>) {
        let found = Compound::open(file).map(|file| file.stream("Workbook"));
        assert_eq!(found, expected.map(|stream| stream.map(<[u8]>::to_vec)));
    }

    #[test]
    fn the_stream_of_the_root_is_read() {
        let entries = [
            entry("Root Entry", ROOT, [NONE, NONE, 2], 0, 0),
            entry("Workbook", STREAM, [NONE; 3], 2, 512),
            entry("MBD0001", FOLDER, [NONE, 3, 1], 0, 0),
            entry("Workbook", STREAM, [NONE; 3], 3, 512),
        ];
        let chain = [0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFE, 0xFFFF_FFFE];
        check(&file(&entries, &chain, &[&[1; 512], &[2; 512]]), Ok(Some(&[2; 512])));
        // A tree that is left unfinished: what no folder holds is the root's.
        let mut loose = entries.clone();
        loose[2] = entry("MBD0001", FOLDER, [NONE, NONE, 1], 0, 0);
        check(&file(&loose, &chain, &[&[1; 512], &[2; 512]]), Ok(Some(&[2; 512])));
        // A text with a workbook in it is no workbook.
        check(&file(&entries[..3], &chain, &[&[1; 512]]), Ok(None));
    }

    #[test]
    fn sizes_are_only_stated() {
        let book = |n_bytes| entry("Workbook", STREAM, [NONE; 3], 2, n_bytes);
        let chain = [0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFE];
        // The root says that it holds more small streams than there are sectors.
        let root = entry("Root Entry", ROOT, [NONE, NONE, 1], 2, 1 << 30);
        check(&file(&[root, book(512)], &chain, &[&[1; 512]]), Ok(Some(&[1; 512])));
        let root = entry("Root Entry", ROOT, [NONE, NONE, 1], 0, 0);
        check(&file(&[root.clone(), book(4096)], &chain, &[&[1; 300]]), Ok(Some(&[1; 300])));
        // A chain that bites its tail gives no more than the file has.
        let chain = [0xFFFF_FFFD, 0xFFFF_FFFE, 2];
        let looped = file(&[root, book(u32::MAX)], &chain, &[&[1; 512]]);
        let stream = Compound::open(&looped).map(|file| file.stream("Workbook"));
        assert!(stream.is_ok_and(|stream| stream.is_some_and(|bytes| bytes.len() <= 2 * looped.len())));
    }

    #[test]
    fn what_is_cut_is_named() {
        check(&[0; 100], Err(Fault::Truncated));
        check(&file(&[], &[], &[])[..600], Err(Fault::Truncated));
    }
}
