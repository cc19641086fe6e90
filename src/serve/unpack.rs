//! A zip as files with safe names, unpacked no further than allowed.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use encoding_rs::GBK;
use memchr::memmem;
use zip::ZipArchive;

use crate::analysis::Stop;
use crate::diagnostic::Diagnostic;
use crate::serve::answer::Refusal;
use crate::source::MAX_FILE_BYTES;

/// The most entries that a zip's directory may list; each costs memory before it is looked at.
const MAX_LISTED: usize = 100_000;
/// The most bytes of one folder's or file's name: what file systems take.
const MAX_NAME_BYTES: usize = 255;
/// The most folders within folders.
const MAX_DEPTH: usize = 16;
/// What an entry may unpack to whatever its size.
const FREE_BYTES: u64 = 1 << 20;

/// How far a zip may be unpacked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The most files.
    pub files: usize,
    /// The most bytes of all files; what is used is taken off.
    pub bytes: u64,
    /// How many times its size an entry may unpack to.
    pub ratio: u64,
}

/// A file of a zip: the names on its path, the last its own.
pub(super) type Names = Vec<String>;

/// A file and the names on its path.
pub(super) type Named = (Names, Vec<u8>);

/// An opened zip whose names are known to be safe.
pub(super) struct Zip<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The files worth reading: their position and names.
    files: Vec<(usize, Names)>,
}

