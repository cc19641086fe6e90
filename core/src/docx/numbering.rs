//! The numbers of headings, which Word counts where they are those that it would print.

use crate::document::format::numeral;

/// Where the headings of a part stand in their list.
#[derive(Debug)]
pub(super) struct Numbering {
    /// The list of the part; none yet where it has no heading.
    list: Option<u32>,
    /// How many lists there are.
    n_lists: u32,
    /// How many headings of the first level, and of the second below the last of these.
    counts: (usize, usize),
}

/// The highest number that has a numeral.
const MAX: usize = 99;

impl Numbering {
    /// Counts the headings of a body.
    pub(super) fn new() -> Numbering {
        Numbering { list: Some(1), n_lists: 1, counts: (0, 0) }
    }

    /// Begins a part that counts anew.
    pub(super) fn restart(&mut self) {
        if self.counts != (0, 0) {
            self.list = None;
            self.counts = (0, 0);
        }
    }

    /// Returns how many bytes of a heading are the number that Word prints by itself, and the
    /// list that counts it; nothing where the heading has another number or none.
    pub(super) fn take(&mut self, level: u8, text: &str) -> Option<(usize, u32)> {
        let (first, second) = self.counts;
        let next = if level == 1 { (first + 1, 0) } else { (first, second + 1) };
        let n = if level == 1 { next.0 } else { next.1 };
        let number = match level {
            _ if n > MAX => return None,
            1 => format!("{}、", numeral(n)),
            _ => format!("（{}）", numeral(n)),
        };
        if !text.starts_with(&number) {
            return None;
        }
        self.counts = next;
        let list = *self.list.get_or_insert_with(|| {
            self.n_lists += 1;
            self.n_lists
        });
        Some((number.len(), list))
    }

    /// Returns how many lists there are.
    pub(super) fn n_lists(&self) -> u32 {
        self.n_lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_word_would_print_are_counted_by_it() {
        let mut numbering = Numbering::new();
        assert_eq!(numbering.take(1, "一、主要做法"), Some((6, 1)));
        assert_eq!(numbering.take(2, "（一）坚持领学"), Some((9, 1)));
        assert_eq!(numbering.take(2, "（三）坚持促学"), None, "the next is （二）");
        assert_eq!(numbering.take(2, "（二）坚持督学"), Some((9, 1)));
        assert_eq!(numbering.take(1, "二、问题"), Some((6, 1)));
        assert_eq!(numbering.take(2, "（一）学习不深"), Some((9, 1)));
        assert_eq!(numbering.take(1, "结语"), None);
        numbering.restart();
        assert_eq!(numbering.take(1, "一、成员"), Some((6, 2)));
        numbering.restart();
        assert_eq!((numbering.take(1, "二、成员"), numbering.n_lists()), (None, 2));
    }
}
