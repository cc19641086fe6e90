//! The commands, one file each.

pub(super) mod batch;
pub(super) mod check;
pub(super) mod finalize;
pub(super) mod fonts;
pub(super) mod init;
pub(super) mod manual;
pub(super) mod open;
pub(super) mod report;
pub(super) mod serve;
pub(super) mod verify;
