//! Drafts that come back: what is read of them, and what is refused.

pub mod docx;
mod hostile;
mod reading;
mod round;
pub mod taken;
