//! `banxin init`: the blank registers and a commented configuration file.

use std::fs;

use crate::batch::output as whole;
use crate::blank;
use crate::cli::args::InitArgs;
use crate::cli::outcome::CommandError;
use crate::cli::{output, terminal};
use crate::folder::in_words;

/// Writes the blank registers into a folder; a file that is there already is never replaced.
pub(in crate::cli) fn run(args: &InitArgs) -> Result<(), CommandError> {
    let folder = &args.folder;
    let files =
        blank::files().map_err(|error| CommandError::not_made(format!("登记表未能写出（{error}）")))?;
    let taken: Vec<&str> =
        files.iter().filter(|file| folder.join(file.name).exists()).map(|file| file.name).collect();
    if !taken.is_empty() {
        let message = format!("{} 里已有 {}，没有写任何文件", folder.display(), taken.join("、"));
        return Err(CommandError::not_made(message).hint("换一个文件夹，或先移走这些文件"));
    }
    whole::look_at_names(folder).and_then(|()| fs::create_dir_all(folder)).map_err(|error| {
        CommandError::not_made(format!("无法建立文件夹 {}（{}）", folder.display(), in_words(&error)))
            .hint("检查路径和写入权限")
    })?;
    for file in &files {
        output::write(&folder.join(file.name), &file.bytes)?;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    terminal::complain(&format!(
        "已在 {} 写好 {} 个文件：{}\n",
        folder.display(),
        files.len(),
        names.join("、")
    ));
    Ok(())
}
