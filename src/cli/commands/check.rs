//! `banxin check`: what was understood of a unit's files, and all that is wrong with them.

use std::path::Path;

use crate::analysis::Bounds;
use crate::checklist;
use crate::cli::args::{CheckArgs, Format};
use crate::cli::config::{self, Job};
use crate::cli::outcome::CommandError;
use crate::cli::output;
use crate::diagnostic::Severity;
use crate::pages::Engine;
use crate::pipeline;
use crate::worksheet;

/// Reads and checks the files and writes the list; fails where it holds an error.
pub(in crate::cli) fn run(args: &CheckArgs) -> Result<(), CommandError> {
    let ending = match args.format {
        Format::Text => "txt",
        Format::Json => "json",
        Format::Xlsx => "xlsx",
    };
    let hint = "文字用 .txt，--format json 用 .json，--format xlsx 用 .xlsx";
    output::look_at(&[("-o", args.output.as_ref(), ending)], hint)?;
    let job = Job::check(&args.input)?;
    // Without folders named, what the program carries: a face that the settings name is the report's.
    let engine = match args.fonts.as_slice() {
        [] => Engine::new(),
        folders => config::engine(folders, &job.settings.fonts)?,
    };
    let (analysed, sheets) = pipeline::check(&engine, &job.sources, &job.settings, &Bounds::default());
    let diagnostics = [job.diagnostics, analysed.diagnostics].concat();
    let worksheet =
        analysed.output.as_ref().ok().map(|found| {
            worksheet::write(&found.analysis.material(&job.settings)).with_warnings(&diagnostics)
        });
    let worksheet = worksheet.unwrap_or_default();
    let bytes = match args.format {
        Format::Text => {
            let understood =
                analysed.output.as_ref().map(|found| checklist::understood(&found.analysis.dossier));
            let text = understood.unwrap_or_default() + &checklist::grouped(&diagnostics);
            let lines = checklist::layouts(&sheets);
            format!("{text}{lines}\n{}\n", checklist::counts(&diagnostics)).into_bytes()
        }
        Format::Json => checklist::json(&diagnostics).into_bytes(),
        Format::Xlsx => checklist::xlsx(&diagnostics, &worksheet)
            .map_err(|error| CommandError::not_made(format!("核查表未能写出（{error}）")))?,
    };
    output::write(args.output.as_deref().unwrap_or(Path::new("-")), &bytes)?;
    // The list itself says what is wrong; the exit status repeats it for programs.
    let has_error = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    match analysed.output {
        _ if has_error => Err(CommandError::already_told()),
        Err(failure) => Err(CommandError::wrong_use(failure.to_string())),
        Ok(_) => Ok(()),
    }
}
