//! `banxin verify`: whether filed reports are still those that were made.

use std::path::Path;

use crate::batch::{self, Difference};
use crate::bounded;
use crate::cli::args::VerifyArgs;
use crate::cli::outcome::CommandError;
use crate::cli::terminal;
use crate::folder::in_words;
use crate::pages::Engine;
use crate::verify::{Verdict, verify};

/// The most bytes a filed report may have (256 MiB).
const MAX_FILED_BYTES: usize = 256 << 20;

/// Compares and says what differs; fails where something does.
pub(in crate::cli) fn run(args: &VerifyArgs) -> Result<(), CommandError> {
    if args.path.is_dir() { folder(&args.path) } else { file(&args.path) }
}

/// Compares the reports of a folder with their recorded hashes.
fn folder(path: &Path) -> Result<(), CommandError> {
    let (n, differences) = batch::verify(path).map_err(|error| {
        CommandError::not_made(format!("无法核对 {}（{}）", path.display(), in_words(&error)))
            .hint("这个文件夹应当是 batch 的输出文件夹，里面有 SHA256SUMS")
    })?;
    for difference in &differences {
        terminal::print(&match difference {
            Difference::Missing(name) => format!("缺少 {name}\n"),
            Difference::Changed(name) => format!("已被改动 {name}\n"),
            Difference::Unrecorded(name) => format!("没有记录 {name}\n"),
            Difference::Unreadable(name, reason) => format!("读不出来 {name}（{reason}）\n"),
            Difference::NoRecord(line) => format!("SHA256SUMS 里有一行不是本文件夹的文件：{line}\n"),
        });
    }
    terminal::print(&format!("核对 {n} 个文件，{} 处不一致\n", differences.len()));
    if differences.is_empty() { Ok(()) } else { Err(CommandError::already_told()) }
}

/// Makes a report again from the registers inside it, and compares.
fn file(path: &Path) -> Result<(), CommandError> {
    let bytes = bounded::read(path, MAX_FILED_BYTES).map_err(|error| {
        CommandError::not_made(format!("无法读取 {}（{}）", path.display(), in_words(&error)))
            .hint("检查路径和读取权限")
    })?;
    let verdict = verify(&Engine::new(), &bytes).map_err(|error| {
        CommandError::not_made(format!("无法核对 {}：{error}", path.display()))
            .hint("能核对的是用 report --attach-sources 生成、没有被其他软件改存的 PDF 或 OFD")
    })?;
    terminal::print(&told(&verdict));
    if verdict.is_same() { Ok(()) } else { Err(CommandError::already_told()) }
}

/// Says what comparing has shown.
fn told(verdict: &Verdict) -> String {
    let how = if verdict.same_bytes.is_none() { "已重新计算" } else { "已重新生成" };
    let mut text = format!("附带 {} 个台账，{how}\n", verdict.n_sources);
    for (name, sha256) in &verdict.originals {
        text += &format!("{name} 留的是文字；与原文件是否一致，请比对原文件的 SHA-256：{sha256}\n");
    }
    for (key, then, now) in &verdict.figures {
        text += &format!("数字不同 {key}：文件中为 {then}，重新计算为 {now}\n");
    }
    text += match (verdict.same_figures, verdict.figures.is_empty()) {
        (true, _) => "全部数字一致\n",
        (false, true) => "数字一致，来源单元格或说明不同\n",
        (false, false) => "",
    };
    text += &match verdict.same_bytes {
        Some(true) => "与重新生成的文件逐字节一致\n".to_string(),
        Some(false) => "与重新生成的文件不是同样的字节\n".to_string(),
        None => {
            format!("文字和版面没有核对：`{}` 只留了校验值，不能重新生成\n", verdict.unkept.join("`、`"))
        }
    };
    let now = env!("CARGO_PKG_VERSION");
    if !verdict.is_same() && verdict.made_by != now {
        text += &format!("文件由 {} 版生成，核对用的是 {now} 版，不同可能由此而来\n", verdict.made_by);
    } else if verdict.same_figures && verdict.same_bytes == Some(false) {
        text += "可能改动过文件（OFD 盖章也算），或生成时用了 --fonts、--proof\n";
    }
    text
}
