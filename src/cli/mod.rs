//! The command line: arguments to checked configuration to a run.
//!
//! The only part of the library that reads files, writes them and prints.

mod args;
mod commands;
mod config;
mod output;
mod terminal;

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::{Args, Command};

/// All that was asked for was made.
const ALL_MADE: u8 = 0;
/// Something could not be made, or was found wrong.
const NOT_MADE: u8 = 1;
/// The program was used in a way it cannot be used.
const WRONG_USE: u8 = 2;
/// A bug of ours.
const OUR_BUG: u8 = 3;

/// An error that ends a command, with what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct CommandError {
    /// The exit status.
    status: u8,
    /// What is wrong.
    message: String,
    /// What can be done.
    hint: Option<String>,
}

impl CommandError {
    /// Creates an error of use.
    fn wrong_use(message: impl Into<String>) -> CommandError {
        CommandError { status: WRONG_USE, message: message.into(), hint: None }
    }

    /// Creates an error of making.
    fn not_made(message: impl Into<String>) -> CommandError {
        CommandError { status: NOT_MADE, message: message.into(), hint: None }
    }

    /// Creates an error whose words have been printed already.
    fn already_told() -> CommandError {
        CommandError::not_made("")
    }

    /// Adds a hint.
    fn hint(mut self, hint: impl Into<String>) -> CommandError {
        self.hint = Some(hint.into());
        self
    }
}

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
        Command::Report(args) => commands::report::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Batch(args) => commands::batch::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Init(args) => commands::init::run(&args),
        Command::Fonts(args) => commands::fonts::run(&args),
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
