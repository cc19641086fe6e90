//! `banxin verify`: whether filed reports are still those that were made.

use crate::batch::{self, Difference};
use crate::cli::args::VerifyArgs;
use crate::cli::{CommandError, terminal};

/// Compares and says what differs; fails where something does.
pub(in crate::cli) fn run(args: &VerifyArgs) -> Result<(), CommandError> {
    let (n, differences) = batch::verify(&args.folder).map_err(|error| {
        CommandError::not_made(format!("无法核对 {}（{error}）", args.folder.display()))
            .hint("这个文件夹应当是 batch 的输出文件夹，里面有 SHA256SUMS")
    })?;
    for difference in &differences {
        terminal::print(&match difference {
            Difference::Missing(name) => format!("缺少 {name}\n"),
            Difference::Changed(name) => format!("已被改动 {name}\n"),
            Difference::Unrecorded(name) => format!("没有记录 {name}\n"),
        });
    }
    terminal::print(&format!("核对 {n} 份报告，{} 处不一致\n", differences.len()));
    if differences.is_empty() { Ok(()) } else { Err(CommandError::already_told()) }
}
