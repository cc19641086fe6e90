//! The form in which Typst writes a PDF 1.7: objects by number, one table of their places, one trailer.

/// What such a file begins with, up to its first object.
pub(super) const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n";
const FREE: &[u8] = b"0000000000 65535 f\r\n";

/// A file in its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'a> {
    /// What stands between `obj` and `endobj`, from number 1 on.
    pub(super) objects: Vec<&'a [u8]>,
    /// The trailer's entries after its size.
    pub(super) trailer: &'a [u8],
}

impl<'a> Plain<'a> {
    /// Takes a file apart; `None` where it is not byte for byte as [`Plain::write`] writes it.
    pub(super) fn read(file: &'a [u8]) -> Option<Plain<'a>> {
        let start = start(file)?;
        let (n_places, mut table) = number(file.get(start..)?.strip_prefix(b"xref\n0 ")?)?;
        table = table.strip_prefix(b"\n")?.strip_prefix(FREE)?;
        let mut places = Vec::new();
        for _ in 1..n_places {
            let entry = table.get(..20)?;
            places.push(str::from_utf8(&entry[..10]).ok()?.parse::<usize>().ok()?);
            table = &table[20..];
        }
        let (size, rest) = number(table.strip_prefix(b"trailer\n<</Size ")?)?;
        let end = rest.windows(2).rposition(|two| two == b">>")?;
        if size != n_places {
            return None;
        }
        let ends = places.iter().skip(1).chain([&start]);
        let object = |((at, end), number)| object(file.get(at..end)?, number);
        let objects: Option<Vec<&[u8]>> =
            places.iter().copied().zip(ends.copied()).zip(1..).map(object).collect();
        let plain = Plain { objects: objects?, trailer: &rest[..end] };
        (plain.write() == file).then_some(plain)
    }

    /// Puts the file together again.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut file = HEADER.to_vec();
        let mut table = FREE.to_vec();
        for (number, object) in (1..).zip(&self.objects) {
            table.extend_from_slice(format!("{:010} 00000 n\r\n", file.len()).as_bytes());
            write_object(&mut file, number, object);
        }
        let (start, size) = (file.len(), self.objects.len() + 1);
        file.extend_from_slice(format!("xref\n0 {size}\n").as_bytes());
        file.extend_from_slice(&table);
        file.extend_from_slice(format!("trailer\n<</Size {size}").as_bytes());
        file.extend_from_slice(self.trailer);
        file.extend_from_slice(format!(">>\nstartxref\n{start}\n%%EOF").as_bytes());
        file
    }
}

/// Writes an object with its number.
pub(super) fn write_object(file: &mut Vec<u8>, number: usize, object: &[u8]) {
    file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    file.extend_from_slice(object);
    file.extend_from_slice(b"\nendobj\n");
}

/// Reads an object that has this number and fills the bytes.
fn object(bytes: &[u8], expected: usize) -> Option<&[u8]> {
    let (found, rest) = number(bytes)?;
    let object = rest.strip_prefix(b" 0 obj\n")?.strip_suffix(b"\nendobj\n")?;
    (found == expected).then_some(object)
}

/// Returns whether an object is a stream, which may not lie within another.
pub(super) fn is_stream(object: &[u8]) -> bool {
    object.ends_with(b"\nendstream")
}

/// Returns where a file says that its table of places begins.
fn start(file: &[u8]) -> Option<usize> {
    let body = file.strip_suffix(b"\n%%EOF")?;
    let line = body.iter().rposition(|byte| *byte == b'\n')?;
    if !body[..line].ends_with(b"startxref") {
        return None;
    }
    str::from_utf8(&body[line + 1..]).ok()?.parse().ok()
}

/// Reads digits and returns them with what follows.
pub(super) fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let n_digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = str::from_utf8(&bytes[..n_digits]).ok()?.parse().ok()?;
    Some((value, &bytes[n_digits..]))
}

/// Reads the number after a dictionary's first entry of this name.
pub(super) fn entry(dict: &[u8], name: &[u8]) -> Option<usize> {
    let at = memchr::memmem::find(dict, name)?;
    Some(number(&dict[at + name.len()..])?.0)
}
