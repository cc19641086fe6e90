//! Containers of parts that offices' files are: zips with XML in them, and compound files.
//!
//! Nothing here knows what the parts mean. Sizes, names and encodings that a file states are
//! not relied upon, and nothing unpacks to more than its reader allows.

pub(crate) mod archive;
pub(crate) mod compound;
mod error;
pub(crate) mod parts;
pub(crate) mod xml;

pub(crate) use error::Fault;
