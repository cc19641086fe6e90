//! A revised draft from the bytes of its docx.
//!
//! Every element is decided on: read, seen through, left out with a reason, or told as foreign
//! with the words around it. Nothing is fetched, run or unpacked beyond bounds.

mod beside;
mod body;
mod error;
mod graphic;
mod kinds;
mod line;
mod styles;
mod table;
mod tracked;
mod tree;

pub use error::DraftError;

use crate::container::Fault;
use crate::container::archive::Archive;
use crate::container::parts;
use crate::revision::draft::{Draft, Piece, Reading};
use crate::revision::read::body::Body;
use crate::revision::read::styles::Styles;
use crate::revision::read::tree::tree;
use crate::source::MAX_FILE_BYTES;

/// The most bytes that the parts of a draft may unpack to together (128 MiB).
const MAX_UNPACKED_BYTES: u64 = 128 << 20;

/// Reads a revised draft; `file` is its name in messages.
pub fn read(file: &str, bytes: &[u8], reading: Reading) -> Result<Draft, DraftError> {
    if bytes.len() > MAX_FILE_BYTES {
        let found = format!("{} MB", bytes.len() >> 20);
        let limit = format!("{} MB", MAX_FILE_BYTES >> 20);
        return Err(DraftError::TooLarge { what: "文件", found, limit });
    }
    if let Some(error) = kinds::no_zip(file, bytes) {
        return Err(error);
    }
    let mut archive = Archive::open(bytes, MAX_UNPACKED_BYTES)?;
    let path = parts::opened(&mut archive, "word/document.xml")?;
    let Some(path) = path else { return Err(kinds::other_zip(&archive)) };
    let root = tree(&mut archive, &path)?;
    let Some(root) = root.filter(|root| root.is("document")) else {
        return Err(kinds::other_zip(&archive));
    };
    let all = parts::led_to(&mut archive, &path)?;
    let part = |archive: &mut Archive<'_>, kind: &str| -> Result<_, Fault> {
        let path = parts::first(archive, &all, kind);
        Ok(path.map(|path| tree(archive, &path)).transpose()?.flatten())
    };
    let (styles, numbering) = (part(&mut archive, "styles")?, part(&mut archive, "numbering")?);
    let styles = Styles::read(styles.as_ref(), numbering.as_ref());
    let mut draft = Draft { file: file.to_string(), ..Draft::default() };
    draft.foreign = beside::dangers(&mut archive)?;
    let mut body = Body::new(&styles, reading);
    root.elements().filter(|element| element.is("body")).for_each(|element| body.inside(element));
    if let Some((what, limit)) = body.over {
        return Err(Fault::too_many(what, limit).into());
    }
    let about = body.into_draft(&mut draft);
    draft.comments = beside::comments(&mut archive, &all, &about)?;
    let margins = beside::margins(&mut archive, &all, &styles, reading, &mut draft.pieces)?;
    draft.foreign.extend(margins);
    let properties = beside::properties(&mut archive)?;
    (draft.fingerprint, draft.of) = (properties.fingerprint, properties.of);
    draft.values = beside::values(&mut archive)?;
    if draft.pieces.iter().all(|piece| matches!(piece, Piece::Graphic(_))) {
        return Err(DraftError::Empty);
    }
    Ok(draft)
}
