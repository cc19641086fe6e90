//! The way back: what the leaders made of a draft, checked number by number and filed.
//!
//! No mark in a revised file is trusted as the base. The registers are there: the same document
//! is composed again, the revised text is aligned with it, and the leaders' words are taken over
//! with every number accounted for.

mod draft;
pub mod numbers;

pub use draft::{
    Cell, Change, ChangeKind, Chart, Comment, Draft, Emphasis, EmphasisKind, Foreign, ForeignKind, Grid,
    Mark, Paragraph, Piece, Role, Words,
};
