//! The keys of banxin.toml that are read, and warnings of those that are not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::diagnostic::{Diagnostic, Spot};
use crate::settings::tree::{At, Node, Tree, Value};
use crate::settings::{layout, near};

/// The keys that are read, by their table; the outermost one has no name.
pub(crate) const KEYS: [(&str, &[&str]); 3] =
    [("", &TOP_KEYS), ("letterhead", &LETTERHEAD_KEYS), ("page", &PAGE_KEYS)];
const TOP_KEYS: [&str; 33] = [
    "registers",
    "layout",
    "unit",
    "group",
    "organ",
    "organs",
    "superior",
    "recipients",
    "period",
    "date",
    "profile",
    "standard",
    "ofd",
    "ofd-profile",
    "docx",
    "names",
    "attendance",
    "score",
    "thresholds",
    "attachments",
    "length",
    "keywords",
    "guiding",
    "basis",
    "funds",
    "places",
    "letterhead",
    "page",
    "fonts",
    "rules",
    "county",
    "units",
    "notices",
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
const RULE_KEYS: [&str; 3] = ["threshold", "severe", "off"];
const REGISTER_KEYS: [&str; 2] = ["hints", "columns"];
const LAYOUT_KEYS: [&str; 4] = ["register", "head", "columns", "dates"];

/// Returns the keys of the tables within tables.
#[cfg(test)]
pub(super) fn inner_keys() -> impl Iterator<Item = &'static str> {
    RULE_KEYS.into_iter().chain(REGISTER_KEYS).chain(LAYOUT_KEYS)
}

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
static REGISTERS: LazyLock<BTreeMap<String, Columns>> = LazyLock::new(|| {
    let registers: BTreeMap<String, Columns> =
        toml::from_str(include_str!("../dossier/writing/registers.toml"))
            .expect("registers.toml is part of the program and checked by a test");
    registers
});

/// What the settings know of a register.
#[derive(Debug, Deserialize)]
struct Columns {
    /// Words that speak for it.
    hints: Vec<String>,
    /// The words that head each column.
    columns: BTreeMap<String, Vec<String>>,
}

impl Columns {
    fn keys(&self) -> Vec<&str> {
        self.columns.keys().map(String::as_str).collect()
    }
}

/// Returns the registers that a sheet can be, and the word for none.
pub(super) fn assignable() -> Vec<&'static str> {
    // The labels of a sign-in sheet are no table.
    let tables = REGISTERS.iter().filter(|(_, register)| !register.hints.is_empty());
    tables.map(|(key, _)| key.as_str()).chain([layout::NO_REGISTER]).collect()
}

/// Returns the register that is meant: by a misspelt key or by what people call it.
pub(super) fn meant_register(text: &str) -> Option<&'static str> {
    let called = || {
        REGISTERS.iter().find(|(_, register)| register.hints.iter().any(|hint| text.contains(hint.as_str())))
    };
    near::word(text, &assignable()).or_else(|| called().map(|(key, _)| key.as_str()))
}

/// Returns the columns that can be assigned in a sheet of this register.
fn columns_of(register: &str) -> Vec<&'static str> {
    let own = REGISTERS.get(register).map(Columns::keys).unwrap_or_default();
    let across: &[&str] = if register == "attendance" { &[layout::DAYS, layout::PERSONS] } else { &[] };
    own.into_iter().chain(across.iter().copied()).chain([layout::UNUSED]).collect()
}

/// Returns whether a key of a file's layout names a sheet and not something of the whole file.
pub(super) fn is_sheet(key: &str, node: &Node) -> bool {
    match &node.value {
        Value::Table(inner) => !["columns", "dates"].contains(&key) || inner.contains_key("register"),
        _ => false,
    }
}

