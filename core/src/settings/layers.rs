//! Configuration files as one tree: the inner over the outer, each value with where it stands.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Spot};
use crate::origin::Place;
use crate::settings::tree::{At, Node, Tree, Value};
use crate::settings::{group, keys};

/// A configuration file's name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The name shown to people.
    pub file: String,
    /// The TOML text.
    pub text: String,
}

/// Configuration files laid over each other.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// The values in force.
    pub tree: Tree,
    /// Warnings of keys that nothing reads.
    pub warnings: Vec<Diagnostic>,
    /// Files that are no TOML.
    pub faults: Vec<Diagnostic>,
}

/// What stands before the name of a file of a folder above the unit's.
pub(super) const OUTER: &str = "上级文件夹的 ";
/// Keys that a file with `county` states of the county's own report.
const COUNTYS_OWN: [&str; 5] = ["organ", "organs", "superior", "recipients", "letterhead"];
/// Keys of the batch's own folder, which no folder inherits.
const BATCHS_OWN: [&str; 2] = ["units", "notices"];

/// Merges configuration files, the outermost folder's first, and names unknown keys.
///
/// A unit's file overrides its parents', key by key. `unit` is never inherited, since it would
/// give every township the same name, nor `units`; nor is what a county says of its own report: a
/// file with `county` speaks for the county as who issues, to whom, and with which letterhead.
pub(super) fn merge(layers: &[Layer]) -> Merged {
    let mut merged = Merged::default();
    for (index, layer) in layers.iter().enumerate() {
        // Files of several folders bear one name; the innermost is the unit's own.
        let is_own = index + 1 == layers.len();
        let file = if is_own { layer.file.clone() } else { format!("{OUTER}{}", layer.file) };
        let mut tree = match parse(file, &layer.text) {
            Ok(tree) => tree,
            Err(fault) => {
                merged.faults.push(*fault);
                continue;
            }
        };
        keys::drop_unknown(&mut tree, &mut merged.warnings);
        if index > 0 {
            merged.tree.remove("unit");
            // A whole name is one unit's; what leads all units, such as 党总支, is inherited.
            let is_whole = |node: &Node| matches!(&node.value, Value::Text(name) if !group::is_body(name));
            if merged.tree.get("group").is_some_and(is_whole) {
                merged.tree.remove("group");
            }
            BATCHS_OWN.iter().for_each(|key| drop(merged.tree.remove(*key)));
            if merged.tree.remove("county").is_some() {
                COUNTYS_OWN.iter().for_each(|key| drop(merged.tree.remove(*key)));
            }
        }
        lay(&mut merged.tree, tree);
    }
    forget_blanks(&mut merged.tree, "");
    merged
}

/// Lays `over` onto `base`: key by key, but for what a sheet is, which is said as a whole.
pub(super) fn lay(base: &mut Tree, over: Tree) {
    if let (Some(Node { value: Value::Table(below), .. }), Some(Node { value: Value::Table(above), .. })) =
        (base.get_mut("layout"), over.get("layout"))
    {
        for (file, of_file) in above {
            let (Some(Node { value: Value::Table(below), .. }), Value::Table(above)) =
                (below.get_mut(file), &of_file.value)
            else {
                continue;
            };
            let says_whole = above.iter().any(|(key, node)| !keys::is_sheet(key, node));
            below.retain(
                |key, node| {
                    if keys::is_sheet(key, node) { !above.contains_key(key) } else { !says_whole }
                },
            );
        }
    }
    overlay(base, over);
}

/// Lays `over` onto `base`, descending into tables.
fn overlay(base: &mut Tree, over: Tree) {
    for (key, node) in over {
        match (base.get_mut(&key), node) {
            (Some(Node { value: Value::Table(below), .. }), Node { value: Value::Table(above), .. }) => {
                overlay(below, above);
            }
            (_, node) => {
                base.insert(key, node);
            }
        }
    }
}

