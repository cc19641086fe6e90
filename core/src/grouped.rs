//! Things put together by what they share, without losing their order.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Returns what shares a key together, in the order of the first of each.
pub(crate) fn grouped<'a, T, K: Ord>(all: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<Vec<&'a T>> {
    let mut groups: Vec<Vec<&T>> = Vec::new();
    let mut known: BTreeMap<K, usize> = BTreeMap::new();
    for one in all {
        match known.entry(key(one)) {
            Entry::Occupied(at) => groups[*at.get()].push(one),
            Entry::Vacant(new) => {
                new.insert(groups.len());
                groups.push(vec![one]);
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_says_the_order() {
        let words = ["乙一", "甲一", "乙二", "丙", "甲二"];
        let groups = grouped(&words, |word| word.chars().next());
        assert_eq!(groups, [vec![&"乙一", &"乙二"], vec![&"甲一", &"甲二"], vec![&"丙"]]);
        assert!(grouped(&[], |word: &&str| *word).is_empty());
    }
}
