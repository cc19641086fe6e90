//! Whether the reports of a folder are still those that were made.

use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::batch::job::hex;

/// How a report differs from what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is recorded, but not there.
    Missing(String),
    /// Its content is another.
    Changed(String),
    /// It is there, but not recorded.
    Unrecorded(String),
}

/// Compares the reports of a folder with its SHA256SUMS; also returns how many were compared.
pub fn verify(folder: &Path) -> io::Result<(usize, Vec<Difference>)> {
    let sums = std::fs::read_to_string(folder.join("SHA256SUMS"))?;
    let recorded: Vec<(&str, &str)> = sums.lines().filter_map(|line| line.split_once("  ")).collect();
    let mut differences = Vec::new();
    for (hash, name) in &recorded {
        // A recorded name is a name in this folder, never a path out of it.
        let is_plain = !name.contains(['/', '\\']) && *name != "..";
        match std::fs::read(folder.join(name)) {
            Ok(bytes) if is_plain && hex(&Sha256::digest(&bytes)) == *hash => {}
            Ok(_) => differences.push(Difference::Changed((*name).to_string())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                differences.push(Difference::Missing((*name).to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    let mut present: Vec<String> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<_>>()?;
    present.sort();
    for name in present {
        if name.ends_with(".pdf") && !recorded.iter().any(|(_, known)| *known == name) {
            differences.push(Difference::Unrecorded(name));
        }
    }
    Ok((recorded.len(), differences))
}
