//! Reading files that anybody may have put there: regular files only, and never more than a bound.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Opens a file.
///
/// A pipe, a device or a socket is refused before it is opened: opening or reading one may never end.
///
/// # Errors
///
/// Besides those of the system, [`io::ErrorKind::IsADirectory`] for a folder.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(io::Error::other("不是普通文件"));
    }
    File::open(path)
}

/// Reads a file, but not more than one byte beyond `most`, by which the caller sees that it is too
/// large.
pub(crate) fn read_up_to(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file of at most so many bytes.
///
/// # Errors
///
/// Those of [`open`], and one that names the bound where the file has more.
pub(crate) fn read(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let bytes = read_up_to(path, most)?;
    if bytes.len() > most {
        return Err(io::Error::other(format!("超过 {} MB 的上限", most.div_ceil(1 << 20))));
    }
    Ok(bytes)
}

/// Reads a text in UTF-8 of at most so many bytes.
pub(crate) fn read_text(path: &Path, most: usize) -> io::Result<String> {
    String::from_utf8(read(path, most)?).map_err(|_| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_within_the_bound_are_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("甲.toml");
        fs::write(&path, [0xFF, b'a', b'b']).expect("written");
        assert_eq!(read(&path, 3).expect("three bytes"), [0xFF, b'a', b'b']);
        assert_eq!(read_up_to(&path, 1).expect("cut"), [0xFF, b'a']);
        let told = |result: io::Result<Vec<u8>>| result.expect_err("refused").to_string();
        assert_eq!(told(read(&path, 2)), "超过 1 MB 的上限");
        assert_eq!(read_text(&path, 3).expect_err("no text").kind(), io::ErrorKind::InvalidData);
        assert_eq!(read(folder.path(), 3).expect_err("a folder").kind(), io::ErrorKind::IsADirectory);
        assert_eq!(
            read(&folder.path().join("乙"), 3).expect_err("not there").kind(),
            io::ErrorKind::NotFound
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_opened() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("甲.toml");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("it runs");
        assert!(made.success());
        for path in [path.as_path(), Path::new("/dev/zero")] {
            assert_eq!(read(path, 3).expect_err("refused").to_string(), "不是普通文件", "{}", path.display());
        }
    }
}
