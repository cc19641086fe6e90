//! Typst's diagnostics as ours.
//!
//! What Typst complains of lies in a template, never in the user's files, so an error is a
//! defect of the program and says so, with the template's file and line.

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};

use crate::diagnostic::Diagnostic;

/// Returns Typst's warnings as warnings about the layout.
pub(crate) fn warnings(world: &dyn World, list: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let say = |reason: String| {
        Diagnostic::warning("layout", format!("模板有一处警告（{reason}）"))
            .hint("这是程序的缺陷，请把本条告知开发者")
    };
    reasons(world, list).into_iter().map(say).collect()
}

/// Returns Typst's own words, each with the template's file and line where there is one.
pub(crate) fn reasons(world: &dyn World, list: &[SourceDiagnostic]) -> Vec<String> {
    list.iter()
        .map(|found| match place(world, found.span) {
            Some(place) => format!("{place}: {}", found.message),
            None => found.message.to_string(),
        })
        .collect()
}

/// Returns where in the templates a span lies, such as `gb9704/tables.typ:88`.
fn place(world: &dyn World, span: DiagSpan) -> Option<String> {
    let id = span.id()?;
    let path = id.vpath().get_without_slash();
    let line = world.source(id).ok().and_then(|source| {
        let start = world.range(span)?.start;
        source.lines().byte_to_line(start)
    });
    Some(match line {
        Some(line) => format!("{path}:{}", line + 1),
        None => path.to_string(),
    })
}