impl<'a> Zip<'a> {
    /// Opens a zip and checks the names of all that it holds.
    pub(super) fn open(bytes: &'a [u8], room: &Room) -> Result<Zip<'a>, Refusal> {
        // A panic of the reader on damaged data is a fault of the data.
        let opened = catch_unwind(AssertUnwindSafe(|| Zip::open_sound(bytes, room)));
        opened.unwrap_or_else(|_| Err(damaged()))
    }

    fn open_sound(bytes: &'a [u8], room: &Room) -> Result<Zip<'a>, Refusal> {
        if memmem::find_iter(bytes, b"PK\x01\x02").take(MAX_LISTED + 1).count() > MAX_LISTED {
            return Err(Refusal::too_large("压缩包里的文件太多"));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let mut files = Vec::new();
        let mut seen = BTreeSet::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| damaged())?;
            let names = names(entry.name_raw())?;
            let kind = entry.unix_mode().map_or(0, |mode| mode & 0o170_000);
            if !matches!(kind, 0 | 0o100_000 | 0o040_000) {
                return Err(refused("压缩包里有链接或特殊文件").hint("只放普通文件，重新压缩再试"));
            }
            if entry.encrypted() {
                return Err(refused("压缩包加了密码").hint("取消密码后重新压缩再试"));
            }
            let is_folder = kind == 0o040_000 || entry.name_raw().ends_with(b"/");
            if is_folder || names.iter().any(|name| is_hidden(name)) {
                continue;
            }
            if !seen.insert(names.clone()) {
                return Err(refused(format!("压缩包里有两个 `{}`", names.join("/"))));
            }
            if files.len() >= room.files {
                return Err(Refusal::too_large(format!("压缩包里的文件超过 {} 个", room.files)));
            }
            files.push((index, names));
        }
        Ok(Zip { archive, files })
    }

    /// Returns the names of the files.
    pub(super) fn names(&self) -> impl Iterator<Item = &Names> {
        self.files.iter().map(|(_, names)| names)
    }

    /// Unpacks the files that are wanted, one by one.
    pub(super) fn unpack(
        mut self,
        room: &mut Room,
        stop: &Stop,
        is_wanted: impl Fn(&Names) -> bool,
        mut take: impl FnMut(Names, Vec<u8>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        for (index, names) in std::mem::take(&mut self.files) {
            if stop.is_asked() {
                return Err(Refusal::busy("这次处理已停止"));
            }
            if is_wanted(&names) {
                let read = catch_unwind(AssertUnwindSafe(|| self.read(index, &names, room)));
                let bytes = read.unwrap_or_else(|_| Err(damaged()))?;
                take(names, bytes)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, index: usize, names: &Names, room: &mut Room) -> Result<Vec<u8>, Refusal> {
        let name = names.join("/");
        let damaged = || refused(format!("压缩包里的 `{name}` 已损坏")).hint("重新压缩再试");
        let entry = self.archive.by_index(index).map_err(|_| damaged())?;
        let by_ratio = entry.compressed_size().saturating_mul(room.ratio).saturating_add(FREE_BYTES);
        let limit = by_ratio.min(room.bytes).min(MAX_FILE_BYTES as u64);
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        let n_bytes = bytes.len() as u64;
        if n_bytes > limit {
            return Err(if limit == by_ratio {
                refused(format!("压缩包里的 `{name}` 压缩比异常，已拒绝解压"))
            } else {
                Refusal::too_large(format!("压缩包解压后太大（到 `{name}` 为止）"))
            });
        }
        room.bytes -= n_bytes;
        Ok(bytes)
    }
}

/// Returns the refusal of a zip that cannot be opened.
fn damaged() -> Refusal {
    refused("压缩包打不开，可能没有下载或复制完").hint("重新压缩为 zip 再试")
}

/// Returns the refusal of a zip.
fn refused(message: impl Into<String>) -> Refusal {
    Refusal::because(Diagnostic::error("bad-zip", message))
}

/// Returns whether a file or folder is left by an operating system, not by the office.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "__MACOSX"
}

/// Splits an entry's name, which must be a relative path below where it is unpacked.
///
/// Zips made on Chinese Windows hold names in GBK and do not say so.
fn names(raw: &[u8]) -> Result<Names, Refusal> {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_string(),
        Err(_) => match GBK.decode_without_bom_handling_and_without_replacement(raw) {
            Some(text) => text.into_owned(),
            None => return Err(refused("压缩包里有文件名无法识别").hint("改用 UTF-8 或 GBK 文件名重新压缩")),
        },
    };
    let unsafe_name = |why: &str| {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
        Err(refused(format!("压缩包里的文件名 `{shown}` {why}，已拒绝")).hint("直接压缩单位的文件夹再试"))
    };
    if text.chars().any(char::is_control) {
        return unsafe_name("有控制字符");
    }
    if text.contains('\\') {
        return unsafe_name("有反斜杠");
    }
    if text.starts_with('/') || text.as_bytes().get(1) == Some(&b':') {
        return unsafe_name("是绝对路径");
    }
    let names: Names = text.split('/').filter(|name| !name.is_empty()).map(String::from).collect();
    if names.iter().any(|name| name == ".." || name == ".") {
        return unsafe_name("指向上级文件夹");
    }
    if names.len() > MAX_DEPTH || names.iter().any(|name| name.len() > MAX_NAME_BYTES) {
        return unsafe_name("太长");
    }
    if names.is_empty() { unsafe_name("是空的") } else { Ok(names) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const ROOM: Room = Room { files: 10, bytes: 8 << 20, ratio: 100 };

    /// Writes a zip; names are patched in afterwards, since the writer would clean them.
    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("started");
            zip.write_all(bytes).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }

    fn renamed(zip: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        assert_eq!(from.len(), to.len());
        let mut out = zip.to_vec();
        for at in memmem::find_iter(zip, from).collect::<Vec<_>>() {
            out[at..at + to.len()].copy_from_slice(to);
        }
        out
    }

    fn unpacked(bytes: &[u8]) -> Result<Vec<(String, usize)>, String> {
        let mut out = Vec::new();
        let mut room = ROOM;
        Zip::open(bytes, &room)
            .and_then(|zip| {
                zip.unpack(
                    &mut room,
                    &Stop::default(),
                    |_| true,
                    |names, bytes| {
                        out.push((names.join("/"), bytes.len()));
                        Ok(())
                    },
                )
            })
            .map(|()| out)
            .map_err(|refusal| refusal.message)
    }

    #[track_caller]
    fn refuses(bytes: &[u8], why: &str) {
        let message = unpacked(bytes).expect_err(why);
        assert!(message.contains(why), "{message}");
    }

    #[test]
    fn good_zips() {
        let zip = zipped(&[("清溪镇/考勤表.csv", b"abc"), ("__MACOSX/x", b"x"), ("清溪镇/.DS_Store", b"x")]);
        assert_eq!(unpacked(&zip), Ok(vec![("清溪镇/考勤表.csv".to_string(), 3)]));
        let gbk = renamed(&zipped(&[("abcd.csv", b"abc")]), b"abcd.csv", b"\xBF\xBC\xC7\xDA.csv");
        assert_eq!(unpacked(&gbk), Ok(vec![("考勤.csv".to_string(), 3)]));
    }

    #[test]
    fn names_that_lead_elsewhere() {
        let zip = zipped(&[("xxxxxxxxx.csv", b"abc")]);
        let with = |name: &[u8]| renamed(&zip, b"xxxxxxxxx.csv", name);
        refuses(&with(b"../../abc.csv"), "指向上级文件夹");
        refuses(&with(b"a/../../b.csv"), "指向上级文件夹");
        refuses(&with(b"/etc/abcd.csv"), "绝对路径");
        refuses(&with(b"C:/abcdef.csv"), "绝对路径");
        refuses(&with(b"..\\..\\abc.csv"), "反斜杠");
        refuses(&with(b"abc\0efghi.csv"), "控制字符");
        refuses(&with(b"\xFF\xFF\xFFxxxxxx.csv"), "无法识别");
    }

    #[test]
    fn links_and_bombs() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_symlink("link.csv", "/etc/passwd", SimpleFileOptions::default()).expect("added");
        refuses(&zip.finish().expect("finished").into_inner(), "链接");
        refuses(&zipped(&[("a.csv", &vec![0; 5 << 20])]), "压缩比异常");
        let noise: Vec<u8> = (0..5_u32 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        refuses(&zipped(&[("a.csv", &noise), ("b.csv", &noise)]), "解压后太大");
        let many: Vec<(String, &[u8])> = (0..11).map(|i| (format!("{i}.csv"), &b"x"[..])).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        refuses(&zipped(&many), "超过 10 个");
        refuses(b"PK\x03\x04 nothing", "打不开");
    }
}
