//! Whether the files of a folder are still those that were made.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::batch::{keep, sha256, summary};
use crate::bounded;
use crate::folder::in_words;

/// How a file differs from what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is recorded, but not there.
    Missing(String),
    /// Its content is another.
    Changed(String),
    /// It is there, but not recorded.
    Unrecorded(String),
    /// It cannot be read, and why.
    Unreadable(String, String),
    /// A line of SHA256SUMS that records nothing in this folder.
    NoRecord(String),
}

/// Compares the files of a folder with its SHA256SUMS; also returns how many were compared.
pub fn verify(folder: &Path) -> io::Result<(usize, Vec<Difference>)> {
    let sums = bounded::read_text(&folder.join("SHA256SUMS"), keep::MAX_BYTES)?;
    let mut recorded = BTreeSet::new();
    let mut differences = Vec::new();
    for line in sums.lines().filter(|line| !line.trim().is_empty()) {
        // A recorded name is a name in this folder, never a path out of it.
        let is_whole = |name: &str| Path::new(name).file_name() == Some(OsStr::new(name));
        let is_plain = |name: &str| is_whole(name) && !name.contains(['/', '\\']);
        match line.split_once("  ").filter(|(_, name)| is_plain(name)) {
            Some((hash, name)) => {
                differences.extend(difference(folder, name, hash));
                recorded.insert(name.to_string());
            }
            None => differences.push(Difference::NoRecord(line.to_string())),
        }
    }
    let mut present: Vec<String> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<_>>()?;
    present.sort();
    let unrecorded = present.into_iter().filter(|name| may_be_taken(name) && !recorded.contains(name));
    differences.extend(unrecorded.map(Difference::Unrecorded));
    differences.extend(match keep::read_summary(folder) {
        Some(hash) => difference(folder, summary::NAME, &hash),
        None => Some(Difference::Unrecorded(summary::NAME.to_string())),
    });
    Ok((recorded.len(), differences))
}

/// Returns whether a file may be taken for one that a run has made, whatever the case of its ending.
fn may_be_taken(name: &str) -> bool {
    const ENDINGS: [&str; 5] = ["pdf", "json", "ofd", "docx", "xlsx"];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && !summary::is_summary(name)
}

/// Compares one file with what was recorded of it.
fn difference(folder: &Path, name: &str, hash: &str) -> Option<Difference> {
    let path = folder.join(name);
    let is_file = std::fs::metadata(&path).map(|metadata| metadata.is_file());
    let found = match is_file {
        Ok(true) => sha256::of_file(&path),
        Ok(false) => Err(io::Error::other("不是文件")),
        Err(error) => Err(error),
    };
    match found {
        Ok(found) if found == hash => None,
        Ok(_) => Some(Difference::Changed(name.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Difference::Missing(name.to_string())),
        Err(error) => Some(Difference::Unreadable(name.to_string(), in_words(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_named_and_none_ends_the_check() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        let of = |text: &str| sha256::of(text);
        for name in ["甲.pdf", "甲.json", "乙.pdf", "多.pdf", "假.PDF", "假.xlsx", "summary.json", "别的.txt"]
        {
            write(name, name);
        }
        std::fs::create_dir(folder.path().join("丙.pdf")).expect("made");
        let (good, other) = (of("甲.pdf"), of(""));
        let sums = [
            format!("{good}  甲.pdf"),
            format!("{other}  甲.json"),
            format!("{}  乙.pdf", of("乙.pdf")),
            format!("{other}  丙.pdf"),
            format!("{other}  丁.pdf"),
            format!("{other}  ../甲.pdf"),
            format!("{other}  /dev/zero"),
            "乱写".to_string(),
        ];
        write("SHA256SUMS", &sums.join("\n"));
        let (n, differences) = verify(folder.path()).expect("it is there");
        let name = |text: &str| text.to_string();
        assert_eq!(n, 5);
        assert_eq!(
            differences,
            [
                Difference::Changed(name("甲.json")),
                Difference::Unreadable(name("丙.pdf"), name("不是文件")),
                Difference::Missing(name("丁.pdf")),
                Difference::NoRecord(format!("{other}  ../甲.pdf")),
                Difference::NoRecord(format!("{other}  /dev/zero")),
                Difference::NoRecord(name("乱写")),
                Difference::Unrecorded(name("假.PDF")),
                Difference::Unrecorded(name("假.xlsx")),
                Difference::Unrecorded(name("多.pdf")),
                Difference::Unrecorded(name("summary.json")),
            ]
        );
        std::fs::create_dir(folder.path().join(".banxin")).expect("made");
        let last = || verify(folder.path()).expect("it is there").1.pop();
        keep::write_summary(folder.path(), &of("summary.json")).expect("written");
        assert_eq!(last(), Some(Difference::Unrecorded(name("多.pdf"))));
        write("summary.json", "[]");
        assert_eq!(last(), Some(Difference::Changed(name("summary.json"))));
    }
}
