//! `banxin batch`: one report for every unit of a folder.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::analysis::Bounds;
use crate::batch::{self, County, Made, Options, Outcome, Outlook, PlanError, Progress, Status};
use crate::cli::args::BatchArgs;
use crate::cli::outcome::{CommandError, NOT_MADE};
use crate::cli::terminal::Warnings;
use crate::cli::{config, terminal};
use crate::folder::in_words;

/// Plans, shows the plan, works, and says what became of it; or joins what shards left.
pub(in crate::cli) fn run(args: &BatchArgs) -> Result<(), CommandError> {
    if let Some(out) = &args.merge {
        let engine = config::engine(&args.fonts, &batch::fonts_of_shards(out))?;
        let outcome = batch::merge(&engine, out).map_err(|error| {
            CommandError::not_made(format!("无法合并 {}（{}）", out.display(), in_words(&error)))
                .hint("这个文件夹应当是各份共同的输出文件夹")
        })?;
        return conclude(&outcome);
    }
    match (&args.folder, &args.output) {
        (Some(folder), Some(output)) => make(args, folder, output),
        _ => Err(CommandError::wrong_use("缺少文件夹").hint("运行 `banxin batch --help` 查看用法")),
    }
}

/// Makes the reports of a folder.
fn make(args: &BatchArgs, folder: &Path, output: &Path) -> Result<(), CommandError> {
    let plan = batch::plan(folder, output, &Bounds::default()).map_err(|error| {
        if let PlanError::Configuration(error) = &error {
            terminal::refusal(error);
            return CommandError::already_told();
        }
        let hint = match &error {
            PlanError::OutputIsUnit(_) | PlanError::OutputIsInput(_) => "另选一个输出文件夹",
            _ => "每个单位一个文件夹，放在同一个文件夹里；或一份各单位共用、有“单位”一栏的表",
        };
        // Why a register of all of them cannot be used.
        if let PlanError::Empty { diagnostics, .. } = &error {
            terminal::diagnostics(diagnostics, Warnings::Show);
        }
        CommandError::not_made(error.to_string()).hint(hint)
    })?;
    let outlook = batch::outlook(&plan, output, args.shard);
    let n_units = outlook.n_units;
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let n_workers = args.jobs.map_or_else(cores, std::num::NonZero::get);
    terminal::diagnostics(&plan.shared.diagnostics, Warnings::Show);
    show(&outlook, args, output, n_workers.min(n_units), plan.units.len());

    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    let _ = ctrlc::set_handler(move || {
        // Running reports are finished; who asks twice does not wait for them. What they were
        // writing lies beside its place and is swept up by the next run.
        if asked.swap(true, Ordering::Relaxed) {
            #[expect(clippy::disallowed_methods, reason = "there is nobody to return a status to")]
            std::process::exit(i32::from(NOT_MADE));
        }
    });

    let engine = config::engine(&args.fonts, &plan.fonts())?;
    terminal::complain(&config::faces_used(&engine));
    let display = Display::new(n_units);
    let options = Options {
        n_workers,
        force: args.force,
        shard: args.shard,
        settings: None,
        bounds: Bounds::default(),
    };
    let outcome = batch::run(&engine, &plan, output, options, &display, &stop).map_err(|error| {
        CommandError::not_made(format!("无法写入 {}（{}）", output.display(), in_words(&error)))
    })?;
    display.bar.finish_and_clear();

    if outcome.is_stopped {
        return Err(CommandError::not_made("已按要求停止").hint("再运行一次，会从停下的地方继续"));
    }
    conclude(&outcome)?;
    // What a shared register holds that cannot be read, no unit's report misses by name.
    if plan.shared.damages().next().is_some() { Err(CommandError::already_told()) } else { Ok(()) }
}

/// Names shown of a list; of more the rest is counted.
const MAX_SHOWN: usize = 10;

