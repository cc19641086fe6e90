//! The keys of banxin.toml that are read, and warnings of those that are not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::diagnostic::{Diagnostic, Spot};
use crate::settings::layers::{At, Node, Tree, Value};
use crate::settings::near;

/// The keys that are read, by their table; the outermost one has no name.
pub(crate) const KEYS: [(&str, &[&str]); 3] =
    [("", &TOP_KEYS), ("letterhead", &LETTERHEAD_KEYS), ("page", &PAGE_KEYS)];
const TOP_KEYS: [&str; 20] = [
    "registers",
    "unit",
    "organ",
    "organs",
    "superior",
    "period",
    "date",
    "profile",
    "standard",
    "names",
    "attendance",
    "score",
    "thresholds",
    "keywords",
    "letterhead",
    "page",
    "fonts",
    "rules",
    "county",
    "units",
];
const LETTERHEAD_KEYS: [&str; 12] = [
    "mark",
    "number",
    "signers",
    "copy-number",
    "secrecy",
    "urgency",
    "cc",
    "printed-by",
    "printed-on",
    "note",
    "posts",
    "seal",
];
const PAGE_KEYS: [&str; 3] = ["binding", "colophon-on-even-page", "red"];
const RULE_KEYS: [&str; 2] = ["threshold", "severe"];
const REGISTER_KEYS: [&str; 2] = ["hints", "columns"];

/// The names of `[fonts]`: what a face is used for, in English as the templates have it and in
/// Chinese; `fangsong` is an older name of the body's.
pub const FONT_ROLES: [&str; 11] = [
    "title",
    "小标宋",
    "body",
    "仿宋",
    "heading",
    "黑体",
    "subheading",
    "楷体",
    "figures",
    "宋体",
    "fangsong",
];

/// The indicators whose thresholds an office can override. The names are read from the data of
/// the rules, so that there is one list of them.
pub(super) static RULES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rules: BTreeMap<String, IgnoredAny> = toml::from_str(include_str!("../findings/rules.toml"))
        .expect("rules.toml is part of the program and checked by a test");
    rules.into_keys().collect()
});

/// The registers that an office can add words to, with their columns; from the registers' data.
static REGISTERS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    /// What is read of a register.
    #[derive(Deserialize)]
    struct Columns {
        columns: BTreeMap<String, IgnoredAny>,
    }
    let registers: BTreeMap<String, Columns> =
        toml::from_str(include_str!("../dossier/writing/registers.toml"))
            .expect("registers.toml is part of the program and checked by a test");
    registers.into_iter().map(|(key, register)| (key, register.columns.into_keys().collect())).collect()
});

/// Drops each key that nothing reads, and warns of it with the nearest one that something does.
pub(super) fn drop_unknown(tree: &mut Tree, warnings: &mut Vec<Diagnostic>) {
    let mut keep = |tree: &mut Tree, prefix: &str, known: &[&str]| {
        tree.retain(|key, node| {
            let is_known = known.contains(&key.as_str());
            if !is_known {
                warnings.push(unknown(node, prefix, key, known));
            }
            is_known
        });
    };
    for (name, known) in KEYS {
        if name.is_empty() {
            keep(tree, "", known);
        } else if let Some(inner) = table(tree, name) {
            keep(inner, &format!("{name}."), known);
        }
    }
    for (id, rule) in table(tree, "rules").into_iter().flatten() {
        if let (Value::Table(inner), true) = (&mut rule.value, RULES.contains(id)) {
            keep(inner, &format!("rules.{id}."), &RULE_KEYS);
        }
    }
    if let Some(registers) = table(tree, "registers") {
        let known: Vec<&str> = REGISTERS.keys().map(String::as_str).collect();
        keep(registers, "registers.", &known);
        for (key, register) in registers {
            let Value::Table(words) = &mut register.value else { continue };
            keep(words, &format!("registers.{key}."), &REGISTER_KEYS);
            if let Some(columns) = table(words, "columns") {
                let known: Vec<&str> = REGISTERS[key].iter().map(String::as_str).collect();
                keep(columns, &format!("registers.{key}.columns."), &known);
            }
        }
    }
}

/// Returns the table of a key, if its value is one.
fn table<'a>(tree: &'a mut Tree, key: &str) -> Option<&'a mut Tree> {
    match &mut tree.get_mut(key)?.value {
        Value::Table(inner) => Some(inner),
        _ => None,
    }
}

/// Warns of a key that nothing reads.
fn unknown(node: &Node, prefix: &str, key: &str, known: &[&str]) -> Diagnostic {
    let mut warning = Diagnostic::warning("unknown-key", format!("配置项 `{prefix}{key}` 不认识，已忽略"));
    if let At::Line(place, line) = &node.at {
        warning = warning.at(Spot::line(place, *line));
    }
    if let Some(near) = near::word(key, known) {
        return warning.hint(format!("是否应为 `{prefix}{near}`"));
    }
    // What stands in another table is most often below the wrong heading.
    let home = KEYS.iter().find(|(table, known)| !prefix.starts_with(table) && known.contains(&key));
    match home {
        _ if prefix.starts_with("registers.") => warning.hint(format!("可用的有 {}", known.join("、"))),
        Some((table, _)) if !table.is_empty() => warning.hint(format!("应写在 [{table}] 一节里")),
        _ if !prefix.is_empty() && TOP_KEYS.contains(&key) => {
            warning.hint("应写在文件最前面，不在方括号的任何一节里")
        }
        _ => warning,
    }
}
