//! The upload page: a unit's spreadsheets in, its report back, over HTTP.
//!
//! ```text
//! guard::guard      // who may ask; headers of every answer; one line of log
//! upload::receive   // a form's files, counted and timed, in memory
//! gate::run         // a place among the few at work, on a thread of its own
//! unit::Settled     // files as a unit's folder, with its settings
//! words::report     // the same stages as on the command line, by the pipeline: the same bytes
//! ```
//!
//! Nothing of a request outlives its answer, but a county's files, which lie in a private
//! folder until its time is over. What goes wrong is told as JSON, or as a page where a
//! browser without script asks; never with a path or a trace. The log holds routes, statuses
//! and times, never a name or what a file holds.

mod answer;
mod app;
mod assets;
mod changed;
mod county;
mod county_files;
mod county_pack;
mod county_result;
mod county_units;
mod finalize;
mod gate;
mod guard;
mod hosts;
mod jobs;
mod likely_unit;
mod limits;
mod listener;
mod names;
mod open;
mod packed;
mod previous;
mod reports;
mod result_page;
mod router;
mod routes;
mod sheets;
mod trace;
mod trends;
mod understood;
mod unit;
mod unpack;
mod upload;
mod words;

pub use app::Config;
pub use limits::Limits;
pub use listener::serve;
pub use router::router;
