//! The commands, one file each.

pub(super) mod report;
