//! The program `banxin`: hands its arguments to [`banxin::cli`] and returns its exit code.

use std::process::ExitCode;

// About 8 % of a report's time was spent in the system's malloc and free.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    banxin::cli::main()
}
