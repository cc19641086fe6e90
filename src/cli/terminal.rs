//! What people read on the terminal: the only place that prints.
//!
//! Results go to standard output, words about them to standard error. A reader that goes
//! away (a closed pipe) is no error.

use std::io::Write;

use clap::ValueEnum;

use crate::checklist;
use crate::diagnostic::{Diagnostic, Severity};
use crate::settings::SettingsError;

/// What is done about warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Warnings {
    /// Not shown.
    Ignore,
    /// Shown.
    Show,
    /// Shown, and no report is made.
    Deny,
}

/// Prints what was asked for.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints a word about the run.
pub(super) fn complain(text: &str) {
    let _ = std::io::stderr().write_all(harmless(text).as_bytes());
}

/// Returns a text with what would move the cursor or turn lines round as its number: names of
/// files may hold anything.
pub(super) fn harmless(text: &str) -> String {
    let is_harmful = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let show = |c: char| if is_harmful(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    text.chars().map(show).collect()
}

/// Prints an error that ends the command.
pub(super) fn error(message: &str, hint: Option<&str>) {
    let hint = hint.map(|hint| format!("\n　　提示：{hint}")).unwrap_or_default();
    complain(&format!("错误：{message}{hint}\n"));
}

/// Prints what in the configuration cannot be used, each with its place and hint.
pub(super) fn refusal(error: &SettingsError) {
    let lines = error.diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n"));
    complain(&lines.collect::<String>());
}

/// Prints the diagnostics and how many there are.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], warnings: Warnings) {
    let shown = |d: &&Diagnostic| warnings != Warnings::Ignore || d.severity == Severity::Error;
    let mut text = String::new();
    for diagnostic in diagnostics.iter().filter(shown) {
        text += &format!("{diagnostic}\n");
    }
    if !text.is_empty() {
        text += &format!("{}\n", checklist::counts(diagnostics));
    }
    complain(&text);
}
