//! Words that stand for all who were there, in place of their names.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::writing::squeeze::squeeze;

/// The words of `everyone.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Everyone {
    words: Vec<String>,
    alone: Vec<String>,
}

static EVERYONE: LazyLock<Everyone> = LazyLock::new(|| {
    toml::from_str(include_str!("everyone.toml"))
        .expect("everyone.toml is part of the program and checked by a test")
});

/// Returns whether a text stands for all who are there: 全体成员, 各位班子成员.
pub(crate) fn is_everyone(text: &str) -> bool {
    let text = squeeze(text);
    EVERYONE.words.iter().any(|word| text.contains(word.as_str())) || EVERYONE.alone.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_all_who_are_there() {
        for text in ["全体成员", "全体班子成员", "中心组全体 成员", "与会人员", "其他成员", "班子成员"]
        {
            assert!(is_everyone(text), "{text}");
        }
        for text in ["张三", "全卫国", "党委委员李四", ""] {
            assert!(!is_everyone(text), "{text}");
        }
    }
}
