//! Subsets of several faces joined in one file: the first one's tables, with the other ones'
//! glyphs behind its own.
//!
//! Outlines and advances stay as they are, to the unit, which is why only faces with quadratic
//! outlines and as many units to the em are joined. Instructions of the added glyphs go: they
//! rely on their own face's programs, and the first one's are kept.

use ttf_parser::{RawFace, Tag};

/// Flags of a composite glyph's component.
const WORDS: u16 = 0x0001;
const SCALED: u16 = 0x0008;
const MORE: u16 = 0x0020;
const SCALED_TWICE: u16 = 0x0040;
const MATRIX: u16 = 0x0080;
const INSTRUCTED: u16 = 0x0100;
/// Where `maxp` tells the largest of something among the glyphs, without what programs use.
const LARGEST: [usize; 6] = [6, 8, 10, 12, 28, 30];

/// The tables that tell of glyphs, of one file.
#[derive(Debug, Clone)]
pub(crate) struct Glyphs {
    /// Each glyph's outline.
    outlines: Vec<Vec<u8>>,
    /// Each glyph's advance and left bearing.
    metrics: Vec<[u8; 4]>,
    head: Vec<u8>,
    hhea: Vec<u8>,
    maxp: Vec<u8>,
}

impl Glyphs {
    /// Reads them; none of a file that is cut off or has no quadratic outlines.
    pub(crate) fn read(file: &[u8]) -> Option<Glyphs> {
        let tables = RawFace::parse(file, 0).ok()?;
        let table = |tag: &[u8; 4]| tables.table(Tag::from_bytes(tag));
        let (head, hhea, maxp) = (table(b"head")?, table(b"hhea")?, table(b"maxp")?);
        let (glyf, loca, hmtx) = (table(b"glyf")?, table(b"loca")?, table(b"hmtx")?);
        if head.len() < 54 || hhea.len() < 36 || maxp.len() < 32 {
            return None;
        }
        let n_glyphs = usize::from(number(maxp, 4)?);
        let is_long = number(head, 50)? == 1;
        let place = |index: usize| match is_long {
            true => Some(u32::from_be_bytes(loca.get(index * 4..index * 4 + 4)?.try_into().ok()?) as usize),
            false => Some(usize::from(number(loca, index * 2)?) * 2),
        };
        let outline = |index: usize| Some(glyf.get(place(index)?..place(index + 1)?)?.to_vec());
        // The last advance holds for all that follow.
        let n_advances = usize::from(number(hhea, 34)?);
        let metric = |index: usize| {
            let advance = number(hmtx, index.min(n_advances.checked_sub(1)?) * 4)?;
            let bearing = if index < n_advances { index * 4 + 2 } else { n_advances * 2 + index * 2 };
            let [bearing, advance] = [number(hmtx, bearing)?, advance].map(u16::to_be_bytes);
            Some([advance[0], advance[1], bearing[0], bearing[1]])
        };
        Some(Glyphs {
            outlines: (0..n_glyphs).map(outline).collect::<Option<_>>()?,
            metrics: (0..n_glyphs).map(metric).collect::<Option<_>>()?,
            head: head.to_vec(),
            hhea: hhea.to_vec(),
            maxp: maxp.to_vec(),
        })
    }

    /// Returns how many there are.
    pub(crate) fn n(&self) -> usize {
        self.outlines.len()
    }

    /// Adds the glyphs of another file, all but its first, which shows what is missing.
    pub(crate) fn add(&mut self, other: Glyphs) -> Option<()> {
        let n = u16::try_from(self.n()).ok()?;
        u16::try_from(self.n() + other.n()).ok()?;
        let moved = |glyph: u16| if glyph == 0 { 0 } else { n + glyph - 1 };
        for outline in other.outlines.iter().skip(1) {
            self.outlines.push(uninstructed(outline, moved)?);
        }
        self.metrics.extend(other.metrics.into_iter().skip(1));
        for at in LARGEST {
            pick(&mut self.maxp, &other.maxp, at, u16::max)?;
        }
        let least = |own: u16, other: u16| (own as i16).min(other as i16) as u16;
        let most = |own: u16, other: u16| (own as i16).max(other as i16) as u16;
        // The box around all glyphs.
        for at in [36, 38] {
            pick(&mut self.head, &other.head, at, least)?;
            pick(&mut self.head, &other.head, at + 4, most)?;
        }
        // The widest advance, the least bearings and the widest extent.
        pick(&mut self.hhea, &other.hhea, 10, u16::max)?;
        pick(&mut self.hhea, &other.hhea, 12, least)?;
        pick(&mut self.hhea, &other.hhea, 14, least)?;
        pick(&mut self.hhea, &other.hhea, 16, most)?;
        Some(())
    }