/// Drops each key that nothing reads, and warns of it with the nearest one that something does.
pub(super) fn drop_unknown(tree: &mut Tree, warnings: &mut Vec<Diagnostic>) {
    for (name, known) in KEYS {
        if name.is_empty() {
            keep(tree, "", known, warnings);
        } else if let Some(inner) = table(tree, name) {
            keep(inner, &format!("{name}."), known, warnings);
        }
    }
    for (id, rule) in table(tree, "rules").into_iter().flatten() {
        if let (Value::Table(inner), true) = (&mut rule.value, RULES.contains(id)) {
            keep(inner, &format!("rules.{id}."), &RULE_KEYS, warnings);
        }
    }
    if let Some(registers) = table(tree, "registers") {
        let known: Vec<&str> = REGISTERS.keys().map(String::as_str).collect();
        keep(registers, "registers.", &known, warnings);
        for (key, register) in registers {
            let Value::Table(words) = &mut register.value else { continue };
            keep(words, &format!("registers.{key}."), &REGISTER_KEYS, warnings);
            if let Some(columns) = table(words, "columns") {
                keep(columns, &format!("registers.{key}.columns."), &REGISTERS[key].keys(), warnings);
            }
        }
    }
    for (file, layout) in table(tree, "layout").into_iter().flatten() {
        let Value::Table(whole) = &mut layout.value else { continue };
        let sheets: Vec<String> =
            whole.iter().filter(|(key, node)| is_sheet(key, node)).map(|(key, _)| key.clone()).collect();
        let prefix = format!("layout.{}.", quoted(file));
        let known: Vec<&str> = LAYOUT_KEYS.into_iter().chain(sheets.iter().map(String::as_str)).collect();
        keep(whole, &prefix, &known, warnings);
        for sheet in &sheets {
            let prefix = format!("{prefix}{}.", quoted(sheet));
            if let Some(layout) = table(whole, sheet) {
                keep(layout, &prefix, &LAYOUT_KEYS, warnings);
                drop_unknown_columns(layout, &prefix, warnings);
            }
        }
        if !sheets.iter().any(|sheet| sheet == "columns") {
            drop_unknown_columns(whole, &prefix, warnings);
        }
    }
}

/// Keeps the known keys of one table.
fn keep(tree: &mut Tree, prefix: &str, known: &[&str], warnings: &mut Vec<Diagnostic>) {
    tree.retain(|key, node| {
        let is_known = known.contains(&key.as_str());
        if !is_known {
            warnings.push(unknown(node, prefix, key, known));
        }
        is_known
    });
}

/// Drops the columns of a layout that its register does not have, and says which is meant.
fn drop_unknown_columns(layout: &mut Tree, prefix: &str, warnings: &mut Vec<Diagnostic>) {
    let Some(Value::Text(register)) = layout.get("register").map(|node| &node.value) else { return };
    // Of a register that is not known, that is said instead.
    if !assignable().contains(&register.as_str()) {
        return;
    }
    let (register, known) = (register.clone(), columns_of(register));
    let Some(columns) = table(layout, "columns") else { return };
    columns.retain(|key, node| {
        if known.contains(&key.as_str()) {
            return true;
        }
        // 姓名 instead of name.
        let called = REGISTERS.get(&register).and_then(|register| {
            register.columns.iter().find(|(_, words)| words.contains(key)).map(|(column, _)| column.as_str())
        });
        let prefix = format!("{prefix}columns.");
        let mut warning = unknown(node, &prefix, &quoted(key), &known);
        if let Some(called) = called {
            warning.hints = vec![format!("是否应为 `{prefix}{called}`")];
        }
        warnings.push(warning);
        false
    });
}

/// Returns a key as it is written: in quotes where it is no plain word.
pub(super) fn quoted(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if is_bare { key.to_string() } else { format!("\"{key}\"") }
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
        _ if ["registers.", "layout."].iter().any(|table| prefix.starts_with(table)) => {
            warning.hint(format!("可用的有 {}", known.join("、")))
        }
        Some((table, _)) if !table.is_empty() => warning.hint(format!("应写在 [{table}] 一节里")),
        _ if !prefix.is_empty() && TOP_KEYS.contains(&key) => {
            warning.hint("应写在文件最前面，不在方括号的任何一节里")
        }
        _ => warning,
    }
}
