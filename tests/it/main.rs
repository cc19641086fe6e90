//! The one integration binary: with typst linked in, each further one costs a long link.

#![allow(clippy::print_stdout, reason = "tests say what they leave out")]

mod agree;
mod batch;
mod body_pages;
mod browser;
mod check;
mod cli;
mod county;
mod county_faults;
mod county_notices;
mod county_same;
mod determinism;
mod extremes;
mod faces;
mod finalize;
mod format;
#[path = "../../core/tests/it/full.rs"]
mod full;
mod gallery;
mod golden;
mod ofd;
mod ofd_file;
mod opened;
mod packaging;
mod pages;
mod readme;
mod samples;
mod serve;
mod serve_county;
mod serve_limits;
mod serve_previous;
mod serve_process;
mod serve_trends;
mod serve_words;
mod service;
mod thirty;
mod tools;
mod trace;
