//! The attendance register (考勤表) in each of its layouts, as persons, sessions and cells.
//!
//! Members may stand down the sheet and days across, the other way round, one row may be one
//! person at one session, or one sheet may be one session that people sign. What follows
//! needs only the cell of a person at a session, so that every layout gives the same records.

mod days;
pub(in crate::dossier) mod grid;
pub(in crate::dossier) mod halves;
mod legend;
pub(in crate::dossier) mod long;
pub(in crate::dossier) mod marks;
pub(in crate::dossier) mod named;
pub(in crate::dossier) mod prepared;
pub(in crate::dossier) mod reading;
pub(in crate::dossier) mod sign_in;
mod told;
pub(in crate::dossier) mod totals;
pub(in crate::dossier) mod unknown_marks;
