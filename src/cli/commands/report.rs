//! `banxin report`: one unit's files to its PDF.

use std::path::Path;

use crate::analysis::{self, AnalysisError};
use crate::cli::args::ReportArgs;
use crate::cli::config::{self, Job};
use crate::cli::outcome::{CommandError, OUR_BUG};
use crate::cli::terminal::Warnings;
use crate::cli::{output, terminal};
use crate::document;
use crate::pdf::{self, RenderOptions};
use crate::pipeline::{self, Failure, RunOptions};

/// Makes the report and writes it, and its figures where they are asked for.
pub(in crate::cli) fn run(args: &ReportArgs) -> Result<(), CommandError> {
    let trace = args.trace.as_deref().map(|path| Ok((path, TraceFormat::of(path)?))).transpose()?;
    let job = Job::report(args)?;
    let Some(output) = args.output.as_ref().filter(|_| !args.explain) else { return explain(args, &job) };
    let engine = config::engine(&args.fonts, &job.settings.fonts)?;
    let options = RunOptions {
        render: RenderOptions {
            standards: job.settings.standards.clone(),
            proof: args.proof,
            ..RenderOptions::default()
        },
        deny_warnings: args.warnings == Warnings::Deny,
        attached: args.attach_sources.then(|| job.effective.clone()),
        ..RunOptions::default()
    };
    let made = pipeline::run(&engine, &job.sources, &job.settings, &options);
    let diagnostics = [job.diagnostics, made.diagnostics].concat();
    terminal::diagnostics(&diagnostics, args.warnings);
    let report = made.output.map_err(command_error)?;

    output::write(output, &report.pdf.bytes)?;
    if let Some(path) = &args.figures {
        output::write(path, report.analysis.figures.to_json().as_bytes())?;
    }
    if let Some(path) = &args.audit {
        output::write(path, report.pdf.audit.to_json().as_bytes())?;
    }
    if let Some((path, format)) = trace {
        let trace = pdf::trace(&report.document, &report.pdf.pages, report.pdf.audit.grid_lines);
        let text = match format {
            TraceFormat::Json => trace.to_json(),
            TraceFormat::Text => trace.to_text(),
        };
        output::write(path, text.as_bytes())?;
    }
    terminal::complain(&config::faces_used(&engine));
    terminal::complain(&format!("已生成 {}，共 {} 页\n", output.display(), report.pdf.pages.len()));
    Ok(())
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

/// Explains the figures, on standard output or in the file named.
fn explain(args: &ReportArgs, job: &Job) -> Result<(), CommandError> {
    let analysed = analysis::analyse(&job.sources, &job.settings);
    let diagnostics = [job.diagnostics.clone(), analysed.diagnostics].concat();
    terminal::diagnostics(&diagnostics, args.warnings);
    let analysis = analysed.output.map_err(|error| command_error(error.into()))?;
    let text = document::explain(&analysis.dossier, &analysis.statistics, &analysis.findings);
    if let Some(path) = &args.figures {
        output::write(path, analysis.figures.to_json().as_bytes())?;
    }
    output::write(args.output.as_deref().unwrap_or(Path::new("-")), text.as_bytes())
}

/// Tells whose fault a failure is.
fn command_error(failure: Failure) -> CommandError {
    let message = failure.to_string();
    match failure {
        Failure::Analysis(AnalysisError::Limits(_)) | Failure::NoSession(_) => {
            CommandError::wrong_use(message)
        }
        Failure::Render(error) if error.is_bug() => {
            CommandError {
                status: OUR_BUG, message, hint: Some("请连同输入文件报告给开发者".to_string())
            }
        }
        _ => CommandError::not_made(message),
    }
}
