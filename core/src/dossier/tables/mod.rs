//! The tables of a sheet: where each begins, what its columns are, and what a row holds.

pub(in crate::dossier) mod assigned;
pub(in crate::dossier) mod doubts;
pub(in crate::dossier) mod facts;
pub(in crate::dossier) mod form;
pub(in crate::dossier) mod grid_header;
pub(in crate::dossier) mod head;
pub(in crate::dossier) mod header;
pub(in crate::dossier) mod kind;
pub(in crate::dossier) mod legend;
pub(in crate::dossier) mod month_above;
pub(in crate::dossier) mod notes;
mod panels;
pub(in crate::dossier) mod region;
pub(in crate::dossier) mod table;
pub(in crate::dossier) mod unknown;