/// Texts of which a blank one says no more than no line at all, by their table. A blank unit
/// stays, to be complained of.
const MAY_BE_BLANK: [(&str, &[&str]); 3] = [
    (
        "",
        &[
            "group",
            "organ",
            "superior",
            "recipients",
            "period",
            "date",
            "profile",
            "guiding",
            "basis",
            "funds",
        ],
    ),
    (
        "letterhead",
        &["mark", "number", "copy-number", "secrecy", "urgency", "printed-by", "printed-on", "note", "seal"],
    ),
    ("page", &["binding", "red"]),
];
/// Lists whose blank items count for nothing. Not `posts`: they go by their places.
const MAY_HOLD_BLANKS: [&str; 6] = ["organs", "keywords", "places", "units", "signers", "cc"];

/// Forgets what is left blank.
fn forget_blanks(tree: &mut Tree, table: &str) {
    let texts = MAY_BE_BLANK.iter().find(|(known, _)| *known == table).map_or(&[][..], |(_, keys)| keys);
    tree.retain(|key, node| !(texts.contains(&key.as_str()) && node.value.is_blank()));
    for (key, node) in tree.iter_mut() {
        match &mut node.value {
            Value::List(items) if MAY_HOLD_BLANKS.contains(&key.as_str()) => {
                items.retain(|item| !item.value.is_blank());
            }
            Value::Table(inner) if table.is_empty() => forget_blanks(inner, key),
            _ => {}
        }
    }
}

/// Reads a file; of one that is no TOML, says where that shows.
fn parse(file: String, text: &str) -> Result<Tree, Box<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = Place { file_index: usize::MAX, sheet_index: 0, file, sheet: None };
    let place = &Arc::new(place);
    let lines = Lines::of(text);
    let table = DeTable::parse(text).map_err(|error| {
        let line = lines.at(error.span().map_or(0, |span| span.start));
        let reason = syntax_reason(error.message());
        let message = format!("配置文件 {} 不是有效的 TOML（第 {} 行：{reason}）", place.file, line + 1);
        let hint = "文字写在引号里，一项一行，如 organ = \"中共清溪镇委员会\"";
        Box::new(Diagnostic::error("bad-setting", message).at(Spot::line(place, line)).hint(hint))
    })?;
    Ok(tree(table.into_inner(), place, &lines))
}

/// Says in Chinese what the parser says, as far as clerks come across it.
fn syntax_reason(message: &str) -> String {
    const KNOWN: [(&str, &str); 5] = [
        ("string values must be quoted", "文字要写在引号里"),
        ("duplicate key", "同一项写了两次"),
        ("invalid basic string", "引号没有成对"),
        ("key with no value", "缺少等号和取值"),
        ("unclosed array", "方括号没有成对"),
    ];
    let known = KNOWN.iter().find(|(words, _)| message.contains(words));
    known.map_or(message, |(_, told)| told).to_string()
}

fn tree(table: DeTable<'_>, place: &Arc<Place>, lines: &Lines) -> Tree {
    let node = |(key, value): (Spanned<_>, Spanned<DeValue<'_>>)| {
        let at = At::Line(place.clone(), lines.at(key.span().start));
        let key: std::borrow::Cow<'_, str> = key.into_inner();
        (key.into_owned(), Node { value: value_of(value.into_inner(), place, lines), at })
    };
    table.into_iter().map(node).collect()
}

fn value_of(value: DeValue<'_>, place: &Arc<Place>, lines: &Lines) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => {
            let (digits, radix) = (number.as_str(), number.radix());
            let parsed = match radix {
                10 => digits.parse().ok(),
                _ => u32::from_str_radix(digits, radix).ok().map(f64::from),
            };
            Value::Number(parsed.unwrap_or(f64::NAN))
        }
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(items) => {
            let item = |item: Spanned<DeValue<'_>>| {
                let at = At::Line(place.clone(), lines.at(item.span().start));
                Node { value: value_of(item.into_inner(), place, lines), at }
            };
            Value::List(items.into_iter().map(item).collect())
        }
        DeValue::Table(table) => Value::Table(tree(table, place, lines)),
    }
}

/// Where the lines of a text begin, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(starts).collect())
    }

    /// Returns the line, from zero, that a byte is on.
    fn at(&self, byte: usize) -> u32 {
        let n_before = self.0.partition_point(|start| *start <= byte);
        u32::try_from(n_before.saturating_sub(1)).unwrap_or(u32::MAX)
    }
}
