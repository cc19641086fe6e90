//! What a number is told of: the words of `subjects.toml` in a text, and whether they are denied.
//!
//! A number that keeps its value may still come to say something false, where its sentence speaks
//! of something else: 6人次没有补学 is not 6人次迟到. So the words next to it are compared, too, by
//! what they mean, not by how they are spelled.

mod context;
mod said;
mod table;

pub(super) use context::{Side, Spoken, compare, narrowed};
pub use said::{Word, read};
