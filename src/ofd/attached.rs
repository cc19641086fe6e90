//! Files that travel inside an OFD: the sources, the figures and the settings.

use time::Date;

use crate::ofd::xml::{Micron, Xml};
use crate::pages::{AttachedFile, names};

/// The endings that a file keeps inside; whatever else it is, it is bytes.
const ENDINGS: [&str; 14] =
    ["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv", "txt", "md", "html", "mht", "json", "toml"];

/// A file with its place.
pub(crate) struct Placed<'a> {
    /// The name shown to people.
    pub(crate) name: String,
    /// Its name inside, in ASCII.
    pub(crate) path: String,
    /// The file.
    pub(crate) file: &'a AttachedFile,
}

/// Returns the files with the names they bear inside.
pub(crate) fn placed(files: &[AttachedFile]) -> Vec<Placed<'_>> {
    let place = |(index, (name, file)): (usize, (String, _))| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let ending = ending.filter(|ending| ENDINGS.contains(&ending.as_str()));
        let path = format!("attached_{}.{}", index + 1, ending.as_deref().unwrap_or("bin"));
        Placed { name, path, file }
    };
    names(files).into_iter().zip(files).enumerate().map(place).collect()
}

/// Writes Attachments.xml.
pub(crate) fn write(files: &[Placed<'_>], date: Date) -> Vec<u8> {
    let mut xml = Xml::new("ofd:Attachments", &[]);
    let created = format!("{date}T00:00:00");
    for (index, placed) in files.iter().enumerate() {
        let (id, size) = (format!("A{}", index + 1), kilobytes(placed.file.bytes.len()));
        let format = placed.path.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
        xml.start(
            "ofd:Attachment",
            &[
                ("ID", &id),
                ("Name", &placed.name),
                ("Format", &format),
                ("CreationDate", &created),
                ("Size", &size),
                ("Usage", &placed.file.part.relationship()),
            ],
        );
        xml.leaf("ofd:FileLoc", &[], &placed.path);
        xml.end();
    }
    xml.finish()
}

/// Returns a size in kilobytes with at most three decimals.
fn kilobytes(n_bytes: usize) -> Micron {
    Micron(i64::try_from(n_bytes.saturating_mul(1000) / 1024).unwrap_or(i64::MAX))
}
