//! Files written whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Component, Path};

use crate::batch::names::is_fit_for_windows;

/// Writes a file beside its place, then renames it there.
///
/// The disk is not waited for: a killed program loses nothing by that, and after a power cut
/// the next run finds the file's hash wrong and makes it again. Waiting halved the speed.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_by(path, |file| file.write_all(bytes))
}

/// Does the same with a file that is written piece by piece.
pub(super) fn write_by(path: &Path, pieces: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    look_at_names(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Opened and renamed as any other file: a report is as open as those, on Windows it bears no mark of
    // a temporary file, and paths of more than 260 characters are written to as well.
    let make = |beside: &Path| File::options().write(true).create_new(true).open(beside);
    let made = tempfile::Builder::new().prefix(".banxin-").suffix(".tmp").make_in(folder, make)?;
    let (mut file, mut beside) = made.into_parts();
    pieces(&mut file)?;
    drop(file);
    std::fs::rename(&beside, path)?;
    beside.disable_cleanup(true);
    Ok(())
}

/// Refuses a path that is to be made, where Windows would take a name in it for a device, a hidden part of
/// another file or another name.
pub fn look_at_names(path: &Path) -> io::Result<()> {
    let is_fit = |part: Component<'_>| match part {
        Component::Normal(name) => name.to_str().is_none_or(is_fit_for_windows),
        _ => true,
    };
    if cfg!(windows) && !path.components().all(is_fit) {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, "Windows 不能用这个名称"));
    }
    Ok(())
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what a killed run left half-written.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(".banxin-") && name.ends_with(".tmp") {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_whole_wherever_they_lie() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Windows' own bound is 260 characters.
        let deep =
            folder.path().join("清溪镇".repeat(20)).join("石桥镇".repeat(20)).join("上半年".repeat(20));
        std::fs::create_dir_all(&deep).expect("made");
        let path = deep.join("报告.pdf");
        for bytes in [b"1".as_slice(), b"22"] {
            write(&path, bytes).expect("written");
            assert_eq!(std::fs::read(&path).expect("there"), bytes);
        }
        let names = std::fs::read_dir(&deep).expect("a folder").count();
        assert_eq!(names, 1, "nothing is left beside it");
    }

    #[test]
    fn names_that_windows_does_not_take_are_refused_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["CON.pdf", "甲:1.pdf", "甲.", "nul/甲.pdf"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).ok();
            assert_eq!(write(&path, b"1").is_err(), cfg!(windows), "{name}");
        }
    }

    /// As Excel and readers of PDFs hold what they show.
    #[cfg(windows)]
    #[test]
    fn what_another_program_shows_is_told_to_be_open() {
        use std::os::windows::fs::OpenOptionsExt;
        const FILE_SHARE_READ: u32 = 1;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("汇总表.xlsx");
        write(&path, b"1").expect("written");
        let shown = File::options().read(true).share_mode(FILE_SHARE_READ).open(&path).expect("open");
        let error = write(&path, b"2").expect_err("it is open");
        assert!(crate::folder::in_words(&error).contains("正被别的程序打开"), "{error}");
        drop(shown);
        write(&path, b"2").expect("written");
    }
}
