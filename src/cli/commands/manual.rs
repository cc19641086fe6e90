//! What packages carry of the command line: completions for shells, and man pages.

use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::args::{Args, CompletionsArgs, ManArgs};
use crate::cli::outcome::CommandError;
use crate::cli::output;
use crate::folder::in_words;

/// Prints what makes a shell complete the program's arguments.
pub(in crate::cli) fn completions(args: &CompletionsArgs) -> Result<(), CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "banxin", &mut script);
    output::write(Path::new("-"), &script)
}

/// Writes a man page of the program, and one of each command.
pub(in crate::cli) fn man(args: &ManArgs) -> Result<(), CommandError> {
    let unwritable = |error: &std::io::Error| {
        CommandError::not_made(format!("无法写入 {}（{}）", args.folder.display(), in_words(error)))
            .hint("换一个可以写的文件夹")
    };
    fs::create_dir_all(&args.folder).map_err(|error| unwritable(&error))?;
    let mut program = Args::command();
    // What is built knows the whole name of each command: banxin-report.
    program.build();
    let commands: Vec<Command> = program.get_subcommands().cloned().collect();
    for command in std::iter::once(program).chain(commands) {
        let name = command.get_display_name().unwrap_or("banxin").to_string();
        let mut page = Vec::new();
        Man::new(command).title(name.as_str()).render(&mut page).map_err(|error| unwritable(&error))?;
        output::write(&args.folder.join(format!("{name}.1")), &page)?;
    }
    Ok(())
}