/// Shows what will be done, before anything is.
fn show(outlook: &Outlook, args: &BatchArgs, output: &Path, n_workers: usize, n_all: usize) {
    let mut text = match args.shard {
        None => format!("共 {} 个单位", outlook.n_units),
        Some(shard) => {
            format!(
                "第 {} 份（共 {} 份）：{} 个单位，全部 {n_all} 个",
                shard.index, shard.of, outlook.n_units
            )
        }
    };
    text += &format!("，{n_workers} 个线程，写到 {}\n", output.display());
    if outlook.n_kept > 0 {
        text += &format!("其中 {} 个上次已生成，", outlook.n_kept);
        text += if args.force { "按 --force 重新生成\n" } else { "没有变化的不重做\n" };
    }
    let renamed: Vec<String> =
        outlook.renamed.iter().map(|(unit, file)| format!("`{unit}` 的文件名为 {file}\n")).collect();
    text += &some_of(&renamed, "个单位的文件名与单位名不同");
    let gone: Vec<String> =
        outlook.gone.iter().map(|unit| format!("上次有、这次没有的单位：{unit}，它的报告还在\n")).collect();
    text += &some_of(&gone, "个单位这次没有");
    let alike = |(name, folders): &(String, Vec<String>)| {
        format!(
            "有 {} 个单位都叫 {name}（{}），报告各自生成，全县的不生成\n",
            folders.len(),
            folders.join("、")
        )
    };
    text += &some_of(&outlook.alike.iter().map(alike).collect::<Vec<String>>(), "个名称重复");
    let unlisted: Vec<String> = outlook
        .unlisted
        .iter()
        .map(|unit| format!("配置的 units 里没有的单位：{unit}，照样生成，不计入全县\n"))
        .collect();
    text += &some_of(&unlisted, "个单位不在 units 里");
    let idle = |name: &String| {
        format!("`{name}` 里没有台账，不算一个单位；应当报送的单位写进配置的 units，没有报送也会点名\n")
    };
    text += &some_of(&outlook.idle.iter().map(idle).collect::<Vec<String>>(), "个文件夹里没有台账");
    terminal::complain(&text);
}

/// Returns the first lines of a list, and how many more there are.
fn some_of(lines: &[String], what: &str) -> String {
    let mut text = lines.iter().take(MAX_SHOWN).map(String::as_str).collect::<String>();
    if lines.len() > MAX_SHOWN {
        text += &format!("……另有 {} {what}\n", lines.len() - MAX_SHOWN);
    }
    text
}

/// Says what became of the units and of the county's report; fails where one is missing.
fn conclude(outcome: &Outcome) -> Result<(), CommandError> {
    let summary = &outcome.summary;
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
    match &outcome.county {
        County::NotDue => {}
        County::Made { n_pages, diagnostics, .. } => {
            terminal::diagnostics(diagnostics, Warnings::Show);
            terminal::complain(&format!("汇总报告.pdf 共 {n_pages} 页\n"));
        }
        County::Failed(reason) => terminal::complain(&format!("未生成 汇总报告：{reason}\n")),
    }
    let is_whole = n(Status::Failed) == 0 && !matches!(outcome.county, County::Failed(_));
    if is_whole { Ok(()) } else { Err(CommandError::already_told()) }
}

/// A bar on a terminal, plain lines elsewhere.
struct Display {
    bar: ProgressBar,
    is_terminal: bool,
    n_failed: AtomicUsize,
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
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}　{per_sec}　剩余 {eta}　{msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Display { bar, is_terminal, n_failed: AtomicUsize::new(0) }
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
                let n = self.n_failed.fetch_add(1, Ordering::Relaxed) + 1;
                self.bar.set_message(format!("未生成 {n}"));
                let reason = record.reason.lines().next().unwrap_or_default();
                self.bar.println(terminal::harmless(&format!("未生成 {}：{reason}", record.unit)));
            }
        } else {
            terminal::complain(&format!("{word} {}\n", record.unit));
        }
    }
}
