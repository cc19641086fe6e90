//! The one integration binary: with typst linked in, each further one costs a long link.

#![allow(clippy::print_stdout, reason = "tests say what they leave out")]

mod cli;
mod determinism;
mod dossiers;
mod golden;
mod house;
mod layouts;
mod pages;
mod readme;
mod samples;
