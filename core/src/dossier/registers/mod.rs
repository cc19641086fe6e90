//! The registers that hold one row an entry, each row read into its record.

pub(in crate::dossier) mod essays;
mod kinds;
pub(in crate::dossier) mod make_up;
pub(in crate::dossier) mod outreach;
pub(in crate::dossier) mod oversight;
pub(in crate::dossier) mod plan;
pub(in crate::dossier) mod research;
pub(in crate::dossier) mod roster;
pub(in crate::dossier) mod sessions;
