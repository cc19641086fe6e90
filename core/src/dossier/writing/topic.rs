//! Topics of sessions, essays and plan rows, compared by what they say.

use crate::dossier::writing::squeeze::squeeze;

/// A topic shorter than this is too common to be recognised within a longer one.
const MIN_CONTAINED_CHARS: usize = 4;

/// A topic reduced to what it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Topic(String);

impl Topic {
    /// Reduces what is written as a topic.
    pub(crate) fn of(text: &str) -> Topic {
        Topic(plain_topic(text))
    }

    /// Returns whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the topic is long enough to be told from any other by itself.
    pub(crate) fn is_telling(&self) -> bool {
        self.0.chars().count() >= MIN_CONTAINED_CHARS
    }

    /// Returns whether two topics are the same: equal, or one long enough held by the other.
    ///
    /// What is not written is no topic, and the same as none.
    pub(crate) fn is_same(&self, other: &Topic) -> bool {
        let holds = |whole: &Topic, part: &Topic| part.is_telling() && whole.0.contains(&part.0);
        !self.is_empty() && (self == other || holds(self, other) || holds(other, self))
    }

    /// Returns whether two topics may be one: the same, or one of them not written.
    pub(crate) fn may_be(&self, other: &Topic) -> bool {
        self.is_empty() || other.is_empty() || self.is_same(other)
    }

    /// Returns the positions of the same topic among others: of the equal ones, else of those
    /// that hold it or that it holds.
    pub(crate) fn positions(&self, others: &[Topic]) -> Vec<usize> {
        let all = |test: &dyn Fn(&Topic) -> bool| -> Vec<usize> {
            (0..others.len()).filter(|at| test(&others[*at])).collect()
        };
        let equal = all(&|other| !self.is_empty() && other == self);
        if equal.is_empty() { all(&|other| self.is_same(other)) } else { equal }
    }
}

/// Returns a topic reduced to what it says: no spaces, marks, or quotation.
pub(crate) fn plain_topic(text: &str) -> String {
    squeeze(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_topic_in_other_words() {
        let check = |a: &str, b: &str, expected| {
            assert_eq!(Topic::of(a).is_same(&Topic::of(b)), expected, "{a} {b}");
            assert_eq!(Topic::of(b).is_same(&Topic::of(a)), expected, "{b} {a}");
        };
        check("“乡村治理”", "乡村　治理", true);
        check("乡村治理", "乡村治理专题学习", true);
        check("两会", "两会", true);
        // Two characters are held by too much: 党建 by 党建引领 and 机关党建 alike.
        check("党建", "机关党建与基层治理", false);
        check("", "", false);
        check("乡村治理", "", false);
        check("乡村治理", "春耕备耕", false);
    }

    #[test]
    fn what_is_not_written_contradicts_nothing() {
        assert!(Topic::of("").may_be(&Topic::of("乡村治理")));
        assert!(!Topic::of("春耕备耕").may_be(&Topic::of("乡村治理")));
    }

    #[test]
    fn an_equal_topic_goes_first() {
        let all = ["乡村治理专题", "乡村治理"].map(Topic::of);
        assert_eq!(Topic::of("乡村治理").positions(&all), [1]);
        assert_eq!(Topic::of("乡村治理专题学习").positions(&all), [0, 1]);
        assert!(Topic::of("党建").positions(&all).is_empty());
        assert!(Topic::of("").positions(&["", "党建"].map(Topic::of)).is_empty());
    }
}
