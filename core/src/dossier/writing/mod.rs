//! What people write by hand, understood: one rule for each kind of writing, used everywhere.
//!
//! Nothing here knows a register. Each function takes what a cell holds and returns the value
//! or nothing; saying what was wrong is the caller's, who knows the column.

pub(in crate::dossier) mod asked;
pub(in crate::dossier) mod clock;
pub(in crate::dossier) mod day;
pub(in crate::dossier) mod day_part;
pub(in crate::dossier) mod day_topic;
pub(in crate::dossier) mod everyone;
pub(in crate::dossier) mod footer;
pub(in crate::dossier) mod legend;
mod legend_pieces;
mod legend_text;
pub(in crate::dossier) mod length;
pub(in crate::dossier) mod mark;
pub(in crate::dossier) mod months;
pub(in crate::dossier) mod name_list;
pub(in crate::dossier) mod numerals;
mod printed_day;
pub(in crate::dossier) mod squeeze;
pub mod state;
mod state_deeds;
mod state_words;
pub(in crate::dossier) mod topic;
pub(in crate::dossier) mod value;
pub(in crate::dossier) mod vocabulary;
