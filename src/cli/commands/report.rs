//! `banxin report`: one unit's files to its PDF.

use std::path::{Path, PathBuf};

use crate::analysis::{self, Analysis, AnalysisError};
use crate::checklist;
use crate::cli::args::ReportArgs;
use crate::cli::config::{self, Job};
use crate::cli::outcome::{CommandError, OUR_BUG};
use crate::cli::output::{self, ListFormat};
use crate::cli::terminal;
use crate::cli::terminal::Warnings;
use crate::diagnostic::Diagnostic;
use crate::document;
use crate::pages;
use crate::pipeline::{self, Failure, RunOptions};
use crate::settings::Settings;
use crate::worksheet;

/// Makes the report and writes it, and its figures where they are asked for.
pub(in crate::cli) fn run(args: &ReportArgs) -> Result<(), CommandError> {
    let trace = args.trace.as_deref().map(|path| Ok((path, TraceFormat::of(path)?))).transpose()?;
    let worksheet = args.worksheet.as_deref().map(|path| ListFormat::of(path, "--worksheet")).transpose()?;
    let docx = args.docx.as_deref().map(|path| named(path, "docx")).transpose()?;
    let ofd = args.ofd.as_deref().map(|path| named(path, "ofd")).transpose()?;
    let explained = PathBuf::from("-");
    let outputs = [
        ("--explain", args.explain.then_some(&explained), "txt"),
        ("-o", args.output.as_ref(), "pdf"),
        ("--docx", args.docx.as_ref(), "docx"),
        ("--ofd", args.ofd.as_ref(), "ofd"),
        ("--figures", args.set.figures.as_ref(), "json"),
        ("--audit", args.set.audit.as_ref(), "json"),
    ];
    let hint = "PDF 用 -o 文件.pdf，送审稿用 --docx 文件.docx，OFD 用 --ofd 文件.ofd，数字和版面核查用 .json";
    output::look_at(&outputs, hint)?;
    let job = Job::report(args)?;
    if let (Some(path), None, None) = (docx, &args.output, ofd) {
        return draft(args, path, worksheet, job);
    }
    if args.explain {
        return explain(args, worksheet, &job);
    }
    let engine = config::engine(&args.set.fonts, &job.settings.fonts)?;
    let options = job.options(&args.set, args.output.is_some(), ofd.is_some());
    let made = pipeline::run(&engine, &job.sources, &job.settings, &options);
    let diagnostics = [job.diagnostics, made.diagnostics].concat();
    terminal::diagnostics(&diagnostics, args.set.warnings);
    let report = made.output.map_err(command_error)?;

    let files = [(&args.output, &report.pdf), (&args.ofd, &report.ofd)];
    for (path, bytes) in files {
        if let (Some(path), Some(bytes)) = (path, bytes) {
            output::write(path, bytes)?;
        }
    }
    if let Some(path) = &args.set.figures {
        output::write(path, report.analysis.figures.to_json().as_bytes())?;
    }
    if let Some(path) = &args.set.audit {
        output::write(path, report.audit.to_json().as_bytes())?;
    }
    write_worksheet(worksheet, &report.analysis, &job.settings, &diagnostics)?;
    if let Some(path) = docx {
        output::write(path, &pipeline::docx(&report.document, &job.settings, &report.layout))?;
        terminal::complain(&format!("已生成送审稿 {}\n", path.display()));
    }
    if let Some((path, format)) = trace {
        let trace = pages::trace(&report.document, &report.pages, report.audit.grid_lines);
        let text = match format {
            TraceFormat::Json => trace.to_json(),
            TraceFormat::Text => trace.to_text(),
        };
        output::write(path, text.as_bytes())?;
    }
    terminal::complain(&config::faces_used(&engine));
    for path in files.iter().filter_map(|(path, _)| path.as_ref()) {
        terminal::complain(&format!("已生成 {}，共 {} 页\n", path.display(), report.pages.len()));
    }
    Ok(())
}

