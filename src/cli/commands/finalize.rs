//! `banxin finalize`: one unit's files and its revised draft to the PDF that is filed.

use std::collections::BTreeMap;
use std::path::Path;

use crate::bounded;
use crate::checklist;
use crate::cli::args::{Changes as Asked, FinalizeArgs};
use crate::cli::commands::report::{command_error, named};
use crate::cli::config::{self, Job};
use crate::cli::outcome::CommandError;
use crate::cli::output::{self, ListFormat};
use crate::cli::terminal;
use crate::folder::in_words;
use crate::pipeline::{self, Revision};
use crate::revision::changes::Changes;
use crate::settings::carried::{Answers, OpenChanges};
use crate::source::{MAX_FILE_BYTES, Source};

/// Makes the report in the leaders' words and writes it, with the list of changes where it is asked for.
pub(in crate::cli) fn run(args: &FinalizeArgs) -> Result<(), CommandError> {
    let list = args.changes_list.as_deref().map(|path| Listed::of(path).map(|listed| (path, listed)));
    let list = list.transpose()?;
    let ofd = args.ofd.as_deref().map(|path| named(path, "ofd")).transpose()?;
    let outputs = [
        ("-o", args.output.as_ref(), "pdf"),
        ("--ofd", args.ofd.as_ref(), "ofd"),
        ("--figures", args.set.figures.as_ref(), "json"),
        ("--audit", args.set.audit.as_ref(), "json"),
    ];
    output::look_at(&outputs, "PDF 用 -o 文件.pdf，OFD 用 --ofd 文件.ofd，数字和版面核查用 .json")?;
    let answers = answers(args)?;
    let docx = docx(&args.revised)?;
    let job = Job::finalize(args, &docx.bytes)?;
    let engine = config::engine(&args.set.fonts, &job.settings.fonts)?;
    let options = job.options(&args.set, args.output.is_some(), ofd.is_some());
    let revision = Revision { docx, answers };
    let made = pipeline::finalize(&engine, &job.sources, &job.settings, &options, &revision);
    let diagnostics = [job.diagnostics, made.diagnostics].concat();
    terminal::diagnostics(&diagnostics, args.set.warnings);
    // What was changed is of most use where something is wrong with it.
    if let (Some((path, format)), Some(checked)) = (list, &made.output.checked) {
        let bytes = match format {
            Listed::Pdf => pipeline::changes_pdf(&engine, &checked.list, &job.settings.standards),
            Listed::Docx => pipeline::changes_docx(&engine, &checked.list, &job.settings),
            Listed::List(format) => Ok(list_bytes(format, &checked.changes)?),
        };
        output::write(path, &bytes.map_err(command_error)?)?;
        terminal::complain(&format!("已写出修改对照 {}\n", path.display()));
    }
    let report = made.output.report.map_err(command_error)?;
    for (path, bytes) in [(&args.output, &report.pdf), (&args.ofd, &report.ofd)] {
        if let (Some(path), Some(bytes)) = (path, bytes) {
            output::write(path, bytes)?;
            terminal::complain(&format!("已定稿 {}，共 {} 页\n", path.display(), report.pages.len()));
        }
    }
    if let Some(path) = &args.set.figures {
        output::write(path, report.analysis.figures.to_json().as_bytes())?;
    }
    if let Some(path) = &args.set.audit {
        output::write(path, report.audit.to_json().as_bytes())?;
    }
    terminal::complain(&config::faces_used(&engine));
    Ok(())
}

/// How 修改对照 is written.
enum Listed {
    /// For Word.
    Docx,
    /// To be printed.
    Pdf,
    /// As a list.
    List(ListFormat),
}

impl Listed {
    /// Tells it by the ending of its file.
    fn of(path: &Path) -> Result<Listed, CommandError> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("docx") => Ok(Listed::Docx),
            Some("pdf") => Ok(Listed::Pdf),
            _ => ListFormat::by_ending(path).map(Listed::List).ok_or_else(|| {
                let what = "应以 .docx、.pdf、.xlsx、.json 或 .txt 结尾";
                CommandError::wrong_use(format!("--changes-list 的文件 `{}` {what}", path.display()))
            }),
        }
    }
}

/// Reads the revised draft.
fn docx(path: &Path) -> Result<Source, CommandError> {
    let bytes = bounded::read(path, MAX_FILE_BYTES).map_err(|error| {
        let message = format!("无法读取修改稿 {}（{}）", path.display(), in_words(&error));
        CommandError::wrong_use(message).hint("第一个路径是修改过的送审稿（.docx），后面是台账所在的文件夹")
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source { name, bytes })
}

/// Takes what the office says of how the draft is taken over.
fn answers(args: &FinalizeArgs) -> Result<Answers, CommandError> {
    let mut allowed = BTreeMap::new();
    for one in &args.allow_figure {
        let (id, reason) =
            one.split_once('=').map_or((one.as_str(), ""), |(id, reason)| (id.trim(), reason.trim()));
        if id.is_empty() || reason.is_empty() {
            let error = CommandError::wrong_use(format!("--allow-figure `{one}` 应写成 数字=理由"));
            return Err(error.hint("数字的名称见出错提示或修改对照，如 attendance-rate.1=补录了两次学习"));
        }
        allowed.insert(id.to_string(), reason.to_string());
    }
    let changes = match args.changes {
        Asked::Refuse => OpenChanges::Refuse,
        Asked::Accept => OpenChanges::Accept,
        Asked::Reject => OpenChanges::Reject,
    };
    Ok(Answers { changes, ignore_comments: args.ignore_comments, allowed })
}

/// Writes the list of changes in a file's format.
fn list_bytes(format: ListFormat, changes: &Changes) -> Result<Vec<u8>, CommandError> {
    Ok(match format {
        ListFormat::Json => changes.to_json().into_bytes(),
        ListFormat::Text => changes.to_text().into_bytes(),
        ListFormat::Xlsx => checklist::changes_xlsx(changes)
            .map_err(|error| CommandError::not_made(format!("修改对照未能写出（{error}）")))?,
    })
}
