//! The way back: what the leaders made of a draft, checked number by number and filed.
//!
//! No mark in a revised file is trusted as the base. The registers are there: the same document
//! is composed again, the revised text is aligned with it, and the leaders' words are taken over
//! with every number accounted for.

pub mod align;
mod answers;
mod apply;
mod base;
pub mod changes;
mod check;
mod draft;
mod edits;
pub mod judge;
pub mod numbers;
mod read;

pub use apply::{Options, finalize};
pub use base::Base;
pub use check::{Checked, check};
pub use draft::{
    Cell, Change, ChangeKind, Comment, Draft, Emphasis, EmphasisKind, Foreign, ForeignKind, Graphic, Grid,
    Mark, Paragraph, Piece, Reading, Role, Words,
};
pub use edits::{Edit, Editable, EditsError, Span, editable, place};
pub use read::{DraftError, read};
