//! Files as the user asked for them: whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::batch::output as whole;
use crate::cli::outcome::CommandError;
use crate::folder::in_words;

/// Writes a file beside its place, then renames it there; `-` is standard output.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    if path == Path::new("-") {
        // A reader that closed the pipe has read all it wanted.
        return match std::io::stdout().write_all(bytes) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failed(path, &error)),
            _ => Ok(()),
        };
    }
    whole::write(path, bytes).map_err(|error| failed(path, &error))
}

/// Looks at where things are to go, before anything is made: an ending says what a file is, and
/// standard output holds one of them. Each comes with its option and the ending it may have;
/// the hint says how it is asked for rightly.
pub(super) fn look_at(outputs: &[(&str, Option<&PathBuf>, &str)], hint: &str) -> Result<(), CommandError> {
    let asked = || outputs.iter().filter_map(|(option, path, ending)| Some((option, path.as_ref()?, ending)));
    let on_stream: Vec<&str> =
        asked().filter(|(_, path, _)| path.as_path() == Path::new("-")).map(|(option, ..)| *option).collect();
    if on_stream.len() > 1 {
        let message = format!("{} 不能都写到标准输出", on_stream.join("、"));
        return Err(CommandError::wrong_use(message).hint("只留一个 -，其余的写明文件名"));
    }
    for (option, path, ending) in asked() {
        let own = path.extension().and_then(|own| own.to_str());
        // A folder is told of where it is written to; a device takes what it is given.
        let is_fit = path.as_path() == Path::new("-")
            || own.is_some_and(|own| own.eq_ignore_ascii_case(ending))
            || (path.exists() && !path.is_file());
        if !is_fit {
            let message = format!("{option} 的文件 `{}` 应以 .{ending} 结尾", path.display());
            return Err(CommandError::wrong_use(message).hint(hint));
        }
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> CommandError {
    let error_of_folder = path.parent().is_some_and(|f| !f.as_os_str().is_empty() && !f.is_dir());
    let hint = if matches!(error.kind(), ErrorKind::InvalidFilename | ErrorKind::InvalidInput) {
        "换一个名称"
    } else if path.is_dir() {
        "这是一个文件夹，请在后面写上文件名"
    } else if error_of_folder {
        "先建好这个文件夹，或换一个位置"
    } else {
        "检查磁盘空间和写入权限；文件正打开着的请先关闭"
    };
    CommandError::not_made(format!("无法写入 {}（{}）", path.display(), in_words(error))).hint(hint)
}

/// How a list is written, by the ending of its file.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListFormat {
    /// For programs.
    Json,
    /// To be read.
    Text,
    /// To be worked through.
    Xlsx,
}

impl ListFormat {
    /// Tells the format of the file that an option names.
    pub(super) fn of<'a>(path: &'a Path, option: &str) -> Result<(&'a Path, ListFormat), CommandError> {
        let format = ListFormat::by_ending(path).ok_or_else(|| {
            let message = format!("{option} 的文件 `{}` 应以 .xlsx、.json 或 .txt 结尾", path.display());
            CommandError::wrong_use(message)
        })?;
        Ok((path, format))
    }

    /// Tells the format by the ending of a file.
    pub(super) fn by_ending(path: &Path) -> Option<ListFormat> {
        match path.extension().and_then(|ending| ending.to_str())? {
            "xlsx" => Some(ListFormat::Xlsx),
            "json" => Some(ListFormat::Json),
            "txt" => Some(ListFormat::Text),
            _ => None,
        }
    }
}
