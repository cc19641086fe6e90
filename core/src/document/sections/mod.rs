//! The sections of the report, one file each, as blocks.

pub(super) mod attachments;
pub(super) mod attendance;
pub(super) mod causes;
pub(super) mod cells;
pub(super) mod charts;
pub(super) mod chosen;
pub(super) mod own;
pub(super) mod plan;
pub(super) mod practice;
pub(super) mod previous;
pub(super) mod problems;
pub(super) mod quarters;
pub(super) mod thresholds;
