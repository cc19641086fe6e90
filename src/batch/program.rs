//! The hash of everything that the program is made from: what a new program would set or word
//! otherwise, a batch makes again.
//!
//! The build script computes it, and hands it over in `BANXIN_PROGRAM_SHA256`.

use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What reports are shaped by, in the repository: code with its words and rules, templates, and
/// the faces by their hashes.
pub const PARTS: [&str; 5] = ["Cargo.lock", "core/src", "fonts/SHA256SUMS", "src", "templates"];

/// Returns the hash of the program's files below the repository's root, as hexadecimal digits.
///
/// It is the same on every machine: files are taken by name, named from the root, and read
/// without carriage returns, which Git may add.
pub fn sha256(root: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    for name in files(root)? {
        let mut bytes = fs::read(root.join(&name))?;
        bytes.retain(|byte| *byte != b'\r');
        // Lengths part the pieces, so that no two sets of files run together into one.
        for piece in [name.as_bytes(), bytes.as_slice()] {
            hasher.update(piece.len().to_le_bytes());
            hasher.update(piece);
        }
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Lists the program's files by name.
fn files(root: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut open: Vec<String> = PARTS.map(String::from).to_vec();
    while let Some(name) = open.pop() {
        if root.join(&name).is_dir() {
            for entry in fs::read_dir(root.join(&name))? {
                open.push(format!("{name}/{}", entry?.file_name().to_string_lossy()));
            }
        } else {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn all_that_shapes_a_report_is_covered() {
        let files = files(root()).expect("the repository");
        for name in [
            "core/src/document/wording/mod.rs",
            "core/src/findings/forms.toml",
            "core/src/findings/places.txt",
            "core/src/findings/rules.toml",
            "core/src/findings/topics.toml",
            "src/pages/engine.rs",
            "templates/gb9704/theme.typ",
        ] {
            assert!(files.iter().any(|file| file == name), "{name}");
        }
        // Whatever the code takes in lies in one of the parts; faces are covered by their hashes.
        let sums = fs::read_to_string(root().join("fonts/SHA256SUMS")).expect("UTF-8");
        let mut n = 0;
        for file in files.iter().filter(|file| file.ends_with(".rs") && !file.ends_with("program.rs")) {
            let text = fs::read_to_string(root().join(file)).expect("UTF-8");
            for part in
                ["include_str!(\"", "include_bytes!(\""].iter().flat_map(|call| text.split(call).skip(1))
            {
                let folder = root().join(file);
                let taken = folder.parent().expect("a folder").join(part.split('"').next().expect("a name"));
                let taken = taken.canonicalize().expect("it is there");
                let name = taken.strip_prefix(root().canonicalize().expect("it is there")).expect("in it");
                let name = name.to_string_lossy().replace('\\', "/");
                let is_face = name.strip_prefix("fonts/").is_some_and(|face| sums.contains(face));
                assert!(is_face || files.contains(&name), "{file} takes in {name}");
                n += 1;
            }
        }
        assert!(n > 30, "{n}");
    }

    #[test]
    fn the_hash_follows_each_file_and_no_path() {
        let make = |words: &str| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            for part in PARTS {
                let path = folder.path().join(part);
                let is_file = part.contains('.') || part.contains("SHA");
                let path = if is_file { path } else { path.join("words.rs") };
                fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                fs::write(path, if part == "core/src" { words } else { "" }).expect("written");
            }
            sha256(folder.path()).expect("readable")
        };
        let first = make("学习\n");
        assert_eq!(first, make("学习\n"));
        assert_eq!(first, make("学习\r\n"));
        assert_ne!(first, make("研讨\n"));
        assert_eq!(first.len(), 64);
    }

    #[test]
    fn the_program_knows_its_own_hash() {
        assert_eq!(sha256(root()).expect("readable"), env!("BANXIN_PROGRAM_SHA256"));
    }
}
