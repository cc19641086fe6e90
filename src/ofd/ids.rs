//! The numbers of what a document holds: one series for pages, layers, objects and faces, by
//! which everything is named. Software that stamps goes on from the largest.

/// Hands out numbers.
#[derive(Default)]
pub(crate) struct Ids {
    last: u32,
}

impl Ids {
    /// Returns the next number; the first is 1, since 0 is none.
    pub(crate) fn take(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// Returns the largest one.
    pub(crate) fn last(&self) -> u32 {
        self.last
    }
}

/// The numbers of a page and of its objects, in their order.
#[derive(Debug, Clone)]
pub(crate) struct Numbered {
    pub(crate) page: u32,
    pub(crate) objects: Vec<u32>,
}
