//! Drafts that come back: what is read of them, and what is refused.

pub mod docx;
mod edits;
mod hostile;
mod labels;
mod other;
mod reading;
mod round;
pub mod taken;
