//! Files written whole or not at all.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place, then renames it there.
///
/// The disk is not waited for: a killed program loses nothing by that, and after a power cut
/// the next run finds the file's hash wrong and makes it again. Waiting halved the speed.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Opened and renamed as any other file: a report is as open as those, on Windows it bears no mark of
    // a temporary file, and paths of more than 260 characters are written to as well.
    let make = |beside: &Path| File::options().write(true).create_new(true).open(beside);
    let made = tempfile::Builder::new().prefix(".banxin-").suffix(".tmp").make_in(folder, make)?;
    let (mut file, mut beside) = made.into_parts();
    file.write_all(bytes)?;
    drop(file);
    std::fs::rename(&beside, path)?;
    beside.disable_cleanup(true);
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