    /// Returns the tables.
    pub(crate) fn tables(mut self) -> Option<Vec<([u8; 4], Vec<u8>)>> {
        let n = u16::try_from(self.n()).ok()?;
        put(&mut self.maxp, 4, n);
        put(&mut self.hhea, 34, n);
        // Long offsets.
        put(&mut self.head, 50, 1);
        let (mut glyf, mut loca) = (Vec::new(), 0u32.to_be_bytes().to_vec());
        for outline in &self.outlines {
            glyf.extend(outline);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
            loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
        }
        let hmtx = self.metrics.concat();
        let tables = [
            (*b"glyf", glyf),
            (*b"loca", loca),
            (*b"hmtx", hmtx),
            (*b"head", self.head),
            (*b"hhea", self.hhea),
            (*b"maxp", self.maxp),
        ];
        Some(tables.into())
    }
}

/// Returns an outline without instructions, its components under their new numbers.
fn uninstructed(outline: &[u8], moved: impl Fn(u16) -> u16) -> Option<Vec<u8>> {
    if outline.is_empty() {
        return Some(Vec::new());
    }
    let n_contours = number(outline, 0)? as i16;
    if let Ok(n_contours) = usize::try_from(n_contours) {
        // Behind the ends of the contours stands how many bytes of instructions follow.
        let at = 10 + n_contours * 2;
        let rest = outline.get(at + 2 + usize::from(number(outline, at)?)..)?;
        return Some([&outline[..at], &[0, 0], rest].concat());
    }
    let mut kept = outline.to_vec();
    let mut at = 10;
    loop {
        let flags = number(outline, at)?;
        put(&mut kept, at, flags & !INSTRUCTED);
        put(&mut kept, at + 2, moved(number(outline, at + 2)?));
        let scale = match flags {
            _ if flags & SCALED != 0 => 2,
            _ if flags & SCALED_TWICE != 0 => 4,
            _ if flags & MATRIX != 0 => 8,
            _ => 0,
        };
        at += 4 + if flags & WORDS != 0 { 4 } else { 2 } + scale;
        if flags & MORE == 0 {
            return kept.get(..at).map(<[u8]>::to_vec);
        }
    }
}

/// Reads a number of two bytes.
fn number(table: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(table.get(at..at + 2)?.try_into().ok()?))
}

/// Puts what is chosen of two tables' numbers into the first.
fn pick(own: &mut [u8], other: &[u8], at: usize, chosen: impl Fn(u16, u16) -> u16) -> Option<()> {
    let value = chosen(number(own, at)?, number(other, at)?);
    put(own, at, value);
    Some(())
}

/// Writes a number over two bytes that are there.
fn put(table: &mut [u8], at: usize, value: u16) {
    table[at..at + 2].copy_from_slice(&value.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_go_and_components_are_renumbered() {
        let moved = |glyph: u16| glyph + 100;
        // One contour that ends at point 0, two bytes of instructions, one point.
        let simple = [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 2, 0xAA, 0xBB, 0x01, 9, 9];
        let kept = uninstructed(&simple, moved).expect("sound");
        assert_eq!(kept, [0, 1, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 0, 0x01, 9, 9]);
        // Two components: by words and scaled, then by bytes and instructed.
        let box_ = [0xFF, 0xFF, 0, 0, 0, 0, 0, 9, 0, 9];
        let first = [0, 0x29, 0, 5, 0, 1, 0, 2, 0x40, 0];
        let second = [1, 0, 0, 6, 1, 2, 0, 1, 0xAA];
        let kept = uninstructed(&[&box_[..], &first, &second].concat(), moved).expect("sound");
        let expected = [&box_[..], &[0, 0x29, 0, 105, 0, 1, 0, 2, 0x40, 0], &[0, 0, 0, 106, 1, 2]].concat();
        assert_eq!(kept, expected);
        // What is cut off is told.
        assert_eq!(uninstructed(&simple[..12], moved), None);
        assert_eq!(uninstructed(&[&box_[..], &first].concat(), moved), None);
        assert!(Glyphs::read(b"no face").is_none());
    }
}
