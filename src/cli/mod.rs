//! The command line: arguments to checked configuration to a run.
//!
//! The only part of the library that reads files, writes them and prints.

mod args;
mod commands;
mod config;
mod outcome;
mod output;
mod terminal;

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::{Args, Command};
use crate::cli::outcome::{ALL_MADE, OUR_BUG};

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return ExitCode::from(args::explain(&error)),
    };
    // A panic is a bug, ours or of a parser we use; the user is told so in our own words
    // where it is caught, instead of being shown a trace.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(|| match args.command {
        None => commands::open::run(),
        Some(Command::Report(args)) => commands::report::run(&args),
        Some(Command::Finalize(args)) => commands::finalize::run(&args),
        Some(Command::Check(args)) => commands::check::run(&args),
        Some(Command::Batch(args)) => commands::batch::run(&args),
        Some(Command::Verify(args)) => commands::verify::run(&args),
        Some(Command::Serve(args)) => commands::serve::run(&args),
        Some(Command::Init(args)) => commands::init::run(&args),
        Some(Command::Fonts(args)) => commands::fonts::run(&args),
        Some(Command::Completions(args)) => commands::manual::completions(&args),
        Some(Command::Man(args)) => commands::manual::man(&args),
        Some(Command::Help(args)) => args::help(&args),
    });
    match outcome {
        Ok(Ok(())) => ExitCode::from(ALL_MADE),
        Ok(Err(error)) => {
            if !error.message.is_empty() {
                terminal::error(&error.message, error.hint.as_deref());
            }
            ExitCode::from(error.status)
        }
        Err(_) => {
            terminal::error("程序内部出错，这是程序的缺陷", Some("请连同输入文件报告给开发者"));
            ExitCode::from(OUR_BUG)
        }
    }
}
