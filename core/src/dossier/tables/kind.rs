//! What a sheet, or a part of it, is; else why it is not read.

use crate::diagnostic::Diagnostic;
use crate::dossier::tables::head::Head;
use crate::dossier::tables::header::{Header, NearMiss};
use crate::dossier::writing::vocabulary::Register;

/// Why a sheet is not read.
pub(in crate::dossier) enum Unread {
    /// It was not recognised; the register it is nearest to.
    Unknown(Option<NearMiss>),
    /// A person says that it is no register.
    LeftOut,
    /// What a person says of it cannot be.
    Misassigned(Vec<Diagnostic>),
}

/// What a part of a sheet is.
pub(in crate::dossier) enum Kind {
    /// An attendance register with the days across or down.
    Grid(Head),
    /// A register with one row an entry, the long attendance register and sign-in sheets too.
    Table(Header),
}

impl Kind {
    /// Returns the register.
    pub(in crate::dossier) fn register(&self) -> Register {
        match self {
            Kind::Grid(_) => Register::Attendance,
            Kind::Table(header) => header.register,
        }
    }

    /// Returns the first and the one past the last row of the header.
    pub(in crate::dossier) fn header_rows(&self) -> (u32, u32) {
        match self {
            Kind::Grid(head) => head.sheet_rows(),
            Kind::Table(header) => (header.row, header.first_row),
        }
    }
}