/// Makes the draft alone: its pages are those that Word sets.
fn draft(
    args: &ReportArgs,
    path: &Path,
    worksheet: Option<(&Path, ListFormat)>,
    job: Job,
) -> Result<(), CommandError> {
    let of_pages = [
        ("--trace", args.trace.is_some()),
        ("--audit", args.set.audit.is_some()),
        ("--proof", args.set.proof),
        ("--attach-sources", args.set.attach_sources),
    ];
    if let Some((name, _)) = of_pages.iter().find(|(_, is_asked)| *is_asked) {
        return Err(CommandError::wrong_use(format!("{name} 针对 PDF 或 OFD，需与 -o 或 --ofd 同用")));
    }
    let engine = config::engine(&args.set.fonts, &job.settings.fonts)?;
    let options = RunOptions { deny_warnings: args.set.warnings == Warnings::Deny, ..RunOptions::default() };
    let made = pipeline::draft(&engine, &job.sources, &job.settings, &options);
    let diagnostics = [job.diagnostics, made.diagnostics].concat();
    terminal::diagnostics(&diagnostics, args.set.warnings);
    let draft = made.output.map_err(command_error)?;
    output::write(path, &draft.docx)?;
    if let Some(figures) = &args.set.figures {
        output::write(figures, draft.analysis.figures.to_json().as_bytes())?;
    }
    write_worksheet(worksheet, &draft.analysis, &job.settings, &diagnostics)?;
    terminal::complain(&format!("已生成送审稿 {}\n", path.display()));
    Ok(())
}

/// Takes the name of a file, which programs open by its ending.
pub(super) fn named<'a>(path: &'a Path, ending: &str) -> Result<&'a Path, CommandError> {
    let own = path.extension().and_then(|ending| ending.to_str());
    if path == Path::new("-") || own.is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
        return Ok(path);
    }
    Err(CommandError::wrong_use(format!("--{ending} 的文件 `{}` 应以 .{ending} 结尾", path.display())))
}

/// How the trace is written, by the ending of its file.
#[derive(Debug, Clone, Copy)]
enum TraceFormat {
    Json,
    Text,
}

impl TraceFormat {
    fn of(path: &Path) -> Result<TraceFormat, CommandError> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => Ok(TraceFormat::Json),
            Some("txt") => Ok(TraceFormat::Text),
            _ => {
                let message = format!("--trace 的文件 `{}` 应以 .json 或 .txt 结尾", path.display());
                Err(CommandError::wrong_use(message))
            }
        }
    }
}

/// Writes down what is left to do, where that is asked for.
fn write_worksheet(
    asked: Option<(&Path, ListFormat)>,
    analysis: &Analysis,
    settings: &Settings,
    diagnostics: &[Diagnostic],
) -> Result<(), CommandError> {
    let Some((path, format)) = asked else { return Ok(()) };
    let worksheet = worksheet::write(&analysis.material(settings)).with_warnings(diagnostics);
    let bytes = match format {
        ListFormat::Json => worksheet.to_json().into_bytes(),
        ListFormat::Text => checklist::to_do(&worksheet).into_bytes(),
        ListFormat::Xlsx => checklist::worksheet_xlsx(&worksheet)
            .map_err(|error| CommandError::not_made(format!("工作底稿未能写出（{error}）")))?,
    };
    output::write(path, &bytes)
}

/// Explains the figures, on standard output or in the file named.
fn explain(args: &ReportArgs, worksheet: Option<(&Path, ListFormat)>, job: &Job) -> Result<(), CommandError> {
    let analysed = analysis::analyse(&job.sources, &job.settings);
    let diagnostics = [job.diagnostics.clone(), analysed.diagnostics].concat();
    terminal::diagnostics(&diagnostics, args.set.warnings);
    let analysis = analysed.output.map_err(|error| command_error(error.into()))?;
    let text = document::explain(&analysis.dossier, &analysis.statistics, &analysis.findings);
    if let Some(path) = &args.set.figures {
        output::write(path, analysis.figures.to_json().as_bytes())?;
    }
    write_worksheet(worksheet, &analysis, &job.settings, &diagnostics)?;
    output::write(args.output.as_deref().unwrap_or(Path::new("-")), text.as_bytes())
}

/// Tells whose fault a failure is, once the diagnostics have been shown.
pub(super) fn command_error(failure: Failure) -> CommandError {
    let (message, is_bug) = (failure.to_string(), failure.is_bug());
    match failure {
        Failure::Analysis(AnalysisError::Limits(_)) | Failure::NoSession(_) => {
            CommandError::wrong_use(message)
        }
        // It is the first of the diagnostics, which may be many.
        Failure::Analysis(AnalysisError::Assemble(_)) => CommandError::not_made("没有生成，原因见上"),
        _ if is_bug => {
            CommandError {
                status: OUR_BUG, message, hint: Some("请连同输入文件报告给开发者".to_string())
            }
        }
        _ => CommandError::not_made(message),
    }
}
