//! Names of counties and cities in a text, and which of them are not the office's own.
//!
//! A name counts only with its 县, 区, 市 or the like: 余杭 alone may be a word, 余杭区 is a place.
//! Nor does it count where the text says by itself that it speaks of elsewhere, as in
//! 赴兰考县学习 or 余杭区的经验.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The characters that names of places end with.
const ENDINGS: [char; 8] = ['县', '区', '市', '旗', '州', '盟', '岛', '域'];
/// The longest name looked for, in characters.
const MAX_CHARS: usize = 15;

/// Each name with the 地、市、州、盟 that holds it; of several such the last does not matter.
static PLACES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in include_str!("places.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut names = line.split(' ').filter(|name| !name.is_empty());
        let prefecture = names.next().filter(|name| *name != "-");
        places.entry(prefecture.unwrap_or("")).or_default();
        for name in names {
            places.entry(name).or_default().extend(prefecture);
        }
    }
    places.remove("");
    places
});

/// The office's own places, as its configuration names them.
#[derive(Debug, Clone, Default)]
pub struct Home<'a> {
    names: Vec<&'a str>,
    holders: Vec<&'static str>,
    is_known: bool,
}

impl<'a> Home<'a> {
    /// Reads the names of the office and those above it, and its local keywords.
    ///
    /// Keywords excuse a place, but do not tell where the office is.
    pub fn new(offices: &[&'a str], keywords: &'a [String]) -> Home<'a> {
        let names: Vec<&str> = offices.iter().copied().chain(keywords.iter().map(String::as_str)).collect();
        let holders = names.iter().flat_map(|name| holders(name)).collect();
        let is_known = offices.iter().any(|office| names_a_county(office));
        Home { names, holders, is_known }
    }

    /// Returns whether the office's own county is known; without it, its own name would seem foreign.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    fn holds(&self, place: &str) -> bool {
        self.names.iter().any(|name| name.contains(place)) || self.holders.contains(&place)
    }

    /// Returns the names in texts that are places elsewhere, each once, in their order.
    pub fn foreign_in<'t>(&self, texts: &[&'t str]) -> Vec<&'t str> {
        let mut found = Vec::new();
        for text in texts {
            for (at, name) in places_in(text) {
                let (before, after) = (&text[..at], &text[at + name.len()..]);
                if !self.holds(name) && !is_reference(before, after) && !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found
    }
}

/// Returns whether a text names a county or the like by its ending: 青山县委宣传部.
fn names_a_county(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.iter().enumerate().any(|(at, c)| at >= 2 && ['县', '区', '市', '旗'].contains(c))
}

/// Returns the 地、市、州、盟 of the places that a text names.
fn holders(text: &str) -> Vec<&'static str> {
    places_in(text).into_iter().flat_map(|(_, name)| PLACES[name].iter().copied()).collect()
}

/// Returns the places named in a text with where they begin; the longest name at each ending.
fn places_in(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (at, ending) in text.char_indices().filter(|(_, c)| ENDINGS.contains(c)) {
        let end = at + ending.len_utf8();
        let starts: Vec<usize> = text[..at].char_indices().rev().take(MAX_CHARS).map(|(at, _)| at).collect();
        let longest = starts.into_iter().rev().find(|start| PLACES.contains_key(&text[*start..end]));
        if let Some(start) = longest.filter(|_| !is_other_word(ending, &text[end..])) {
            found.push((start, &text[start..end]));
        }
    }
    found
}

/// Returns whether the ending belongs to the word that follows: 区域, 市场, 旗帜.
fn is_other_word(ending: char, after: &str) -> bool {
    let followers: &[char] = match ending {
        '区' => &['域', '间', '位', '别', '块', '分', '划'],
        '市' => &['场', '民', '容', '值', '价'],
        '旗' => &['帜', '下', '舰'],
        _ => &[],
    };
    after.starts_with(followers)
}

/// Returns whether the words around a name say that it is spoken of as another place.
fn is_reference(before: &str, after: &str) -> bool {
    const BEFORE: [&str; 14] =
        ["赴", "到", "去", "往", "学习", "借鉴", "考察", "参观", "走进", "来自", "对标", "如", "像", "比如"];
    const AFTER: [&str; 14] = [
        "经验",
        "做法",
        "模式",
        "精神",
        "会议",
        "起义",
        "战役",
        "案例",
        "事件",
        "典型",
        "等地",
        "委书记",
        "原书记",
        "一带",
    ];
    let before = before.trim_end_matches(['“', '《', '了', '的']);
    let after = after.trim_start_matches(['”', '》', '的']);
    BEFORE.iter().any(|word| before.ends_with(word)) || AFTER.iter().any(|word| after.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let keywords = ["茶产业".to_string(), "婺源县".to_string()];
        let home = Home::new(&["清溪镇", "中共博罗县委宣传部"], &keywords);
        assert!(home.is_known());
        assert_eq!(home.foreign_in(&[text]), expected, "{text}");
    }

    #[test]
    fn names_that_are_not_at_home() {
        check("余杭区各级党组织要抓好学习，余杭区委督促", &["余杭区"]);
        check("围绕惠东县、长沙县中心工作", &["惠东县", "长沙县"]);
        // The longest name: not 山县 of another, not the last two characters only.
        check("在连山壮族瑶族自治县召开", &["连山壮族瑶族自治县"]);
    }

    #[test]
    fn names_at_home() {
        // The county, the prefecture that holds it, and what the office names itself.
        check("博罗县、惠州市、婺源县、青山镇", &[]);
        check("长沙、余杭的群众", &[]);
    }

    #[test]
    fn names_spoken_of_as_elsewhere() {
        check("赴兰考县接受教育，学习余杭区做法", &[]);
        check("井冈山市的精神、“遵义市会议”、兰考县委书记的榜样", &[]);
    }

    #[test]
    fn words_that_only_look_like_names() {
        check("维护南沙区域稳定，开拓东阳市场，方便韶山市民", &[]);
        check("西南山区、革命老区、社区、市区、全县、我市、红旗区", &[]);
    }

    #[test]
    fn an_office_that_does_not_say_where_it_is() {
        for offices in [&["清溪镇", "县委宣传部"][..], &[]] {
            assert!(!Home::new(offices, &[]).is_known(), "{offices:?}");
        }
    }

    #[test]
    fn the_list_is_sound() {
        assert!(PLACES.len() > 2800);
        for name in PLACES.keys() {
            assert!((3..=MAX_CHARS).contains(&name.chars().count()), "{name}");
            assert!(name.ends_with(ENDINGS), "{name}");
        }
        assert_eq!(PLACES["余杭区"], ["杭州市"]);
        assert_eq!(PLACES["仙桃市"], Vec::<&str>::new());
    }
}
