//! Texts looked at, whatever they are of: how far two differ, what is Chinese, and what nobody has filled in.

/// Returns whether a character is a Chinese one (汉字), those beyond the first plane among them.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Returns the Levenshtein distance of two words, counted in characters.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Words that stand where somebody is to write.
const TO_BE_FILLED: [&str; 10] =
    ["某某", "待定人员", "（填写", "(填写", "[填写", "【填写", "（示例）", "(示例)", "示例：", "示例:"];
/// Words that say so when nothing else stands beside them.
const ALONE: [&str; 5] = ["示例", "待填", "待填写", "请填写", "此处填写"];

/// Returns whether a text is a placeholder that somebody forgot to fill in: XX县, xxx, n次, 某某,
/// ____, or an example that was to be replaced.
pub fn is_placeholder(text: &str) -> bool {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' if c.is_alphabetic() || c == '\u{ff3f}' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').map(narrow).collect();
    ALONE.contains(&text.as_str())
        || holds_crosses(&text)
        || holds_unknown(&text)
        || TO_BE_FILLED.iter().any(|word| text.contains(word))
}

/// Returns whether a letter stands for a number or a name to come: n次, X月, 〔2026〕n号, X镇.
fn holds_unknown(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_unknown = |c: char| matches!(c, 'n' | 'N' | 'x' | 'X');
    let is_counted = |c: char| "号次年月日人名期篇讲场镇乡县区市局".contains(c);
    let begins = |at: usize| at == 0 || !chars[at - 1].is_ascii_alphanumeric();
    (1..chars.len()).any(|at| is_counted(chars[at]) && is_unknown(chars[at - 1]) && begins(at - 1))
}

/// Returns whether signs that stand for characters to come stand together: ××, ＊＊, ○○县.
fn holds_crosses(text: &str) -> bool {
    let crosses = |c: char| matches!(c, 'x' | 'X' | '×' | '╳' | '✕' | '＊' | '*' | '_');
    let rings = |c: char| matches!(c, '○' | '〇' | '◯' | '□' | '△');
    let is_numeral = |c: char| "零一二三四五六七八九十百千0123456789".contains(c);
    let mut before: Option<char> = None;
    let (mut n_crosses, mut n_rings) = (0, 0);
    for c in text.chars() {
        n_crosses = if crosses(c) { n_crosses + 1 } else { 0 };
        n_rings = match (rings(c), n_rings, before) {
            (false, ..) => 0,
            // 二〇〇八年 is a year.
            (true, 0, Some(before)) if is_numeral(before) => 0,
            (true, n, _) => n + 1,
        };
        // A numeral keeps its zeros: the second 〇 of 二〇〇八 has it before it too.
        if !(rings(c) && n_rings == 0) {
            before = Some(c);
        }
        if n_crosses >= 2 || n_rings >= 2 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_filled_in() {
        for text in [
            "XX县",
            "ＸＸ县",
            "X X 县",
            "xxx同志",
            "×××",
            "第n次",
            "清委〔2026〕n号",
            "X镇",
            "第N期",
            "共x人",
            "X月X日",
            "某某镇",
            "张某某",
            "____",
            "＿＿＿",
            "○○县",
            "〇〇镇党委",
            "□□□",
            "**镇",
            "（填写单位名称）",
            "请填写",
            "示例",
            "示例：全会精神",
            "张三（示例）",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "二〇二〇年",
            "二〇〇八年",
            "二○○○年",
            "×",
            "○",
            "△",
            "AX计划",
            "MAX年会",
            "X光机",
            "×（县里开会）",
            "统筹推进",
            "示例教学",
            "清委〔2026〕12号",
            "",
            "第12次",
            "0000-1234567",
            "秘密★1年",
            "某县案例警示教育",
            "2名成员笔记待填写",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
