//! `banxin batch`: one report for every unit of a folder.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::{self, Made, Options, Progress, Status, Summary};
use crate::cli::args::BatchArgs;
use crate::cli::{CommandError, terminal};
use crate::pdf::Engine;

/// Plans, shows the plan, works, and says what became of it; or joins what shards left.
pub(in crate::cli) fn run(args: &BatchArgs) -> Result<(), CommandError> {
    if let Some(out) = &args.merge {
        let summary = batch::merge(out).map_err(|error| {
            CommandError::not_made(format!("无法合并 {}（{error}）", out.display()))
                .hint("这个文件夹应当是各份共同的输出文件夹")
        })?;
        return conclude(&summary);
    }
    match (&args.folder, &args.output) {
        (Some(folder), Some(output)) => make(args, folder, output),
        _ => Err(CommandError::wrong_use("缺少文件夹").hint("运行 `banxin batch --help` 查看用法")),
    }
}

/// Makes the reports of a folder.
fn make(args: &BatchArgs, folder: &Path, output: &Path) -> Result<(), CommandError> {
    let plan = batch::plan(folder, output).map_err(|error| {
        CommandError::not_made(error.to_string()).hint("每个单位一个文件夹，放在同一个文件夹里")
    })?;
    let n_units = plan.part(args.shard).len();
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let n_workers = args.jobs.unwrap_or_else(cores).max(1);
    terminal::complain(&format!(
        "共 {n_units} 个单位，{} 个线程，写到 {}\n",
        n_workers.min(n_units),
        output.display()
    ));

    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    // Running reports are finished; a second Ctrl-C is the system's.
    let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));

    let engine = Engine::new();
    let display = Display::new(n_units);
    let options = Options { n_workers, force: args.force, shard: args.shard };
    let summary = batch::run(&engine, &plan, output, options, &display, &stop)
        .map_err(|error| CommandError::not_made(format!("无法写入 {}（{error}）", output.display())))?;
    display.bar.finish_and_clear();

    for gone in &summary.gone {
        terminal::complain(&format!("上次有、这次没有的单位：{gone}\n"));
    }
    if stop.load(Ordering::Relaxed) {
        return Err(CommandError::not_made("已按要求停止").hint("再运行一次，会从停下的地方继续"));
    }
    conclude(&summary)
}

/// Says what became of the units; fails where one has no report.
fn conclude(summary: &Summary) -> Result<(), CommandError> {
    for record in summary.records.iter().filter(|record| record.status == Status::Failed) {
        terminal::complain(&format!("未生成 {}：{}\n", record.unit, record.reason));
    }
    let n = |status| summary.n(status);
    terminal::complain(&format!(
        "生成 {}，未变 {}，未生成 {}\n",
        n(Status::Made),
        n(Status::Unchanged),
        n(Status::Failed)
    ));
    if n(Status::Failed) > 0 { Err(CommandError::already_told()) } else { Ok(()) }
}

/// A bar on a terminal, plain lines elsewhere.
struct Display {
    bar: ProgressBar,
    is_terminal: bool,
}

impl Display {
    fn new(n_units: usize) -> Display {
        use std::io::IsTerminal;
        let is_terminal = std::io::stderr().is_terminal();
        let bar = if is_terminal {
            ProgressBar::new(u64::try_from(n_units).unwrap_or(u64::MAX))
        } else {
            ProgressBar::hidden()
        };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}　每秒 {per_sec}　剩余 {eta}　{msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Display { bar, is_terminal }
    }
}

impl Progress for Display {
    fn finished(&self, made: &Made) {
        self.bar.inc(1);
        let record = &made.record;
        let word = match record.status {
            Status::Made => "已生成",
            Status::Unchanged => "未变",
            Status::Failed => "未生成",
        };
        if self.is_terminal {
            if record.status == Status::Failed {
                self.bar.println(format!("未生成 {}：{}", record.unit, record.reason));
            }
        } else {
            terminal::complain(&format!("{word} {}\n", record.unit));
        }
    }
}
